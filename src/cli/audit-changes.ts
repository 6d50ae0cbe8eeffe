import { CHANGES, type Change } from "../analyse/history/change.js";
import { diffSnapshots } from "../analyse/history/diff.js";
import { accountPlaces } from "../assess/choose-picture.js";
import { openDuckDB } from "../engine/duckdb/open.js";
import type { Manifest } from "../lake/manifest.js";
import type { AuditChanges } from "../model/results/audit.js";
import type { Context } from "./command.js";
import { type HistoryOptions, withHistory } from "./history-run.js";
import type { LakeAround } from "./lake-around.js";

/** What became of the findings since the last audit of the same accounts. */
export interface SinceLast {
  readonly changes: AuditChanges;
  /** The accounts that were audited before. */
  readonly accounts: ReadonlySet<string>;
  /** Ids of the findings that fail now and did not fail then, as far as anybody knows. */
  readonly newIds: ReadonlySet<string>;
}

/**
 * What is no news: it failed then, or does not fail now. What fails now for want of evidence that could excuse it did not fail then,
 * so it is news; `--except-assumed` leaves it out.
 */
const NEWS: readonly Change[] = CHANGES.filter(
  (change) => !["persisting", "fixed", "became_unknown"].includes(change),
);

/**
 * Compares what was just audited with the last audit of each of its accounts before it. Undefined: none of them was audited
 * before.
 */
export async function sinceLast(
  { lake, manifests, place, accounts: own }: LakeAround,
  options: Omit<HistoryOptions, "account">,
  context: Context,
): Promise<SinceLast | undefined> {
  const now = manifests[place];
  if (now === undefined || place === 0) return undefined;
  const last = await lastAudit(lake, manifests.slice(0, place), own);
  if (last === undefined) return undefined;
  const asked = { ...options, account: last.accounts };
  const ids = [...last.snapshots, now.snapshot_id];
  const run = { lake, ids, options: asked, context };
  return await withHistory(run, async ({ history }) => {
    const { controls, findings } = await diffSnapshots(history, ids.length - 2, ids.length - 1);
    const sum = (name: "new" | "fixed" | "reopened") =>
      controls.reduce((total, control) => total + control[name], 0);
    const newIds = new Set<string>();
    for await (const rows of findings({ changes: NEWS })) {
      for (const { finding_id, snapshot } of rows)
        if (Number(snapshot) === ids.length - 1) newIds.add(String(finding_id));
    }
    const { since, accounts } = last;
    const counts = { new: sum("new"), fixed: sum("fixed"), reopened: sum("reopened") };
    return { changes: { since, accounts: accounts.length, ...counts }, accounts: new Set(accounts), newIds };
  });
}

/** So many of the newest snapshots are looked at: what was fixed within them and fails again is reopened. */
const LOOKED_AT = 12;

interface LastAudit {
  /** The newest audit time, ISO 8601. */
  readonly since: string;
  readonly accounts: readonly string[];
  /** Ids, oldest first: those that the accounts are shown from, and the newest of the others. */
  readonly snapshots: readonly string[];
}

/** Of these accounts those that earlier snapshots have. */
async function lastAudit(
  lake: string,
  before: readonly Manifest[],
  accounts: ReadonlySet<string>,
): Promise<LastAudit | undefined> {
  const engine = await openDuckDB({ threads: 1 });
  try {
    const known = (await accountPlaces(engine, lake, before)).filter(
      ({ account, read }) => read && accounts.has(account),
    );
    const shown = new Set(known.map(({ place }) => place));
    const newest = before[Math.max(-1, ...shown)];
    if (newest === undefined) return undefined;
    const snapshots = before
      .filter((_, place) => shown.has(place) || place >= before.length - LOOKED_AT)
      .map(({ snapshot_id: id }) => id);
    return { since: newest.as_of, accounts: known.map(({ account }) => account), snapshots };
  } finally {
    engine.close();
  }
}
