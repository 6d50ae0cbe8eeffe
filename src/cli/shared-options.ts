import { AUDIT_ROLE } from "../model/permissions.js";
import { formatsOf } from "../report/formats/index.js";
import type { Command, OptionSpecs } from "./command.js";

/** Options that several commands share: declared once. */
export const lakeOption = {
  flags: "--lake <dir>",
  doc: "the lake: where snapshots are kept (default: $IAMSPECT_LAKE, else ./.iamspect)",
  kind: "text",
} as const;

export const demoOptions = {
  demo: { flags: "--demo", doc: "the demonstration cohort, with a lake of its own", kind: "flag" },
  withPolicies: {
    flags: "--with-policies",
    doc: "with --demo: the same users, with guardrails, groups and boundaries that say something about MFA",
    kind: "flag",
  },
  full: {
    flags: "--full",
    doc: "with --demo: the same users, and the buckets, instances, networks and the like of their accounts: 650,000 things in all",
    kind: "flag",
  },
} as const;

/** Which lake. */
export const lakeOptions = { ...demoOptions, lake: lakeOption } as const;

/** Which snapshot of it. */
export const snapshotOptions = {
  ...lakeOptions,
  snapshot: {
    flags: "--snapshot <id>",
    doc: "one snapshot: its id, the beginning of it, latest or previous (default: of each account the newest); `iamspect snapshots list` prints them",
    kind: "text",
  },
} as const;

/** The options of a command, with `--format` where it prints results and has none of its own. */
export function optionsOf({ options, results }: Command): OptionSpecs {
  if (results === undefined || Object.hasOwn(options, "format")) return options;
  const flags = "--format <name>";
  const choices = formatsOf(results);
  return { ...options, format: { flags, doc: "how to print", kind: "text", choices, default: "table" } };
}

/** Which controls, with which parameters. */
export const judgeOptions = {
  set: {
    flags: "--set <control.parameter=value>",
    doc: "a parameter of a control; may be repeated",
    kind: "list",
  },
  config: {
    flags: "--config <file>",
    doc: "settings (default: ./iamspect.yaml where it exists)",
    kind: "text",
  },
  framework: {
    flags: "--framework <id>",
    doc: "judge by a standard or by rules, such as cis-5.0, or by a file of your own; `iamspect controls frameworks` names them",
    kind: "text",
  },
  control: { flags: "--control <id>", doc: "only this control; may be repeated", kind: "list" },
  controls: {
    flags: "--controls <dir>",
    doc: "a folder of controls of your own; may be repeated",
    kind: "list",
  },
} as const;

export const exceptionsOption = {
  flags: "--exceptions <file>",
  doc: "accepted risks (default: `exceptions` of the configuration, else ./exceptions.yaml where it exists)",
  kind: "text",
} as const;

export const countExceptedOption = {
  flags: "--count-excepted",
  doc: "count what is excepted like everything else that fails",
  kind: "flag",
} as const;

/** Where evidence comes from. */
export const sourceOptions = {
  asOf: {
    flags: "--as-of <time>",
    doc: "the audit time, as 2026-11-23 or 2026-11-23T00:00:00Z (files: the newest GeneratedTime, else now)",
    kind: "text",
  },
  standalone: {
    flags: "--standalone <id>",
    doc: "this account is in no organization; `all`: every account about which nothing else is known",
    kind: "list",
  },
  reportTimeout: {
    flags: "--report-timeout <seconds>",
    doc: "how long to wait for AWS to make the credential report",
    kind: "text",
    default: "300",
  },
  profile: { flags: "--profile <name>", doc: "AWS profile (default: the SDK's own chain)", kind: "text" },
  region: {
    flags: "--region <name>",
    doc: "AWS Region; it decides the partition (IAM itself is global)",
    kind: "text",
  },
} as const;

/** Which accounts, and how they are reached. */
export const accountOptions = {
  role: {
    flags: "--role <name>",
    doc: `the role to assume in each account: a name, or an ARN with {account_id} and {partition} (default: ${AUDIT_ROLE})`,
    kind: "text",
  },
  externalId: { flags: "--external-id <id>", doc: "the external id that the role asks for", kind: "text" },
  sessionName: {
    flags: "--session-name <name>",
    doc: "the session name that CloudTrail shows (default: iamspect)",
    kind: "text",
  },
  include: {
    flags: "--include <accounts>",
    doc: "only these: 111122223333, ou:/Workloads, tag:team=web; may be repeated",
    kind: "list",
  },
  exclude: { flags: "--exclude <accounts>", doc: "but not these; may be repeated", kind: "list" },
} as const;

/** Live collection of more than the account of the credentials at hand. */
export const liveOptions = {
  config: judgeOptions.config,
  org: {
    flags: "--org",
    doc: "live: every account of the organization (or all that the `collect` section of the configuration names)",
    kind: "flag",
  },
  ...accountOptions,
  assumeRoot: {
    flags: "--assume-root",
    doc: "also read the credentials of root users with sts:AssumeRoot, five calls an account more",
    kind: "flag",
  },
  full: {
    flags: "--full",
    doc: "also buckets, databases, trails, instances, networks and the like, in every Region",
    kind: "flag",
  },
  regions: {
    flags: "--regions <names>",
    doc: "with --full or --aggregator: only these Regions, as eu-central-1,us-east-1 (default: all that an account has enabled)",
    kind: "text",
  },
  aggregator: {
    flags: "--aggregator [name]",
    doc: "live: read an AWS Config aggregator for what the accounts did not give themselves (default: the only one there is)",
    kind: "text",
  },
  concurrency: {
    flags: "--concurrency <n>",
    doc: "how many requests run at a time",
    kind: "text",
    default: "20",
  },
  accountTimeout: {
    flags: "--account-timeout <seconds>",
    doc: "how long an account may take",
    kind: "text",
    default: "600",
  },
  resume: {
    flags: "--resume [run]",
    doc: "continue an unfinished run (default: the newest); what it has is not collected again",
    kind: "text",
  },
  partial: {
    flags: "--partial",
    doc: "commit what was collected when a run cannot be finished, marked as partial; with --resume: at once",
    kind: "flag",
  },
  log: { flags: "--log <file>", doc: "write what happened as JSON lines to this file", kind: "text" },
  trustConfig: {
    flags: "--trust-config",
    doc: "from now on use the roles and profiles of ./iamspect.yaml as it is now",
    kind: "flag",
  },
} as const;
