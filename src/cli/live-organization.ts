import type { RunOutcome } from "../collect/aws/run.js";
import { RunFolder, unfinishedRuns } from "../collect/aws/run-folder.js";
import type { RunProgress } from "../collect/aws/run-progress.js";
import { counted, thousands } from "../model/listed.js";
import { formatTime, parseTime } from "../model/time.js";
import { UserError } from "../model/user-error.js";
import { plainText } from "../report/text.js";
import { badOption } from "./bad-option.js";
import { collectPlan } from "./collect-config.js";
import type { Context } from "./command.js";
import { interruptible } from "./interrupt.js";
import { collectorClock, type LiveEvidence, type LiveOptions, numberOption } from "./live.js";
import { RunLog } from "./run-log.js";
import { RunScreen } from "./run-screen.js";

/**
 * Collects organizations and accounts into a folder of the lake, which survives whatever ends it: begins a run, or goes
 * on with one.
 *
 * @throws UserError when it was stopped or cannot go on, saying how to resume
 */
export async function liveOrganization(
  lake: string,
  options: LiveOptions,
  asOf: number | undefined,
  context: Context,
): Promise<LiveEvidence> {
  const { collectRun, isFinished } = await import("../collect/aws/run.js");
  const log = new RunLog(options.log);
  const folder = await openRun(lake, options, asOf, context);
  const time = parseTime(folder.file.as_of ?? "");
  const resume = resumeText(folder, options);
  try {
    const alone = options.partial && options.resume !== undefined;
    const outcome = alone
      ? { finished: await isFinished(folder), progress: undefined }
      : await withScreen(folder, log, context, (screen, stop) =>
          collectRun(folder, {
            stop,
            ...collectorClock(time, context),
            onProgress: (progress) => screen.update(progress),
            onEvent: (event) => log.write({ ...event }),
            onNote: (note) => context.note(plainText(note)),
          }),
        );
    if (outcome.progress !== undefined) context.note(endText(outcome.progress));
    if (!outcome.finished && !options.partial) throw stopped(outcome, resume);
    return await evidence(folder, time, outcome.finished);
  } catch (error) {
    await folder.release();
    if (folder.file.targets === undefined) await folder.remove();
    else if (options.partial && error instanceof UserError) {
      context.note(`${error.what} What is there is committed; to go on: ${resume}`);
      return await evidence(folder, time, false);
    } else if (error instanceof UserError && error.code !== "interrupted") throw resumable(error, resume);
    throw error;
  } finally {
    log.close();
  }
}

/** Begins a run, or opens the one to go on with: that keeps the options and the audit time that it was begun with. */
async function openRun(
  lake: string,
  options: LiveOptions,
  asOf: number | undefined,
  context: Context,
): Promise<RunFolder> {
  if (options.resume !== undefined) {
    const folder = await RunFolder.open(lake, options.resume || undefined);
    if (asOf !== undefined && formatTime(asOf) !== folder.file.as_of) {
      await folder.release();
      throw otherTime(folder);
    }
    context.note(`Going on with the run ${folder.file.run_id}, begun at ${folder.file.started_at}.`);
    return folder;
  }
  const runOptions = {
    plan: await collectPlan(options, context),
    report_timeout: numberOption("--report-timeout", options.reportTimeout),
    account_timeout: numberOption("--account-timeout", options.accountTimeout),
    concurrency: numberOption("--concurrency", options.concurrency, { whole: true }),
  };
  const unfinished = (await unfinishedRuns(lake)).at(-1);
  if (unfinished !== undefined) {
    context.note(
      `There is an unfinished run, ${unfinished}; --resume would go on with it. This is a new one.`,
    );
  }
  return await RunFolder.create(lake, runOptions, context.now(), asOf);
}

async function withScreen(
  folder: RunFolder,
  log: RunLog,
  context: Context,
  run: (screen: RunScreen, stop: AbortSignal) => Promise<RunOutcome>,
): Promise<RunOutcome> {
  const screen = new RunScreen(context);
  log.write({ event: "run_started", run_id: folder.file.run_id });
  const onStop = () =>
    context.note(
      "Stopping: what is under way is finished first. Ctrl-C again ends it at once; nothing is lost.",
    );
  try {
    const outcome = await interruptible(onStop, (stop) => run(screen, stop));
    log.write({
      event: "run_ended",
      run_id: folder.file.run_id,
      finished: outcome.finished,
      ...outcome.progress,
    });
    return outcome;
  } catch (error) {
    const message = error instanceof UserError ? `${error.what} ${error.why ?? ""}` : String(error);
    log.write({ event: "run_failed", run_id: folder.file.run_id, message });
    throw error;
  } finally {
    screen.end();
  }
}

async function evidence(
  folder: RunFolder,
  asOf: number | undefined,
  finished: boolean,
): Promise<LiveEvidence> {
  return {
    dir: folder.dir,
    folders: await folder.evidenceFolders(),
    asOf,
    accounts: folder.file.targets?.accounts ?? [],
    leftOut: folder.file.targets?.organizations.flatMap(({ left_out }) => left_out) ?? [],
    partial: !finished,
    // What was cut short may still be gone on with.
    committed: async () => (finished ? await folder.remove() : undefined),
    release: () => folder.release(),
  };
}

function endText({ done, total, failed, incomplete, calls, throttled, mostCalls }: RunProgress): string {
  const counts = [
    `${thousands(calls)} calls to AWS, at most ${mostCalls} an account`,
    ...(throttled > 0 ? [`${thousands(throttled)} of them throttled`] : []),
    ...(failed > 0 ? [`${counted(failed, "account")} failed`] : []),
    ...(incomplete > 0
      ? [`${counted(incomplete, "account")} ${incomplete === 1 ? "is" : "are"} incomplete`]
      : []),
  ];
  return `Collected ${thousands(done)} of ${counted(total, "account")} (${counts.join("; ")}).`;
}

function resumeText({ file }: RunFolder, { lake }: LiveOptions & { lake?: string | undefined }): string {
  const place = lake === undefined ? "" : ` --lake ${lake}`;
  return `iamspect audit --org --resume ${file.run_id}${place}`;
}

function stopped(
  { progress }: Pick<RunOutcome, "progress"> | { progress: undefined },
  resume: string,
): UserError {
  const done = progress === undefined ? "" : `: ${progress.done} of ${progress.total} accounts are whole`;
  return new UserError({
    code: "interrupted",
    what: `The collecting was stopped${done}.`,
    fix: `Go on with \`${resume}\`, or make a snapshot of what is there by adding --partial.`,
    exitCode: 1,
  });
}

function resumable(error: UserError, resume: string): UserError {
  return new UserError({
    code: error.code,
    what: error.what,
    ...(error.why !== undefined && { why: error.why }),
    fix: `${error.fix ?? ""} Then go on with \`${resume}\`: what is whole is kept and not asked again.`.trim(),
    exitCode: error.exitCode,
    cause: error,
  });
}

function otherTime({ file }: RunFolder): UserError {
  return badOption(
    `The run ${file.run_id} has an audit time of its own: ${file.as_of ?? "when its collecting ends"}.`,
    "Resume it without --as-of.",
  );
}
