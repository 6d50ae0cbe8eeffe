import type { AuditOptions } from "./audit-options.js";

/** What to say beside the result of an audit. */
export function auditNotes(
  { by, demo, full }: Pick<AuditOptions, "by" | "demo" | "full">,
  format: string,
): readonly string[] {
  return [
    ...(by === "year" ? [YEARS] : []),
    ...(demo && format === "table" ? [nextSteps(full ? " --full" : "")] : []),
  ];
}

const YEARS =
  "By year: when users were created, in UTC. Controls on root users and policies are not part of it; unknown also counts" +
  " the accounts whose users are not known.";

const nextSteps = (variant: string) => `
This was the demonstration cohort. What a team would do first in it:
  iamspect fix-first --demo${variant} --hours 8
On your own account, read-only:
  iamspect audit                live, with the credentials of the AWS CLI
  iamspect audit report.json    a credential report, which the AWS CLI gets:
                                aws iam generate-credential-report; aws iam get-credential-report > report.json
From a clone, write \`npx iamspect\` for \`iamspect\`.`;
