import { join } from "node:path";
import pc from "picocolors";
import { measurePrevalence } from "../analyse/prevalence.js";
import { publishedFigures } from "../analyse/published.js";
import type { JudgePlan } from "../assess/plan.js";
import type { DuckDBEngine } from "../engine/duckdb/open.js";
import { stringLiteral } from "../engine/sql.js";
import { readExceptions } from "../govern/read-exceptions.js";
import type { Manifest } from "../lake/manifest.js";
import { SEVERITIES, type Severity, severityAtLeast } from "../model/status.js";
import { formatTime } from "../model/time.js";
import { type AuditSummary, auditText } from "../report/audit-text.js";
import { FORMATS, type FormatName } from "../report/formats.js";
import { groupText } from "../report/group-text.js";
import { type AuditedPrevalence, auditExceptions, withExcepted } from "./audit-exceptions.js";
import { collectSnapshot, withStage } from "./collect-run.js";
import { type Context, defineCommand, EXIT, type OptionValues } from "./command.js";
import { failingUsers } from "./failing-users.js";
import { GROUP_KINDS, measureBy } from "./groups.js";
import { openForJudging, prepareJudging } from "./judge-run.js";
import { demoChoice, lakePlace } from "./lake-place.js";
import { accountsMissingEvidence } from "./missing-evidence.js";
import { namedExceptions } from "./named-exceptions.js";
import { printRecords } from "./print.js";
import {
  countExceptedOption,
  demoOptions,
  exceptionsOption,
  formatOption,
  judgeOptions,
  lakeOption,
  liveOptions,
  sourceOptions,
} from "./shared-options.js";

const options = {
  ...demoOptions,
  lake: lakeOption,
  ...sourceOptions,
  ...liveOptions,
  ...judgeOptions,
  exceptions: exceptionsOption,
  fresh: {
    flags: "--fresh",
    doc: "live: read failing users again, to see what was fixed since AWS made its report",
    kind: "flag",
  },
  format: formatOption,
  by: {
    flags: "--by <kind>",
    doc: "also count by this; year: the year in which the user was created",
    kind: "text",
    choices: GROUP_KINDS,
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
  countExcepted: { ...countExceptedOption, doc: "with --fail-on: excepted subjects count too" },
  requireComplete: {
    flags: "--require-complete",
    doc: "exit with 4 also when evidence that a control requires was never asked for",
    kind: "flag",
  },
} as const;
type Options = OptionValues<typeof options>;

export const command = defineCommand({
  name: "audit",
  arguments: {
    name: "[source...]",
    doc: "credential reports and other JSON of the AWS CLI: files, folders, patterns, or -; none: live AWS",
  },
  options,
  examples: [
    ["iamspect audit", "the account of your AWS credentials, live and read-only"],
    [
      "iamspect audit --org --external-id ID",
      "every account of the organization, by the role iamspect-audit",
    ],
    ["iamspect audit --org --resume", "go on with a run that was stopped"],
    ["iamspect audit --demo", "the demonstration cohort: 1,143 accounts, 12,478 users"],
    ["iamspect audit --demo --with-policies", "the same users, with policies that say something about MFA"],
    ["iamspect audit report.csv --as-of 2026-11-23", "a credential report on disk"],
    ["iamspect audit evidence/ --by account", "a folder of reports of many accounts"],
    ["aws iam get-credential-report | iamspect audit -", "what the AWS CLI prints"],
    ["iamspect audit report.csv --set user-key-rotation.max_age_days=180", "with another limit"],
    ["iamspect audit report.csv --framework aws-config", "by the rules of AWS Config"],
  ],
  run: async (sources, values, context) => {
    const demo = demoChoice(values);
    const from = demo === undefined ? sources : [await demoFiles(demo, context)];
    const lake = lakePlace(values, context.env);
    const preparation = prepareJudging(values);
    // What is wrong with names and exceptions must not show only when a thousand accounts were collected.
    const exceptions = await readExceptions(await namedExceptions(values));
    if (values.control.length + values.controls.length > 0 || values.framework !== undefined) {
      await preparation.controls;
    }
    return await withStage(lake, async (engine, stage) => {
      const collected = await collectSnapshot(engine, stage, from, values, context, {
        recheck: values.fresh ? failingUsers(lake, values, context) : undefined,
      });
      const { manifest } = collected;
      const { plan, derived } = await openForJudging(engine, lake, manifest, values, context, {
        preparation,
      });
      const prevalence = await measurePrevalence(engine, plan, await publishedFigures());
      const opened = { engine, lake, manifest, plan, derived };
      const excepted = exceptions && (await auditExceptions(opened, exceptions, values.controls, context));
      const result = {
        manifest,
        prevalence: withExcepted(prevalence, excepted ?? []),
        withExceptions: exceptions !== undefined,
        groups: values.by === undefined ? undefined : await measureBy(values.by, engine, plan, excepted),
        reports: await reportTimes(engine),
      };
      await print(result, values, context);
      if (values.by === "year") context.note(YEARS);
      if (values.demo && values.format === "table") context.note(NEXT_STEPS);
      const missing = values.requireComplete
        ? await incomplete(engine, plan)
        : await accountsMissingEvidence(engine);
      return exitCode(result.prevalence, collected.problems.length + missing, values);
    });
  },
});

const YEARS =
  "By year: when users were created, in UTC. Controls on root users and policies are not part of it; unknown also counts" +
  " the accounts whose users are not known.";

const NEXT_STEPS = `
This was the demonstration cohort. On your own account:
  npx iamspect audit                    live and read-only, with the credentials of the AWS CLI
  npx iamspect audit report.csv         a credential report: aws iam generate-credential-report, then
                                        aws iam get-credential-report > report.json
  npx iamspect findings --demo          the findings behind these figures, one by one`;

async function demoFiles(
  { variant, folder }: NonNullable<ReturnType<typeof demoChoice>>,
  context: Context,
): Promise<string> {
  const { demoIsCurrent, writeDemo } = await import("../demo/index.js");
  const files = join(folder, "files");
  if (!(await demoIsCurrent(files, variant))) {
    const written = await writeDemo(files, variant);
    context.note(`Wrote the demonstration cohort: ${written.files} files in ${files}.`);
  }
  return files;
}

interface AuditResult {
  readonly manifest: Manifest;
  readonly prevalence: readonly AuditedPrevalence[];
  /** There is a file of exceptions, whether they cover anything or not. */
  readonly withExceptions: boolean;
  readonly groups: ReadonlyMap<string, readonly AuditedPrevalence[]> | undefined;
  readonly reports: AuditSummary["reports"];
}

async function print(result: AuditResult, values: Options, context: Context): Promise<void> {
  const { manifest, prevalence, withExceptions, groups, reports } = result;
  const { snapshot_id, as_of, coverage } = manifest;
  const format = values.format as FormatName;
  if (format === "table") {
    const paint = pc.createColors(context.color);
    const summary = {
      snapshotId: snapshot_id,
      asOf: as_of,
      coverage,
      reports,
      users: manifest.tables.iam_users?.rows ?? 0,
      prevalence,
      ...(withExceptions && { excepted: new Map(prevalence.map((one) => [one.control_id, one.excepted])) }),
    };
    await context.write(auditText(summary, paint, values.intervals));
    if (groups !== undefined) await context.write(`\n${groupText(values.by ?? "", groups)}`);
  } else if (format === "json") {
    const byGroup = groups && [...groups].map(([group, rows]) => ({ group, prevalence: rows }));
    const times = { oldest: isoTime(reports.oldest), newest: isoTime(reports.newest) };
    const all = { snapshot_id, as_of, coverage, reports: times, prevalence };
    await context.write(
      `${JSON.stringify(byGroup ? { ...all, by: values.by, groups: byGroup } : all, null, 2)}\n`,
    );
  } else {
    const rows = groups
      ? [...groups].flatMap(([group, all]) => all.map((one) => ({ group, ...one })))
      : prevalence;
    await printRecords(
      FORMATS[format],
      rows.map((row) => ({ ...row })),
      context,
    );
  }
}

/** When the credential reports of the snapshot were made. */
async function reportTimes(engine: DuckDBEngine): Promise<AuditSummary["reports"]> {
  const [row] = await engine.all(
    "SELECT min(generated_at) AS oldest, max(generated_at) AS newest FROM coverage WHERE kind = 'credential_report'",
  );
  const time = (value: unknown) => (typeof value === "number" ? value : null);
  return { oldest: time(row?.oldest), newest: time(row?.newest) };
}

function isoTime(seconds: number | null): string | null {
  return seconds === null ? null : formatTime(seconds);
}

/** Accounts that lack evidence which one of the controls requires, whether it was asked for or not. */
async function incomplete(engine: DuckDBEngine, plan: JudgePlan): Promise<number> {
  const kinds = new Set(plan.controls.flatMap(({ declaration }) => declaration.evidence.required));
  const names = [...kinds].map(stringLiteral).join(", ");
  const rows = await engine.all(
    `SELECT count(DISTINCT account_id) AS n FROM coverage WHERE status <> 'ok' AND kind IN (${names})`,
  );
  return Number(rows[0]?.n ?? 0);
}

/** Accepted risks fail nothing: a subject counts unless every failing finding of it is excepted. */
function exitCode(prevalence: readonly AuditedPrevalence[], missing: number, values: Options): number {
  const limit = values.failOn as Severity | undefined;
  const fails = ({ fail, excepted }: AuditedPrevalence) => fail > (values.countExcepted ? 0 : excepted);
  if (limit !== undefined && prevalence.some((one) => fails(one) && severityAtLeast(one.severity, limit))) {
    return EXIT.findings;
  }
  return missing > 0 ? EXIT.missingEvidence : EXIT.done;
}
