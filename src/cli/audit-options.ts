import { GROUP_KINDS } from "../model/results/audit.js";
import { SEVERITIES } from "../model/status.js";
import type { OptionValues } from "./command.js";
import {
  countExceptedOption,
  exceptionsOption,
  judgeOptions,
  lakeOptions,
  liveOptions,
  sourceOptions,
} from "./shared-options.js";

/** Options of `iamspect audit`. */
export const auditOptions = {
  ...lakeOptions,
  ...sourceOptions,
  ...liveOptions,
  ...judgeOptions,
  exceptions: exceptionsOption,
  fresh: {
    flags: "--fresh",
    doc: "live: read again what failing users fail on, and users made since AWS made its report",
    kind: "flag",
  },
  by: {
    flags: "--by <kind>",
    doc: "also count by this; year: the year in which what is judged was made",
    kind: "text",
    choices: GROUP_KINDS,
  },
  all: {
    flags: "--all",
    doc: "table: also the controls that pass, every tier, and every group of --by",
    kind: "flag",
  },
  intervals: {
    flags: "--intervals",
    doc: "table: also the 95 % intervals of the percentages (other formats have them always)",
    kind: "flag",
  },
  failOn: {
    flags: "--fail-on <severity>",
    doc: "exit with 3 when a subject that is not excepted fails a control of this severity or above",
    kind: "text",
    choices: SEVERITIES,
  },
  newOnly: {
    flags: "--new-only",
    doc: "with --fail-on: only what did not fail in the last audit of its account counts",
    kind: "flag",
  },
  countExcepted: { ...countExceptedOption, doc: "with --fail-on: excepted subjects count too" },
  exceptAssumed: {
    flags: "--except-assumed",
    doc: "with --fail-on: what is only assumed to fail, for want of evidence that could excuse it, does not count",
    kind: "flag",
  },
  requireComplete: {
    flags: "--require-complete",
    doc: "exit with 4 also when evidence that a control requires was never asked for",
    kind: "flag",
  },
} as const;
export type AuditOptions = OptionValues<typeof auditOptions>;

/** What people try first, for `--help`. */
export const AUDIT_EXAMPLES = [
  ["iamspect audit", "the account of your AWS credentials, live and read-only"],
  ["iamspect audit --org --external-id ID", "every account of the organization, by the role iamspect-audit"],
  [
    "iamspect audit --org --aggregator",
    "the same, and what an AWS Config aggregator holds of their resources",
  ],
  ["iamspect audit --org --resume", "go on with a run that was stopped"],
  ["iamspect audit --demo", "the demonstration cohort: 1,143 accounts, 12,478 users"],
  ["iamspect audit --demo --with-policies", "the same users, with policies that say something about MFA"],
  ["iamspect audit --demo --full", "the same users, and all around them: 650,000 things in all"],
  ["iamspect audit report.csv --as-of 2026-11-23", "a credential report on disk"],
  ["iamspect audit evidence/ --by account", "a folder of reports of many accounts"],
  ["aws iam get-credential-report | iamspect audit -", "what the AWS CLI prints"],
  ["iamspect audit report.csv --set user-key-rotation.max_age_days=180", "with another limit"],
  ["iamspect audit --full --framework cis-5.0", "the scorecard of a standard"],
  ["iamspect audit report.csv --framework aws-config", "by the rules of AWS Config"],
  ["iamspect audit --fail-on high --format github", "in a GitHub workflow: annotations, and exit code 3"],
] as const;
