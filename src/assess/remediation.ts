import type { FindingRecord, Remediation } from "../model/results/findings.js";
import { shellOption } from "../model/shell-word.js";
import type { Control } from "./control.js";

/** How a finding is fixed: the words of its control, with what is known of the finding put into the command. */
export function remediationOf({ declaration }: Control, finding: FindingRecord): Remediation {
  const { console: page, cli, cli_password: forPassword = cli, terraform = null } = declaration.remediation;
  const template = isOfPassword(finding) ? forPassword : cli;
  return { console: page, cli: filled(template, finding), terraform };
}

/** The finding is on a password, or on a user that has one and no active key. */
function isOfPassword({ credential, evidence }: FindingRecord): boolean {
  if (credential !== null) return credential === "password";
  const keys = [evidence.access_key_1_active, evidence.access_key_2_active];
  return evidence.password_active === true && !keys.includes(true);
}

/**
 * What is not known stays a word in capitals, for whoever runs the command to fill in. Words stand for what the finding
 * quotes, too: `BUCKET_NAME` for its evidence `bucket_name`.
 */
function filled(template: string, finding: FindingRecord): string {
  const values = new Map<string, unknown>(
    Object.entries(finding.evidence).map(([field, value]) => [field.toUpperCase(), value]),
  );
  const { subject_arn: arn, subject_kind: kind, credential_id: key, account_id, region } = finding;
  const own = { KEY: key, ACCOUNT_ID: account_id, REGION: region };
  for (const [word, value] of Object.entries(own)) values.set(word, value);
  values.set("ARN", kind === "account" ? null : arn);
  values.set("USER", kind === "iam_user" ? arn.split("/").at(-1) : null);
  const options = template.replace(/--([a-z-]+) ([A-Z][A-Z_]*)\b/g, (whole, option: string, word: string) => {
    const value = values.get(word);
    return typeof value === "string" ? shellOption(option, value) : whole;
  });
  // Part of a larger word of the shell: only what needs no quotes.
  return options.replace(/\bValues=([A-Z][A-Z_]*)\b/g, (whole, word: string) => {
    const value = values.get(word);
    return typeof value === "string" && /^[\w-]+$/.test(value) ? `Values=${value}` : whole;
  });
}
