import type { SqlRow } from "../engine/engine.js";
import { numberOf, textOf, timeOf } from "../engine/row-values.js";
import type { AuditTimes } from "../lake/picture.js";
import type { FindingException, FindingRecord } from "../model/results/findings.js";
import { statusOf } from "../model/status.js";
import { formatTime } from "../model/time.js";
import { accountValues } from "./account-values.js";
import type { Control } from "./control.js";
import { parseEvidence } from "./evidence-json.js";
import type { JudgePlan } from "./plan.js";
import { reasonText } from "./reason.js";

/**
 * Makes findings of the rows of a plan: with reason, title and severity. A row that was looked up among the exceptions
 * says which one covers it.
 */
export function findingRecords(plan: JudgePlan, auditTime: AuditTimes): (row: SqlRow) => FindingRecord {
  const judges = new Map(plan.controls.map((control) => [control.declaration.id, judging(plan, control)]));
  return (row) => {
    const judge = judges.get(String(row.control_id));
    if (judge === undefined) throw new RangeError(`no control ${row.control_id}`);
    return findingRecord(row, judge, auditTime(String(row.account_id)));
  };
}

type Judging = ReturnType<typeof judging>;

/** A control, and the values by which it judges an account. */
function judging(plan: JudgePlan, control: Control) {
  const { common, special } = accountValues(plan, control);
  return { control, valuesFor: (accountId: string) => special.get(accountId) ?? common };
}

function findingRecord(row: SqlRow, { control, valuesFor }: Judging, asOf: number): FindingRecord {
  const { id, title, severity } = control.declaration;
  const accountId = String(row.account_id);
  const status = statusOf(row.status);
  const evidence = parseEvidence(row.evidence);
  const reason = reasonText(control, {
    status,
    accountId,
    subjectArn: String(row.subject_arn),
    subjectKind: String(row.subject_kind),
    credential: textOf(row.credential),
    slot: numberOf(row.slot),
    agedFrom: numberOf(row.aged_from),
    asOf,
    evidence,
    parameters: valuesFor(accountId),
  });
  return {
    finding_id: String(row.finding_id),
    control_id: id,
    title,
    severity,
    org_id: textOf(row.org_id),
    account_id: accountId,
    region: textOf(row.region),
    subject_arn: String(row.subject_arn),
    subject_kind: String(row.subject_kind),
    credential: textOf(row.credential),
    credential_id: textOf(row.credential_id),
    slot: numberOf(row.slot),
    status,
    reason,
    since: timeOf(row.since),
    aged_from: timeOf(row.aged_from),
    tier: numberOf(row.tier),
    assumed: row.assumed === true,
    ...(Object.hasOwn(row, "exception") && { exception: exceptionOf(row) }),
    evidence: readableEvidence(evidence),
  };
}

function exceptionOf(row: SqlRow): FindingException | null {
  const id = textOf(row.exception);
  if (id === null) return null;
  return {
    id,
    owner: textOf(row.exception_owner),
    ticket: textOf(row.exception_ticket),
    expires: textOf(row.exception_expires),
  };
}

/** Evidence with its times as ISO 8601, as everywhere people read: their names end in `_at`. */
function readableEvidence(evidence: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(evidence).map(([name, value]) => [
      name,
      name.endsWith("_at") && typeof value === "number" ? formatTime(value) : value,
    ]),
  );
}
