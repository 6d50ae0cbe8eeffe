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

/** What is not known stays a word in capitals, for whoever runs the command to fill in. */
function filled(
  template: string,
  { subject_arn: arn, subject_kind: kind, credential_id: key }: FindingRecord,
): string {
  const values: Readonly<Record<string, string | null>> = {
    USER: kind === "iam_user" ? (arn.split("/").at(-1) ?? null) : null,
    KEY: key,
    ARN: kind === "iam_policy" ? arn : null,
  };
  return template.replace(/--([a-z-]+) ([A-Z]+)\b/g, (whole, option: string, word: string) => {
    const value = Object.hasOwn(values, word) ? values[word] : undefined;
    return value === undefined || value === null ? whole : shellOption(option, value);
  });
}
