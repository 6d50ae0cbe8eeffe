import { CHANGES, type Change } from "../analyse/history/change.js";
import { diffSnapshots } from "../analyse/history/diff.js";
import { accountPlaces } from "../assess/choose-picture.js";
import { openDuckDB } from "../engine/duckdb/open.js";
import { allSnapshots, snapshotIds } from "../lake/list.js";
import type { AuditChanges } from "../model/results/audit.js";
import type { Context } from "./command.js";
import { type HistoryOptions, withHistory } from "./history-run.js";
import type { LakeSnapshot } from "./judge-run.js";

/** What became of the findings since the last audit of the same accounts. */
export interface SinceLast {
  readonly changes: AuditChanges;
  /** The accounts that were audited before. */
  readonly accounts: ReadonlySet<string>;
  /** Ids of the findings that fail now and did not fail then, as far as anybody knows. */
  readonly newIds: ReadonlySet<string>;
}

/** What fails now and is no news: it failed then, or fails only because evidence is no longer there. */
const NEWS: readonly Change[] = CHANGES.filter(
  (change) => !["persisting", "fixed", "became_unknown", "evidence_changed"].includes(change),
);

/**
 * Compares what was just audited with the last audit of each of its accounts before it. Undefined: none of them was audited
 * before.
 */
export async function sinceLast(
  { engine, lake, manifest }: LakeSnapshot,
  options: Omit<HistoryOptions, "account">,
  context: Context,
): Promise<SinceLast | undefined> {
  const ids = await snapshotIds(lake);
  const place = ids.indexOf(manifest.snapshot_id);
  if (place < 1) return undefined;
  const rows = await engine.all("SELECT account_id FROM accounts");
  const last = await lastAudit(lake, place, new Set(rows.map((row) => String(row.account_id))));
  if (last === undefined) return undefined;
  const asked = { ...options, account: last.accounts };
  const run = { lake, ids: ids.slice(0, place + 1), options: asked, context };
  return await withHistory(run, async ({ history }) => {
    const { controls, findings } = await diffSnapshots(history, place - 1, place);
    const sum = (name: "new" | "fixed" | "reopened") =>
      controls.reduce((total, control) => total + control[name], 0);
    const newIds = new Set<string>();
    for await (const rows of findings({ changes: NEWS })) {
      for (const { finding_id, snapshot } of rows)
        if (Number(snapshot) === place) newIds.add(String(finding_id));
    }
    const { since, accounts } = last;
    const counts = { new: sum("new"), fixed: sum("fixed"), reopened: sum("reopened") };
    return { changes: { since, accounts: accounts.length, ...counts }, accounts: new Set(accounts), newIds };
  });
}

/** Of these accounts those that the lake had before a snapshot, and when the newest of them was audited. */
async function lastAudit(
  lake: string,
  place: number,
  accounts: ReadonlySet<string>,
): Promise<{ readonly since: string; readonly accounts: readonly string[] } | undefined> {
  const before = (await allSnapshots(lake)).slice(0, place);
  const engine = await openDuckDB({ threads: 1 });
  try {
    const known = (await accountPlaces(engine, lake, before)).filter(
      ({ account, read }) => read && accounts.has(account),
    );
    const newest = before[known.reduce((most, one) => Math.max(most, one.place), -1)];
    return newest && { since: newest.as_of, accounts: known.map(({ account }) => account) };
  } finally {
    engine.close();
  }
}
