import { FORMAT_NAMES } from "../report/formats.js";

/** Options that several commands share: declared once. */
export const lakeOption = {
  flags: "--lake <dir>",
  doc: "the lake: where snapshots are kept (default: $IAMSPECT_LAKE, else ./.iamspect)",
  kind: "text",
} as const;

export const demoOption = {
  flags: "--demo",
  doc: "the demonstration cohort, with a lake of its own",
  kind: "flag",
} as const;

export const snapshotOption = {
  flags: "--snapshot <id>",
  doc: "the snapshot (default: the newest); `iamspect snapshots list` prints them",
  kind: "text",
} as const;

export const formatOption = {
  flags: "--format <name>",
  doc: "how to print",
  kind: "text",
  choices: FORMAT_NAMES,
  default: "table",
} as const;

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
    doc: "judge by a framework's rules and names, such as aws-config",
    kind: "text",
  },
  control: { flags: "--control <id>", doc: "only this control; may be repeated", kind: "list" },
  controls: {
    flags: "--controls <dir>",
    doc: "a folder of controls of your own; may be repeated",
    kind: "list",
  },
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
    doc: "this account is in no organization; `all`: every account of which nothing else is known",
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
