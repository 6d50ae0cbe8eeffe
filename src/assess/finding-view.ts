import type { Engine } from "../engine/engine.js";
import { literal } from "../engine/sql.js";
import { findings } from "../model/finding.js";
import type { Column, Table } from "../model/table.js";
import { text } from "../model/table.js";
import { findingsSql, type JudgePlan } from "./plan.js";
import { REASON_COLUMNS } from "./reason-book.js";

/** The function that gives the reason of a finding, where an engine has it: `bookReason` of its columns. */
export const REASON_FUNCTION = "finding_reason";

/** The view `findings` of queries: what fails or is unknown, with its control's words. */
export const findingView: Table<Record<string, Column>> = {
  ...findings,
  doc: "What fails or is unknown, with severity, title and reason.",
  columns: {
    ...findings.columns,
    severity: text("of the control: critical, high, medium, low or informational"),
    title: text("of the control"),
    reason: text("why it fails or is unknown, in a sentence"),
  },
};

/** SELECT of that view, over an opened snapshot of an engine that has `REASON_FUNCTION`. */
export function findingViewSql(plan: JudgePlan, engine: Pick<Engine, "dialect">): string {
  const words = plan.controls.map(
    ({ declaration: { id, severity, title } }) => `(${[id, severity, title].map(literal).join(", ")})`,
  );
  const reason = REASON_COLUMNS.map((name) => `CAST(${name === "as_of" ? "a" : "f"}.${name} AS VARCHAR)`);
  return (
    `SELECT f.*, w.severity, w.title, ${REASON_FUNCTION}(${reason.join(", ")}) AS reason` +
    ` FROM (${findingsSql(plan, { statuses: ["fail", "unknown"] }, engine)}) f` +
    ` JOIN (VALUES ${words.join(", ")}) w(control_id, severity, title) ON w.control_id = f.control_id` +
    " LEFT JOIN accounts a ON a.account_id = f.account_id"
  );
}
