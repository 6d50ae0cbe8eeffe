import type { Control } from "../../assess/control.js";
import type { Engine } from "../../engine/engine.js";
import { openSeries } from "../../lake/open-series.js";
import { makeAccountSpans } from "./account-spans.js";
import { makeIdentityLinks } from "./identity-links.js";
import { makeLinkedFindings } from "./linked-findings.js";
import { makeHistories } from "./make-histories.js";
import type { HistoryFilter, HistorySnapshot } from "./snapshot.js";
import { makeUnseenFindings } from "./unseen-findings.js";

/** Tables of the snapshots that a history reads, and what they are called here. */
const SERIES = {
  accounts: "accounts_h",
  coverage: "coverage_h",
  iam_users: "iam_users_h",
  root_users: "root_users_h",
  policies: "policies_h",
} as const;

/** An opened history: the tables `histories`, `linked_findings` and `subject_spans` of its engine are its content. */
export interface History {
  readonly engine: Engine;
  /** Oldest first. */
  readonly snapshots: readonly HistorySnapshot[];
  readonly controls: readonly Control[];
}

/**
 * Reads what became of every finding of these controls over these snapshots, oldest first.
 * Throws `UserError` for files that are not whole.
 */
export async function openHistory(
  engine: Engine,
  lake: string,
  snapshots: readonly HistorySnapshot[],
  controls: readonly Control[],
  filter: HistoryFilter,
): Promise<History> {
  const manifests = snapshots.map(({ manifest }) => manifest);
  for (const [table, name] of Object.entries(SERIES)) await openSeries(engine, lake, name, table, manifests);
  const findings = snapshots.map((snapshot) => snapshot.findings);
  await openSeries(engine, lake, "findings_h", "findings", findings);
  const count = snapshots.length;
  const links = await makeIdentityLinks(engine, count);
  await makeLinkedFindings(engine, links, controls, filter);
  await makeAccountSpans(engine, controls, count, filter);
  const unseen = await makeUnseenFindings(engine, controls);
  await makeHistories(engine, controls, count, unseen > 0);
  return { engine, snapshots, controls };
}
