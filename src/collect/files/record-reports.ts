import type { Evidence } from "../../sources/evidence.js";
import type { Generation } from "./report-generations.js";
import type { ReportsOutcome } from "./reports.js";

const CHINA = "aws-cn";

/** Tells the evidence what reports were read of which accounts, and what they should hold and do not. */
export function recordReports(
  evidence: Evidence,
  { used, faultyFiles, emptyFiles }: Pick<ReportsOutcome, "used" | "faultyFiles" | "emptyFiles">,
): void {
  for (const { folderAccount: accountId } of emptyFiles) {
    if (accountId !== undefined && used.every((one) => one.accountId !== accountId)) {
      evidence.faulty(accountId, "credential_report", "the report has no row");
    }
  }
  for (const { accountId, partition, fileNo, hasUsers, generatedAt } of used) {
    evidence.membership.seen(accountId, partition);
    evidence.found(accountId, "credential_report");
    if (hasUsers) evidence.usersReported.set(accountId, generatedAt);
    if (faultyFiles.has(fileNo)) {
      evidence.faulty(accountId, "credential_report", "some rows could not be read; their users are unknown");
    }
  }
  tellRootless(evidence, used, faultyFiles);
}

/** AWS lists root first in each report, but in China, where there is none. A row that cannot be read may be that of root. */
function tellRootless(
  evidence: Evidence,
  used: readonly Generation[],
  faultyFiles: ReadonlySet<number>,
): void {
  const excused = new Set(
    used
      .filter(({ hasRoot, partition, fileNo }) => hasRoot || partition === CHINA || faultyFiles.has(fileNo))
      .map(({ accountId }) => accountId),
  );
  for (const accountId of new Set(used.map((one) => one.accountId))) {
    if (excused.has(accountId)) continue;
    evidence.problems.push({
      source: `account ${accountId}`,
      what: "the credential report has no row of root (<root_account>)",
      fix: "Root of the account counts as unknown. Fetch the whole report again, with nothing filtered out.",
    });
  }
}
