import type { ListedFinding } from "../model/results/findings.js";
import type { OutputRecord, RecordBatches } from "../model/results/record.js";
import { valueText } from "./value-text.js";

/** Findings as rows of a spreadsheet: one a finding, what has parts in columns of its own. */
export async function* findingCells(findings: AsyncIterable<readonly ListedFinding[]>): RecordBatches {
  for await (const batch of findings) yield batch.map(cellsOf);
}

function cellsOf(finding: ListedFinding): OutputRecord {
  const { exception, evidence, subject_name, account_name, ou_path, owner, ...others } = finding;
  const { remediation, frameworks, exception_command, ...rest } = others;
  return {
    ...rest,
    exception: exception?.id ?? null,
    exception_owner: exception?.owner ?? null,
    exception_ticket: exception?.ticket ?? null,
    exception_expires: exception?.expires ?? null,
    evidence: evidenceText(evidence),
    subject_name,
    account_name,
    ou_path,
    owner,
    remediation: remediation.console,
    remediation_command: remediation.cli,
    frameworks: frameworksText(frameworks),
    exception_command,
  };
}

/** What is known of the fields a verdict rests on: `created_at=2020-01-01T00:00:05Z, active=true`. */
function evidenceText(evidence: ListedFinding["evidence"]): string {
  return valueText(Object.fromEntries(Object.entries(evidence).filter(([, value]) => value !== null)));
}

/** `cis_v5.0 1.13; security_hub IAM.3` */
export function frameworksText(frameworks: ListedFinding["frameworks"]): string {
  return Object.entries(frameworks)
    .map(([framework, ids]) => `${framework} ${ids.join(" ")}`)
    .join("; ");
}
