import type { Entity } from "../../model/entity.js";
import type { UncomparedAccount } from "../../model/results/diff.js";
import type { History } from "./open-history.js";
import { entitiesOf } from "./series.js";
import { wordNames } from "./snapshot-bits.js";
import { placeOf } from "./state.js";

/** The accounts of two snapshots for which evidence that subjects come from is not there in both, by account. */
export async function uncomparedAccounts(
  { engine, snapshots, controls }: History,
  before: number,
  after: number,
): Promise<UncomparedAccount[]> {
  const entities = entitiesOf(controls);
  const words = wordNames("c", snapshots.length);
  const rows = await engine.all(
    `SELECT account_id, subjects, ${words.join(", ")} FROM subject_spans ORDER BY account_id, subjects`,
  );
  const found = new Map<string, UncomparedAccount>();
  for (const row of rows) {
    const values = words.map((name) => Number(row[name]));
    const gap = gapBetween(shownAt(values, before), shownAt(values, after));
    if (gap === undefined) continue;
    const account_id = String(row.account_id);
    const key = [account_id, gap.missing_in, gap.why].join(" ");
    const evidence = [...(found.get(key)?.evidence ?? []), ...firstListing(entities[Number(row.subjects)])];
    found.set(key, { account_id, ...gap, evidence: [...new Set(evidence)].sort() });
  }
  return [...found.values()];
}

/** Several kinds of evidence may list the same things: the first is the one to collect. */
function firstListing(entity: Entity | undefined): readonly string[] {
  return entity === undefined || entity.listedBy === "run" ? [] : entity.listedBy.slice(0, 1);
}

type Shown = "covered" | "no_evidence" | "no_account";

/** undefined: both are covered, or the account is in neither. */
function gapBetween(was: Shown, is: Shown): Pick<UncomparedAccount, "missing_in" | "why"> | undefined {
  if (was === is && was !== "no_evidence") return undefined;
  return {
    missing_in: was === "covered" ? "after" : is === "covered" ? "before" : "both",
    why: was === "no_account" || is === "no_account" ? "no_account" : "no_evidence",
  };
}

/** How the picture of a snapshot shows an account: as the last snapshot before it that it is in, or that misses it. */
function shownAt(words: readonly number[], snapshot: number): Shown {
  for (let at = snapshot; at >= 0; at--) {
    const place = placeOf(words, at);
    if (place !== "absent") return place === "gone" ? "no_account" : place;
  }
  return "no_account";
}
