import { findings } from "./finding.js";
import { defineTable } from "./table.js";

const { org_id: _org, evidence: _evidence, ...kept } = findings.columns;

/**
 * What history keeps of a snapshot: findings that fail or are unknown, one by one, without their evidence, which is made
 * again when somebody reads it. The organization is a column of the snapshot's accounts.
 */
export const verdicts = defineTable({
  name: "verdicts",
  doc: "What fails or is unknown in a snapshot, by the controls and parameters of one version.",
  key: findings.key,
  columns: kept,
});
