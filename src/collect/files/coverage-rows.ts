import { type CoverageStatus, EVIDENCE_KINDS, type EvidenceKind } from "../../model/coverage.js";
import type { RowOf } from "../../model/table.js";
import type { coverage } from "../../model/tables/coverage.js";
import { parseTime } from "../../model/time.js";
import type { Evidence } from "./evidence.js";

type CoverageRow = RowOf<typeof coverage>;

/** Coverage of every account and kind: what its collection said, else what the files held. */
export function coverageRows(evidence: Evidence, generatedAt: ReadonlyMap<string, number>): CoverageRow[] {
  return evidence.membership
    .accountIds()
    .flatMap((accountId) => EVIDENCE_KINDS.map((kind) => coverageRow(evidence, accountId, kind, generatedAt)))
    .sort((a, b) => (`${a.account_id} ${a.kind}` < `${b.account_id} ${b.kind}` ? -1 : 1));
}

function coverageRow(
  evidence: Evidence,
  accountId: string,
  kind: EvidenceKind,
  generatedAt: ReadonlyMap<string, number>,
): CoverageRow {
  const recorded = evidence.collections.get(accountId)?.evidence.find((one) => one.kind === kind);
  const fault = evidence.fault(accountId, kind);
  const there =
    evidence.has(accountId, kind) || (kind === "organization" && evidence.membership.isKnown(accountId));
  const status: CoverageStatus =
    fault !== undefined ? "error" : (recorded?.status ?? (there ? "ok" : "not_collected"));
  return {
    account_id: accountId,
    kind,
    status,
    detail: fault ?? recorded?.detail ?? null,
    collected_at: recorded === undefined ? null : (parseTime(recorded.collected_at) ?? null),
    generated_at: kind === "credential_report" ? (generatedAt.get(accountId) ?? null) : null,
  };
}

/**
 * How many accounts are complete: their credential report is there and nothing that was asked for is missing.
 * What was never asked for does not count against an account, except the report, on which all controls rest.
 */
export function summarizeCoverage(rows: readonly CoverageRow[]): {
  accounts: number;
  complete: number;
  incomplete: number;
} {
  const incomplete = new Set<string>();
  const all = new Set<string>();
  for (const { account_id: id, kind, status } of rows) {
    if (id === null) continue;
    all.add(id);
    const missing = status !== "ok" && status !== "not_collected";
    if (missing || (kind === "credential_report" && status !== "ok")) incomplete.add(id);
  }
  return { accounts: all.size, complete: all.size - incomplete.size, incomplete: incomplete.size };
}
