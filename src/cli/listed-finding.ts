import type { Control } from "../assess/control.js";
import { findingRecords } from "../assess/finding-record.js";
import type { Mappings } from "../assess/framework-mappings.js";
import type { JudgePlan } from "../assess/plan.js";
import { remediationOf } from "../assess/remediation.js";
import type { SqlRow } from "../engine/engine.js";
import { textOf } from "../engine/row-values.js";
import { exceptionCommand } from "../govern/exception-command.js";
import type { AuditTimes } from "../lake/picture.js";
import type { FindingControl, FindingRecord, ListedFinding } from "../model/results/findings.js";
import { formatTime } from "../model/time.js";

/** What judged the findings. */
export interface ListedFrom {
  readonly plan: JudgePlan;
  readonly auditTime: AuditTimes;
  /** The newest audit time: exceptions are judged by it. */
  readonly asOf: number;
  /** Options with which other commands find the same findings: a space, then the option, for each. */
  readonly again: string;
  /** Which requirements a control answers. */
  readonly mappings: (control: Control) => Mappings;
}

/** Makes findings with all that is known around them, of rows with the columns of `findingsFrom`. */
export function listedFindings({
  plan,
  auditTime,
  asOf,
  again,
  mappings,
}: ListedFrom): (row: SqlRow) => ListedFinding {
  const record = findingRecords(plan, auditTime);
  const controls = new Map(
    plan.controls.map((control) => [control.declaration.id, { control, frameworks: mappings(control) }]),
  );
  return (row) => {
    const finding = record(row);
    const owner = textOf(row.owner);
    const accepted = { asOf, owner, again };
    const judged = controls.get(finding.control_id);
    if (judged === undefined) throw new RangeError(`no control ${finding.control_id}`);
    return {
      ...finding,
      subject_name: subjectName(finding),
      account_name: textOf(row.account_name),
      ou_path: textOf(row.ou_path),
      owner,
      remediation: remediationOf(judged.control, finding),
      frameworks: judged.frameworks,
      exception_command: finding.status === "fail" ? exceptionCommand(finding, accepted) : null,
      as_of: formatTime(auditTime(finding.account_id)),
    };
  };
}

function subjectName({ subject_kind: kind, subject_arn: arn, account_id: account }: FindingRecord): string {
  if (kind === "account") return `account ${account}`;
  return arn.endsWith(":root") ? "root" : (arn.split("/").at(-1) ?? arn);
}

/** What is known of a control for those who read its findings. */
export function findingControl(control: Control, frameworks: Mappings): FindingControl {
  const { id, title, severity, rationale, remediation, references } = control.declaration;
  const { summary = null, console: page, cli, terraform = null } = remediation;
  return {
    control_id: id,
    title,
    severity,
    rationale: rationale.trim(),
    summary,
    remediation: { console: page, cli, terraform },
    references,
    frameworks,
  };
}
