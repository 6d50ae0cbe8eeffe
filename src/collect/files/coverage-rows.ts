import type { coverage } from "../../entities/coverage.js";
import type { Manifest } from "../../lake/manifest.js";
import type { EvidenceRecord } from "../../model/collection.js";
import type { RowOf } from "../../model/table.js";
import { parseTime } from "../../model/time.js";
import type { Evidence } from "../../sources/evidence.js";
import { EVIDENCE_KINDS, sourceOf } from "../../sources/index.js";

type CoverageRow = RowOf<typeof coverage>;

/**
 * Coverage of every account and kind of which anything is told, and of each Region where it is told by Region, sorted by
 * them: what its collection said, else what the files held.
 */
export function coverageRows(evidence: Evidence, generatedAt: ReadonlyMap<string, number>): CoverageRow[] {
  const kinds = [...EVIDENCE_KINDS].sort();
  return evidence.membership
    .accountIds()
    .flatMap((accountId) => kinds.flatMap((kind) => kindRows(evidence, accountId, kind, generatedAt)));
}

function kindRows(
  evidence: Evidence,
  accountId: string,
  kind: string,
  generatedAt: ReadonlyMap<string, number>,
): CoverageRow[] {
  const { membership, collections, organizationCollections } = evidence;
  const read = evidence.of(accountId, kind);
  const ofKind = (one: EvidenceRecord) => one.kind === kind;
  const own = (collections.get(accountId)?.evidence ?? []).filter(ofKind);
  // What was recorded with the organization is so for all its accounts.
  const organization = organizationCollections.get(membership.orgOf(accountId) ?? "")?.evidence.find(ofKind);
  const known = kind === "organization" && membership.isKnown(accountId);
  const closed = membership.closedState(accountId);
  const regions = new Set([...own.map(({ region = "" }) => region), ...read.keys()]);
  // A Region of which nothing was given is not one without anything.
  if (regions.size > 0 && !regions.has("") && sourceOf(kind)?.scope === "region") {
    const only = collections.get(accountId)?.regions;
    for (const region of evidence.regionsOf(accountId))
      if (only?.includes(region) ?? true) regions.add(region);
  }
  if (regions.size === 0 && (organization !== undefined || known || closed !== undefined)) regions.add("");
  return [...regions].sort().map((region) => {
    const recorded = own.find((one) => (one.region ?? "") === region);
    const told = organization ?? recorded;
    const { there: found = false, fault: unread } = read.get(region) ?? {};
    const there = found || known;
    const fault = unread ?? (there ? undefined : lostFile(recorded));
    return {
      account_id: accountId,
      kind,
      region,
      ...ending(fault, told, there, closed),
      collected_at: told === undefined ? null : (parseTime(told.collected_at) ?? null),
      generated_at: kind === "credential_report" ? (generatedAt.get(accountId) ?? null) : null,
    };
  });
}

const REFUSED: readonly string[] = ["denied", "throttled"];

/** How collecting ended. What was refused, or AWS Config does not hold, stays so, whatever is wrong with a document beside it. */
function ending(
  fault: string | undefined,
  told: EvidenceRecord | undefined,
  there: boolean,
  closed: string | undefined,
): Pick<CoverageRow, "status" | "detail"> {
  const unheld = told?.aggregator !== undefined && told.status === "not_collected";
  if (fault !== undefined && !unheld && !REFUSED.includes(told?.status ?? ""))
    return { status: "error", detail: fault };
  const status = told?.status ?? (there ? "ok" : "not_collected");
  if (status !== "not_collected" || closed === undefined) return { status, detail: told?.detail ?? null };
  return { status: "closed", detail: `the account is ${closed} in AWS Organizations` };
}

/** The file of evidence that was collected, but is no longer there or cannot be read. */
function lostFile(recorded: EvidenceRecord | undefined): string | undefined {
  return recorded?.file === undefined ? undefined : `${recorded.file} is missing or cannot be read`;
}

/**
 * How many accounts are complete: their credential report is there and nothing that was asked for is missing.
 * What was never asked for does not count against an account, except the report, on which all controls rest. Closed
 * accounts are neither.
 */
export function summarizeCoverage(
  accounts: number,
  rows: readonly Pick<CoverageRow, "account_id" | "kind" | "status">[],
): Manifest["coverage"] {
  const reports = rows.filter(({ kind }) => kind === "credential_report");
  const withReport = (wanted: string) =>
    new Set(reports.flatMap(({ account_id, status }) => (status === wanted ? [account_id] : [])));
  const [complete, closed] = [withReport("ok"), withReport("closed")];
  for (const { account_id, status } of rows) {
    if (status === "ok" || status === "not_collected" || status === "closed") continue;
    complete.delete(account_id);
    closed.delete(account_id);
  }
  return {
    accounts,
    complete: complete.size,
    incomplete: accounts - complete.size - closed.size,
    ...(closed.size > 0 && { closed: closed.size }),
  };
}
