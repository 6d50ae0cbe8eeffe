import type { SqlRow } from "../engine/engine.js";
import { flagOf, textOf, timeOf } from "../engine/row-values.js";
import type { Explanation } from "../model/results/explanation.js";
import type { ListedFinding } from "../model/results/findings.js";
import { RANK, SEVERITIES } from "../model/status.js";
import { formatTime } from "../model/time.js";
import type { UserFacts } from "./explain-user.js";

/** What is put together from elsewhere. */
type Parts = Pick<Explanation, "snapshot_id" | "effective_mfa" | "identity" | "risk" | "verdicts">;

/** Puts facts and verdicts together; `asOf` in epoch seconds. */
export function explanation(
  { kind, user, account, credentials, evidence }: UserFacts,
  { snapshot_id, effective_mfa, identity, risk, verdicts }: Parts,
  asOf: number,
): Explanation {
  return {
    version: 2,
    snapshot_id,
    as_of: formatTime(asOf),
    user: {
      arn: String(user.arn),
      user_name: kind === "root_user" ? "root" : String(user.user_name),
      user_id: textOf(user.user_id),
      path: textOf(user.path),
      created_at: timeOf(user.created_at),
      mfa_active: flagOf(user.mfa_active),
      mfa_kind: textOf(user.mfa_kind),
      groups: Array.isArray(user.groups) ? user.groups.map(String) : [],
      tags: typeof user.tags === "string" ? JSON.parse(user.tags) : null,
      boundary_arn: textOf(user.boundary_arn),
      in_report: flagOf(user.in_report),
      fresh_at: timeOf(user.fresh_at),
    },
    account: {
      account_id: String(user.account_id),
      name: textOf(account.name),
      alias: textOf(account.alias),
      state: textOf(account.state),
      org_id: textOf(account.org_id),
      org_role: textOf(account.org_role) ?? "unknown",
      ou_path: textOf(account.ou_path),
      scps_may_apply: flagOf(account.scps_may_apply),
    },
    credentials,
    effective_mfa,
    identity,
    risk,
    verdicts: [...verdicts].sort(worstFirst),
    evidence: evidence.map((row) => evidenceOf(row, asOf)),
    subject_kind: kind,
  };
}

function worstFirst(a: ListedFinding, b: ListedFinding): number {
  const severity = SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity);
  return RANK[b.status] - RANK[a.status] || severity || (order(a) < order(b) ? -1 : 1);
}

function order({ control_id, slot }: ListedFinding): string {
  return `${control_id} ${slot}`;
}

function evidenceOf(row: SqlRow, asOf: number): Explanation["evidence"][number] {
  const at = row.generated_at ?? row.collected_at;
  return {
    kind: String(row.kind),
    status: String(row.status),
    detail: textOf(row.detail),
    collected_at: timeOf(row.collected_at),
    generated_at: timeOf(row.generated_at),
    age_seconds: typeof at === "number" ? Math.max(0, asOf - at) : null,
  };
}
