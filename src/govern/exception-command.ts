import type { FindingRecord } from "../model/results/findings.js";
import { shellOption } from "../model/shell-word.js";
import { DAY_SECONDS, formatDate } from "../model/time.js";
import { hasWildcard } from "./arn-pattern.js";

/** So long an exception holds that nobody has thought about. */
const DAYS = 90;

const CREDENTIAL_ID = /^[A-Z0-9]{16,128}$/;

/** What the command needs that the finding does not say. */
export interface CommandContext {
  /** The audit time, epoch seconds. */
  readonly asOf: number;
  readonly owner: string | null;
  /** Options that lead to the same findings: a space, then the option, for each. */
  readonly again: string;
}

/**
 * The command that accepts a failing finding, and no other, for 90 days. What only a person can say is a word in capitals.
 */
export function exceptionCommand(finding: FindingRecord, { asOf, owner, again }: CommandContext): string {
  const said = {
    control: finding.control_id,
    ...subjectOf(finding),
    owner: owner ?? "OWNER",
    reason: "REASON",
    "approved-by": "APPROVER",
    expires: formatDate(asOf + DAYS * DAY_SECONDS),
  };
  const options = Object.entries(said).map(([name, value]) => shellOption(name, value));
  return `iamspect exceptions add ${options.join(" ")}${again}`;
}

/** By names where they say it all: an id of a finding tells nothing to those who read the file later. */
function subjectOf({ finding_id: id, subject_arn: arn, credential, credential_id: key }: FindingRecord) {
  if (hasWildcard(arn)) return { subject: id };
  if (credential === null) return { subject: arn };
  return key !== null && CREDENTIAL_ID.test(key) ? { subject: arn, "credential-id": key } : { subject: id };
}
