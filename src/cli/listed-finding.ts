import type { Control } from "../assess/control.js";
import { findingRecords } from "../assess/finding-record.js";
import type { JudgePlan } from "../assess/plan.js";
import { remediationOf } from "../assess/remediation.js";
import type { SqlRow } from "../engine/engine.js";
import { textOf } from "../engine/row-values.js";
import { exceptionCommand } from "../govern/exception-command.js";
import type { AuditTimes } from "../lake/picture.js";
import type { FindingRecord, ListedFinding } from "../model/results/findings.js";

/** What judged the findings. */
export interface ListedFrom {
  readonly plan: JudgePlan;
  readonly auditTime: AuditTimes;
  /** The newest audit time: exceptions are judged by it. */
  readonly asOf: number;
  /** Options with which other commands find the same findings: a space, then the option, for each. */
  readonly again: string;
}

/** Makes findings with all that is known around them, of rows with the columns of `findingsFrom`. */
export function listedFindings({ plan, auditTime, asOf, again }: ListedFrom): (row: SqlRow) => ListedFinding {
  const record = findingRecords(plan, auditTime);
  const controls = new Map(plan.controls.map((control) => [control.declaration.id, control]));
  return (row) => {
    const finding = record(row);
    const owner = textOf(row.owner);
    const accepted = { asOf, owner, again };
    const control = controls.get(finding.control_id);
    if (control === undefined) throw new RangeError(`no control ${finding.control_id}`);
    return {
      ...finding,
      subject_name: subjectName(finding),
      account_name: textOf(row.account_name),
      ou_path: textOf(row.ou_path),
      owner,
      ...ofControl(control, finding),
      exception_command: finding.status === "fail" ? exceptionCommand(finding, accepted) : null,
    };
  };
}

function ofControl(control: Control, finding: FindingRecord) {
  return {
    remediation: remediationOf(control, finding),
    frameworks: control.declaration.mappings,
  };
}

function subjectName({ subject_kind: kind, subject_arn: arn, account_id: account }: FindingRecord): string {
  if (kind === "account") return `account ${account}`;
  return arn.endsWith(":root") ? "root" : (arn.split("/").at(-1) ?? arn);
}
