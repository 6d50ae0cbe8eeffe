import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { type Collected, collectFiles } from "../collect/files/index.js";
import { problemText } from "../collect/files/problem.js";
import { expandSources, type SourceFile } from "../collect/files/sources.js";
import { type DuckDBEngine, openDuckDB } from "../engine/duckdb/open.js";
import { openStage, type Stage } from "../lake/stage.js";
import { ACCOUNT_ID } from "../model/arn.js";
import { parseAuditTime } from "../model/time.js";
import { UserError } from "../model/user-error.js";
import { plainText } from "../report/text.js";
import type { Context, OptionValues } from "./command.js";
import { Progress } from "./progress.js";
import type { sourceOptions } from "./shared-options.js";

type Options = OptionValues<typeof sourceOptions>;

/** So many problems are printed; the rest is counted. */
const SHOWN_PROBLEMS = 20;

/** Opens a stage and an engine, hands them to the work, and leaves neither behind. */
export async function withStage<T>(
  lake: string,
  work: (engine: DuckDBEngine, stage: Stage) => Promise<T>,
): Promise<T> {
  const stage = await openStage(lake);
  try {
    const engine = await openDuckDB({ tempDir: join(stage.folder, "spill") });
    try {
      return await work(engine, stage);
    } finally {
      engine.close();
    }
  } finally {
    await stage.discard();
  }
}

/** Collects a snapshot: from files where sources are named, else live from AWS. Prints notes and problems. */
export async function collectSnapshot(
  engine: DuckDBEngine,
  stage: Stage,
  sources: readonly string[],
  options: Options,
  context: Context,
): Promise<Collected> {
  const standalone = standaloneOption(options.standalone);
  const asOf = options.asOf === undefined ? undefined : parseAuditTime(options.asOf);
  const live = sources.length === 0;
  const files = live
    ? await liveFiles(stage, options, asOf, context)
    : await sourceFiles(sources, stage, context);
  const progress = new Progress(context, "Reading", "files");
  const collected = await collectFiles(engine, stage, {
    files,
    asOf: asOf ?? (live ? context.now() : undefined),
    now: context.now,
    standalone,
    onProgress: (done, total) => progress.update(done, total),
  });
  progress.end();
  for (const note of collected.notes) context.note(plainText(note));
  for (const problem of collected.problems.slice(0, SHOWN_PROBLEMS)) {
    context.note(plainText(`problem: ${problemText(problem)}`));
  }
  const rest = collected.problems.length - SHOWN_PROBLEMS;
  if (rest > 0) context.note(`... and ${rest} more problems.`);
  return collected;
}

async function sourceFiles(
  sources: readonly string[],
  stage: Stage,
  context: Context,
): Promise<SourceFile[]> {
  const files = await expandSources(sources.filter((source) => source !== "-"));
  if (!sources.includes("-")) return files;
  const path = join(stage.folder, "stdin");
  await pipeline(context.stdin, createWriteStream(path, { mode: 0o600 }));
  return [...files, { path, name: "<stdin>", named: true }];
}

/** Collects from AWS into the stage as files in AWS's format, which the same reader then reads. */
async function liveFiles(
  stage: Stage,
  options: Options,
  asOf: number | undefined,
  context: Context,
): Promise<SourceFile[]> {
  const { collectLive } = await import("../collect/aws/index.js");
  const dir = join(stage.folder, "aws");
  const seconds = Number(options.reportTimeout);
  if (!Number.isFinite(seconds) || seconds < 1) {
    throw new UserError({
      code: "bad_option",
      what: `--report-timeout ${options.reportTimeout} is no number of seconds.`,
    });
  }
  const progress = new Progress(context, "Collected", "kinds of evidence");
  const { calls } = await collectLive({
    dir,
    reportTimeoutSeconds: seconds,
    ...(options.profile === undefined ? {} : { profile: options.profile }),
    ...(options.region === undefined ? {} : { region: options.region }),
    // With an audit time of its own a run is repeatable to the byte, so the clock stands at it.
    now: () => new Date((asOf ?? context.now()) * 1000),
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    onProgress: ({ done, total, note }) =>
      note === undefined ? progress.update(done, total) : progress.step(note),
  });
  progress.end();
  const total = Object.values(calls).reduce((sum, count) => sum + count, 0);
  context.note(`Collected live with ${total} calls to AWS.`);
  return await expandSources([dir]);
}

function standaloneOption(values: readonly string[]): readonly string[] | "all" {
  if (values.includes("all")) return "all";
  const bad = values.find((value) => !ACCOUNT_ID.test(value));
  if (bad === undefined) return values;
  throw new UserError({
    code: "bad_option",
    what: `--standalone ${JSON.stringify(bad)} is no account.`,
    fix: "Give the 12 digits of the account, or `all`.",
  });
}
