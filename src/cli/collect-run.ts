import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { type Collected, collectFiles } from "../collect/files/index.js";
import { NothingRead } from "../collect/files/nothing-read.js";
import { expandSources, type SourceFile } from "../collect/files/sources.js";
import type { DuckDBEngine } from "../engine/duckdb/open.js";
import type { Stage } from "../lake/stage.js";
import { ACCOUNT_ID } from "../model/arn.js";
import { problemText } from "../model/problem.js";
import { parseAuditTime } from "../model/time.js";
import type { UserError } from "../model/user-error.js";
import { plainText, quoted } from "../report/text.js";
import { badOption } from "./bad-option.js";
import type { Context } from "./command.js";
import type { LiveEvidence, LiveOptions } from "./live.js";
import { Progress } from "./progress.js";
import type { Recheck } from "./recheck.js";

/** So many problems are printed; the rest is counted. */
const SHOWN_PROBLEMS = 20;

export interface Collecting {
  /** Files, folders, patterns, or `-`; none: live. */
  readonly sources: readonly string[];
  /** `demo`: the sources are those of the demonstration. */
  readonly options: LiveOptions & { readonly demo?: boolean };
  /** Which users to read again live, by account, from a look at what was collected. */
  readonly recheck?: Recheck | undefined;
}

/** Collects a snapshot: from files where sources are named, else live from AWS. Prints notes and problems. */
export async function collectSnapshot(
  { engine, stage }: { readonly engine: DuckDBEngine; readonly stage: Stage },
  { sources, options, recheck }: Collecting,
  context: Context,
): Promise<Collected> {
  const standalone = standaloneOption(options.standalone);
  const asOf = options.asOf === undefined ? undefined : parseAuditTime(options.asOf);
  if (sources.length > 0) refuseLive(options, recheck);
  const narrowed = options.full || options.aggregator !== undefined || isOfMany(options);
  if (options.regions !== undefined && !narrowed) {
    throw badOption("--regions narrows --full and --aggregator.", "Say one of them, too.");
  }
  const fill = options.aggregator === undefined ? undefined : await aggregatorOf(options, options.aggregator);
  const begun = sources.length === 0 ? await collectLive(stage, options, asOf, context) : undefined;
  try {
    const live = (begun && (await fill?.(begun, context))) ?? begun;
    if (live !== undefined && recheck !== undefined) {
      const { recheckUsers } = await import("./recheck.js");
      await recheckUsers(live, { lake: stage.lake, options, standalone, recheck }, context);
    }
    const files = live ? await expandSources(live.folders) : await sourceFiles(sources, stage, context);
    const progress = new Progress(context, "Reading", "files");
    const collected = await told(context, () =>
      collectFiles(engine, stage, {
        files,
        asOf: live ? (live.asOf ?? context.now()) : asOf,
        now: context.now,
        standalone,
        partial: live?.partial ?? false,
        onProgress: (done, total) => progress.update(done, total),
      }),
    );
    progress.end();
    await live?.committed();
    printNotes(collected, context);
    return collected;
  } finally {
    await begun?.release();
  }
}

/** Finds the aggregator before anything is collected, and gives what reads it when all else is there. */
async function aggregatorOf(options: LiveOptions, name: string) {
  const { findAggregator } = await import("./live-aggregator.js");
  return await findAggregator(name, options);
}

/** Live evidence: of the account at hand, or with `--org` of all that is to be collected. */
async function collectLive(
  stage: Stage,
  options: LiveOptions,
  asOf: number | undefined,
  context: Context,
): Promise<LiveEvidence> {
  if (isOfMany(options)) {
    const { liveOrganization } = await import("./live-organization.js");
    return await liveOrganization(stage.lake, options, asOf, context);
  }
  const { liveAccount } = await import("./live-account.js");
  return await liveAccount(stage.folder, options, asOf, context);
}

function isOfMany({ org, resume }: LiveOptions): boolean {
  return org || resume !== undefined;
}

/** Throws `UserError` where an option of live collection stands beside files. */
function refuseLive(options: Collecting["options"], recheck: Recheck | undefined): void {
  if (recheck !== undefined) throw notLive("--fresh reads");
  if (isOfMany(options)) throw notLive("--org and --resume collect");
  if (options.aggregator !== undefined) throw notLive("--aggregator reads");
  if (options.full && options.demo !== true) throw notLive("--full asks");
  if (options.regions !== undefined) throw notLive("--regions asks");
}

function notLive(what: string): UserError {
  return badOption(`${what} live, so it goes with no files.`, "Leave out the files, or the option.");
}

/** Also where nothing could be read, people are told why. */
async function told<T>(context: Context, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof NothingRead) printNotes(error, context);
    throw error;
  }
}

function printNotes({ notes, problems }: Pick<Collected, "notes" | "problems">, context: Context): void {
  for (const note of notes) context.note(plainText(note));
  for (const problem of problems.slice(0, SHOWN_PROBLEMS)) {
    context.note(plainText(`problem: ${problemText(problem)}`));
  }
  const rest = problems.length - SHOWN_PROBLEMS;
  if (rest > 0) context.note(`... and ${rest} more problems.`);
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

function standaloneOption(values: readonly string[]): readonly string[] | "all" {
  if (values.includes("all")) return "all";
  const bad = values.find((value) => !ACCOUNT_ID.test(value));
  if (bad === undefined) return values;
  throw badOption(
    `--standalone ${quoted(bad)} is not an account id.`,
    "Give the 12 digits of the account, or `all`.",
  );
}
