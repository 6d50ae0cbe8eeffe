import type { AuditOptions } from "./audit-options.js";

/** What to say beside the result of an audit. */
export function auditNotes(
  { by, demo }: Pick<AuditOptions, "by" | "demo">,
  format: string,
): readonly string[] {
  return [...(by === "year" ? [YEARS] : []), ...(demo && format === "table" ? [NEXT_STEPS] : [])];
}

const YEARS =
  "By year: when users were created, in UTC. Controls on root users and policies are not part of it; unknown also counts" +
  " the accounts whose users are not known.";

const NEXT_STEPS = `
This was the demonstration cohort. On your own account:
  iamspect audit                    live and read-only, with the credentials of the AWS CLI
  iamspect audit report.csv         a credential report: aws iam generate-credential-report, then
                                    aws iam get-credential-report > report.json
  iamspect findings --demo          the findings behind these figures, one by one`;
