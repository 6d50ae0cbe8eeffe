import type { Control } from "../assess/control.js";
import type { ParameterValues } from "../assess/parameters.js";
import type { JudgePlan } from "../assess/plan.js";
import { reasonText } from "../assess/reason.js";
import type { SqlRow } from "../engine/engine.js";
import type { Status } from "../model/status.js";
import { formatTime } from "../model/time.js";
import type { OutputRecord } from "./records.js";

/**
 * A finding as it is put out: with its reason, title and severity, and with times as ISO 8601. A row that was
 * looked up among the exceptions tells the one that covers it, or null.
 */
export function findingRecord(row: SqlRow, plan: JudgePlan, asOf: number): OutputRecord {
  const control = plan.controls.find(({ declaration }) => declaration.id === row.control_id);
  if (control === undefined) throw new RangeError(`no control ${row.control_id}`);
  const evidence = parseEvidence(row.evidence);
  const agedFrom = number(row.aged_from);
  const reason = reasonText(control, {
    status: row.status as Status,
    accountId: String(row.account_id),
    subjectArn: String(row.subject_arn),
    subjectKind: String(row.subject_kind),
    credential: text(row.credential),
    slot: number(row.slot),
    agedFrom,
    asOf,
    evidence,
    parameters: valuesFor(plan, control, String(row.account_id)),
  });
  return {
    finding_id: String(row.finding_id),
    control_id: String(row.control_id),
    title: control.declaration.title,
    severity: control.declaration.severity,
    org_id: text(row.org_id),
    account_id: String(row.account_id),
    region: text(row.region),
    subject_arn: String(row.subject_arn),
    subject_kind: String(row.subject_kind),
    credential: text(row.credential),
    credential_id: text(row.credential_id),
    slot: number(row.slot),
    status: String(row.status),
    reason,
    since: time(row.since),
    aged_from: agedFrom === null ? null : formatTime(agedFrom),
    tier: number(row.tier),
    assumed: row.assumed === true,
    ...(Object.hasOwn(row, "exception") && { exception: exceptionOf(row) }),
    evidence: readableEvidence(evidence),
  };
}

function exceptionOf(row: SqlRow): OutputRecord | null {
  if (row.exception === null || row.exception === undefined) return null;
  return {
    id: String(row.exception),
    owner: text(row.exception_owner),
    ticket: text(row.exception_ticket),
    expires: text(row.exception_expires),
  };
}

/** The values of the run that judged the account. */
function valuesFor(plan: JudgePlan, control: Control, accountId: string): ParameterValues {
  const runs = plan.runs.filter((run) => run.control === control);
  const special = runs.find(({ set }) => "only" in set.scope && set.scope.only.includes(accountId));
  return (special ?? runs[0])?.set.values ?? new Map();
}

function parseEvidence(value: unknown): Record<string, unknown> {
  const parsed: unknown = typeof value === "string" ? JSON.parse(value) : {};
  return typeof parsed === "object" && parsed !== null ? { ...parsed } : {};
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

function text(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}

function number(value: unknown): number | null {
  return value === null || value === undefined ? null : Number(value);
}

function time(value: unknown): string | null {
  const seconds = number(value);
  return seconds === null ? null : formatTime(seconds);
}
