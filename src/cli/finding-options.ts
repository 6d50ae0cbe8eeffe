import { frameworkControls } from "../assess/framework.js";
import { isFile, knownFrameworks } from "../assess/frameworks.js";
import { loadControls } from "../assess/load.js";
import { REGION } from "../model/collection.js";
import { shellOption } from "../model/shell-word.js";
import { SEVERITIES, type Severity, STATUSES, type Status } from "../model/status.js";
import { quoted } from "../report/text.js";
import { badOption } from "./bad-option.js";
import type { OptionValues } from "./command.js";
import { FINDING_GROUPS } from "./finding-groups.js";
import { type JudgeChoice, requirementSettings } from "./judge-run.js";
import { withKeptSettings } from "./kept-settings.js";
import { namesOption } from "./names-option.js";
import { exceptionsOption, judgeOptions, snapshotOptions } from "./shared-options.js";
import { snapshotWords } from "./snapshot-words.js";
import { unknownName } from "./unknown-name.js";

export const hubRegionOption = {
  flags: "--hub-region <name>",
  doc: "asff: the Region of the Security Hub that takes them (default: where the subject is; of IAM, us-east-1)",
  kind: "text",
} as const;

/** Which findings. */
export const findingFilters = {
  ...snapshotOptions,
  ...judgeOptions,
  framework: {
    flags: "--framework <id>",
    doc: "judge by a framework, such as cis-5.0, or by a file of your own; or only your controls that say in `mappings` that they answer one",
    kind: "text",
  },
  exceptions: exceptionsOption,
  severity: {
    flags: "--severity <list>",
    doc: "critical, high, medium, low, informational, joined by commas, or all",
    kind: "text",
    default: "all",
  },
  status: {
    flags: "--status <list>",
    doc: "fail, unknown, pass, not_applicable, joined by commas, or all",
    kind: "text",
    default: "fail,unknown",
  },
  account: {
    flags: "--account <id or name>",
    doc: "only this account, by id, name or alias; may be repeated",
    kind: "list",
  },
  user: {
    flags: "--user <name or ARN>",
    doc: "only this user; `root` is the root user; may be repeated",
    kind: "list",
  },
  owner: { flags: "--owner <name>", doc: "only what this owner owns; may be repeated", kind: "list" },
  ou: {
    flags: "--ou <path>",
    doc: "only this organizational unit and those below, such as /Workloads; may be repeated",
    kind: "list",
  },
  newSince: {
    flags: "--new-since <when>",
    doc: "only what fails now and did not then: a snapshot (an id, the beginning of one, previous) or a day",
    kind: "text",
  },
  withoutFix: {
    flags: "--without-fix",
    doc: "only what fails and is in no fix of fix-first, with a note that says why",
    kind: "flag",
  },
  limit: {
    flags: "--limit <n>",
    doc: "the first n (in a terminal the first 50; piped, all)",
    kind: "text",
  },
  expand: {
    flags: "--expand",
    doc: "a finding for each subject that is unknown because its whole account lacks evidence, not one for all",
    kind: "flag",
  },
  excepted: {
    flags: "--excepted <which>",
    doc: "yes: only what an exception covers; no: only what none covers",
    kind: "text",
    choices: ["yes", "no", "all"],
    default: "all",
  },
  hubRegion: hubRegionOption,
} as const;
export type FindingFilters = OptionValues<typeof findingFilters>;

/** Options of `iamspect findings`. */
export const findingOptions = {
  ...findingFilters,
  groupBy: {
    flags: "--group-by <what>",
    doc: "count them instead, worst first",
    kind: "text",
    choices: FINDING_GROUPS,
  },
  verbose: {
    flags: "--verbose",
    doc: "also the subject, its owner, how to fix it, frameworks, and the command that accepts it",
    kind: "flag",
  },
} as const;
export type FindingOptions = OptionValues<typeof findingOptions>;

/** What the options say that needs no snapshot. */
export interface AskedFindings {
  readonly statuses: readonly Status[];
  readonly severities: readonly Severity[];
  readonly limit: number | undefined;
  /** The framework to judge by. */
  readonly framework: string | undefined;
  /** The framework whose controls are shown. */
  readonly mapping: string | undefined;
}

/** Reads and checks the options, before anything is opened. Throws `UserError`. */
export async function askedFindings(values: FindingFilters, lake: string): Promise<AskedFindings> {
  const asked = {
    statuses: namesOption("--status", "status", values.status, STATUSES),
    severities: namesOption("--severity", "severity", values.severity, SEVERITIES),
    limit: limitOption(values.limit),
  };
  checkHubRegion(values.hubRegion);
  return { ...asked, ...(await checkNames(values, lake)) };
}

/** Throws a `UserError` for what is no Region. */
export function checkHubRegion(name: string | undefined): void {
  if (name === undefined || REGION.test(name)) return;
  throw badOption(`--hub-region ${quoted(name)} is not a Region such as eu-central-1.`);
}

function limitOption(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,9}$/.test(text)) return Number(text);
  throw badOption(`--limit ${text} is not a number of findings.`, "Write it as --limit 100.");
}

/** Checks the names of controls and of the framework, where any are given: loading them takes a moment. */
async function checkNames(
  { control, controls, framework, set }: FindingFilters,
  lake: string,
): Promise<Pick<AskedFindings, "framework" | "mapping">> {
  if (control.length === 0 && framework === undefined) return { framework: undefined, mapping: undefined };
  const choice: JudgeChoice = { control, controls, set };
  const kept = await withKeptSettings(lake, choice);
  const [all, frameworks] = await Promise.all([loadControls(kept.controls), knownFrameworks(framework)]);
  const given =
    framework !== undefined && (isFile(framework) || frameworks.some(({ id }) => id === framework))
      ? framework
      : undefined;
  const judging = given ?? kept.framework;
  // What the last audit set is of its framework.
  const settings = requirementSettings(given === undefined ? kept : { set });
  const judged = judging === undefined ? all : await frameworkControls(judging, all, settings);
  const ids = judged.flatMap(({ declaration, asked }) => [declaration.id, ...(asked?.requirements ?? [])]);
  const bad = control.find((id) => !ids.includes(id));
  if (bad !== undefined) {
    throw unknownName({ kind: "control", name: bad, known: ids, fix: `Choose from: ${ids.join(", ")}.` });
  }
  if (given !== undefined || framework === undefined) return { framework: given, mapping: undefined };
  const mappings = [...new Set(all.flatMap(({ declaration }) => Object.keys(declaration.mappings)))].sort();
  if (mappings.includes(framework)) return { framework: undefined, mapping: framework };
  const known = [...frameworks.map(({ id }) => id), ...mappings];
  throw unknownName({ kind: "framework", name: framework, known, fix: `Choose from: ${known.join(", ")}.` });
}

type SameText = "config" | "framework" | "exceptions";

/** What decides which findings there are. */
export type SameChoice = Parameters<typeof snapshotWords>[0] & Pick<FindingFilters, "controls" | SameText>;

/** The options with which another command finds the same findings: a space, then the option, for each. */
export function sameFindings(values: SameChoice): string {
  const { config, framework, exceptions, controls } = values;
  const options = [
    ...Object.entries({ config, framework, exceptions }),
    ...controls.map((folder) => ["controls", folder] as const),
  ];
  const words = options.map(([name, text]) => (text === undefined ? "" : ` ${shellOption(name, text)}`));
  return snapshotWords(values) + words.join("");
}
