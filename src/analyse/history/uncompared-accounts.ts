import { rowEvidence } from "../../assess/missing-accounts.js";
import type { History } from "./open-history.js";
import { hasBit, wordNames } from "./snapshot-bits.js";

/** An account that cannot be compared between two snapshots, for want of one kind of evidence. */
export interface UncomparedAccount {
  readonly account_id: string;
  readonly evidence: string;
  /** Which of the two snapshots it is missing in: `before`, `after`; and whether the account itself is not in it. */
  readonly missing_in: "before" | "after" | "both";
  readonly why: "no_account" | "no_evidence";
}

/** The accounts of two snapshots whose evidence is not there in both, by account and evidence. */
export async function uncomparedAccounts(
  { engine, snapshots, controls }: History,
  before: number,
  after: number,
): Promise<UncomparedAccount[]> {
  const tables = [...new Set(controls.map(({ declaration }) => declaration.subject.table))];
  const words = wordNames("c", snapshots.length);
  const rows = await engine.all(
    `SELECT account_id, subjects, ${words.join(", ")} FROM subject_spans ORDER BY account_id, subjects`,
  );
  const found = rows.flatMap((row): UncomparedAccount[] => {
    const values = words.map((name) => Number(row[name]));
    const [was, is] = [before, after].map((place) => placeOf(values, place));
    const evidence = rowEvidence(tables[Number(row.subjects)] ?? "");
    if (was === undefined || is === undefined || (was === "no_account" && is === "no_account")) return [];
    if (was === "covered" && is === "covered") return [];
    const why = was === "no_account" || is === "no_account" ? "no_account" : "no_evidence";
    const missing = was === "covered" ? "after" : is === "covered" ? "before" : "both";
    return [{ account_id: String(row.account_id), evidence, missing_in: missing, why }];
  });
  // Several tables come from the same evidence; the root and the users of an account are one case.
  return [...new Map(found.map((one) => [`${one.account_id} ${one.evidence}`, one])).values()];
}

function placeOf(words: readonly number[], place: number): "covered" | "no_evidence" | "no_account" {
  if (hasBit(words, place, "first")) return "covered";
  return hasBit(words, place, "second") ? "no_evidence" : "no_account";
}
