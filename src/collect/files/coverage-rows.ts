import type { coverage } from "../../entities/coverage.js";
import type { EvidenceRecord } from "../../model/collection.js";
import { type CoverageStatus, EVIDENCE_KINDS, type EvidenceKind } from "../../model/coverage.js";
import type { RowOf } from "../../model/table.js";
import { parseTime } from "../../model/time.js";
import type { Evidence } from "./evidence.js";

type CoverageRow = RowOf<typeof coverage>;

/** Coverage of every account and kind, sorted by them: what its collection said, else what the files held. */
export function coverageRows(evidence: Evidence, generatedAt: ReadonlyMap<string, number>): CoverageRow[] {
  const kinds = [...EVIDENCE_KINDS].sort();
  return evidence.membership
    .accountIds()
    .flatMap((accountId) => kinds.map((kind) => coverageRow(evidence, accountId, kind, generatedAt)));
}

function coverageRow(
  evidence: Evidence,
  accountId: string,
  kind: EvidenceKind,
  generatedAt: ReadonlyMap<string, number>,
): CoverageRow {
  const recorded = recordOf(evidence, accountId, kind);
  const there =
    evidence.has(accountId, kind) || (kind === "organization" && evidence.membership.isKnown(accountId));
  const fault = evidence.fault(accountId, kind) ?? (there ? undefined : lostFile(evidence, accountId, kind));
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

/** The file of evidence that was collected, but is no longer there or cannot be read. */
function lostFile(evidence: Evidence, accountId: string, kind: EvidenceKind): string | undefined {
  const recorded = evidence.collections.get(accountId)?.evidence.find((one) => one.kind === kind);
  return recorded?.file === undefined ? undefined : `${recorded.file} is missing or cannot be read`;
}

/** What was recorded when it was collected: with the organization, for all its accounts, or with the account. */
function recordOf(evidence: Evidence, accountId: string, kind: EvidenceKind): EvidenceRecord | undefined {
  const organization = evidence.organizationCollections.get(evidence.membership.orgOf(accountId) ?? "");
  const ofKind = (one: EvidenceRecord) => one.kind === kind;
  return organization?.evidence.find(ofKind) ?? evidence.collections.get(accountId)?.evidence.find(ofKind);
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
