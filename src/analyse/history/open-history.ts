import type { Engine } from "../../engine/engine.js";
import { openSeries } from "../../lake/open-series.js";
import type { HistorySnapshot } from "./snapshot.js";

/** Tables of the snapshots that a history reads, and what they are called here. */
const SERIES = {
  accounts: "accounts_h",
  coverage: "coverage_h",
  iam_users: "iam_users_h",
  root_users: "root_users_h",
  policies: "policies_h",
} as const;

/** Makes the snapshots of a history readable, oldest first: each table of all of them as one, `findings_h` too. */
export async function openHistory(
  engine: Engine,
  lake: string,
  snapshots: readonly HistorySnapshot[],
): Promise<void> {
  const manifests = snapshots.map(({ manifest }) => manifest);
  for (const [table, name] of Object.entries(SERIES)) await openSeries(engine, lake, name, table, manifests);
  const findings = snapshots.map((snapshot) => snapshot.findings);
  await openSeries(engine, lake, "findings_h", "findings", findings);
}
