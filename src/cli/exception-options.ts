import type { OptionValues } from "./command.js";
import { exceptionsOption, judgeOptions, snapshotOptions } from "./shared-options.js";

/** Options of `iamspect exceptions`. */
export const exceptionOptions = {
  ...snapshotOptions,
  ...judgeOptions,
  control: {
    flags: "--control <id>",
    doc: "list, check: only exceptions from this control; add: the control it is from; may be repeated",
    kind: "list",
  },
  exceptions: exceptionsOption,
  subject: {
    flags: "--subject <arn>",
    doc: "add: an ARN, the name of a user, a pattern of ARNs with * and ?, or the id of a finding",
    kind: "text",
  },
  account: { flags: "--account <id>", doc: "add: only in this account; may be repeated", kind: "list" },
  organizationalUnit: {
    flags: "--organizational-unit <path>",
    doc: "add: only in this unit and those below; may be repeated",
    kind: "list",
  },
  credentialId: { flags: "--credential-id <id>", doc: "add: only this access key", kind: "text" },
  owner: { flags: "--owner <who>", doc: "add: who is responsible for it", kind: "text" },
  reason: { flags: "--reason <text>", doc: "add: why it is accepted", kind: "text" },
  ticket: { flags: "--ticket <id>", doc: "add: where it was discussed", kind: "text" },
  approvedBy: { flags: "--approved-by <who>", doc: "add: who accepted the risk", kind: "text" },
  created: {
    flags: "--created <date>",
    doc: "add: the first day it holds (default: the day of the snapshot, else today)",
    kind: "text",
  },
  expires: { flags: "--expires <date>", doc: "add: the last day it holds, such as 2027-01-31", kind: "text" },
  id: { flags: "--id <name>", doc: "add: its id (default: made of control and subject)", kind: "text" },
  force: { flags: "--force", doc: "add: also where the snapshot has no such subject", kind: "flag" },
  strict: {
    flags: "--strict",
    doc: "check: end with 3 where one is expired, matches nothing, is too broad, or names an unknown control",
    kind: "flag",
  },
} as const;
export type ExceptionOptions = OptionValues<typeof exceptionOptions>;
