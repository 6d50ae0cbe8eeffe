import { type AwsFailure, classifyFailure } from "../../aws/classify-failure.js";
import { coverageOf, type FailedCoverage } from "../../aws/coverage-of.js";
import type { Clock, LiveContext, Outcome } from "../source.js";
import { GENERATE, GET, type Generation } from "./generation.js";
import { type ReportApi, type ReportDocument, reportApi } from "./report-api.js";

export interface ReportPatience extends Clock {
  readonly timeoutSeconds: number;
  /** Told before every pause, with the seconds since the report was asked for. */
  readonly onWait?: (elapsedSeconds: number) => void;
}

const FIRST_PAUSE_MS = 1_000;
const PAUSE_FACTOR = 1.5;
const LONGEST_PAUSE_MS = 10_000;
const MOST_REPEATS = 2;

const IN_PROGRESS = ["ReportInProgress", "CredentialReportNotReady"];
const ABSENT = ["ReportNotPresent", "ReportExpired", "CredentialReportNotPresent", "CredentialReportExpired"];

type Answer =
  | { readonly is: "report"; readonly report: ReportDocument }
  | { readonly is: "pending"; readonly throttled?: AwsFailure }
  | { readonly is: "absent"; readonly failure: AwsFailure }
  | { readonly is: "failed"; readonly failure: AwsFailure };

/** Gets the report, or goes on with the request for it. */
export function collectReport({
  clients,
  now,
  sleep,
  note,
  reportTimeoutSeconds,
  asked,
}: LiveContext): Promise<Outcome> {
  const onWait = (elapsed: number) => note(`AWS is making the credential report (${elapsed} s)`);
  const patience = { now, sleep, timeoutSeconds: reportTimeoutSeconds, onWait };
  return obtainCredentialReport(reportApi(clients.iam), patience, asked);
}

/**
 * Gets the credential report of an account: asks once for a new one, then polls until it is there, with growing
 * pauses and for a bounded time. Never throws for what AWS answers; a failure is an outcome with its reason.
 *
 * AWS makes at most one report in four hours and answers with the old one in between. So where only the making fails
 * (no permission, a limit), an existing report is used, and the outcome says so.
 *
 * @param asked how an earlier request for it ended, so that the report may be there already
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */
export async function obtainCredentialReport(
  api: ReportApi,
  patience: ReportPatience,
  asked?: Generation,
): Promise<Outcome> {
  const pauses = new Pauses(patience);
  let generation = asked ?? (await askForReport(api));
  if (generation.is === "failed" && isHopeless(generation.failure))
    return failed(generation.failure, GENERATE);
  if (generation.is === "started" && asked === undefined) await pauses.next();
  for (let repeats = 0; ; ) {
    const answer = await get(api);
    if (answer.is === "report") return delivered(answer.report, generation);
    if (answer.is === "failed") return refused(generation, answer.failure);
    if (answer.is === "absent" && generation.is !== "started") {
      if (repeats === MOST_REPEATS || mayNotGenerate(generation)) return noReport(generation, answer.failure);
      repeats += 1;
      generation = await askForReport(api);
    }
    if (!(await pauses.next())) return outOfTime(answer, patience.timeoutSeconds);
  }
}

/** Asks AWS to make a report. Never throws: a failure says why there may be only an old one. */
export async function askForReport(api: Pick<ReportApi, "generate">): Promise<Generation> {
  try {
    return { is: (await api.generate()) === "COMPLETE" ? "complete" : "started" };
  } catch (error) {
    return { is: "failed", failure: classifyFailure(error) };
  }
}

async function get(api: ReportApi): Promise<Answer> {
  try {
    return { is: "report", report: await api.get() };
  } catch (error) {
    const failure = classifyFailure(error);
    if (IN_PROGRESS.includes(failure.code)) return { is: "pending" };
    if (ABSENT.includes(failure.code)) return { is: "absent", failure };
    // The SDK has waited already, but there may be time left to wait on.
    if (failure.kind === "throttled") return { is: "pending", throttled: failure };
    return { is: "failed", failure };
  }
}

/**
 * Growing pauses until the time is over; the last one is cut so that a final look falls on the very end. What was slept
 * counts as time even if the clock stands still or is set back, so that it ends in any case.
 */
class Pauses {
  readonly #patience: ReportPatience;
  readonly #start: number;
  #pause = FIRST_PAUSE_MS;
  #slept = 0;

  constructor(patience: ReportPatience) {
    this.#patience = patience;
    this.#start = patience.now().getTime();
  }

  /** Sleeps; false, at once, when no time is left. */
  async next(): Promise<boolean> {
    const elapsed = Math.max(this.#slept, this.#patience.now().getTime() - this.#start);
    const left = this.#patience.timeoutSeconds * 1000 - elapsed;
    if (left <= 0) return false;
    this.#patience.onWait?.(Math.floor(elapsed / 1000));
    const pause = Math.min(this.#pause, left);
    await this.#patience.sleep(pause);
    this.#slept += pause;
    this.#pause = Math.min(Math.round(this.#pause * PAUSE_FACTOR), LONGEST_PAUSE_MS);
    return true;
  }
}

/** Without a connection or credentials the next request fails too, after as many retries. */
function isHopeless(failure: AwsFailure): boolean {
  return failure.kind === "network" || failure.kind.endsWith("_credentials");
}

/** A limit may have gone by the next try; a missing permission has not. */
function mayNotGenerate(generation: Generation): boolean {
  return generation.is === "failed" && generation.failure.code !== "LimitExceeded";
}

function delivered(report: ReportDocument, generation: Generation): Outcome {
  if (generation.is !== "failed") return { status: "ok", document: report };
  const { kind, code } = generation.failure;
  const how = kind === "denied" || kind === "throttled" ? kind : `failed (${code})`;
  return {
    status: "ok",
    document: report,
    detail: `${GENERATE} ${how}; report of ${report.GeneratedTime} used`,
  };
}

function refused(generation: Generation, failure: AwsFailure): Outcome {
  const both =
    failure.kind === "denied" && generation.is === "failed" && generation.failure.kind === "denied";
  return failed(failure, both ? `${GENERATE}, ${GET}` : GET);
}

function noReport(generation: Generation, failure: AwsFailure): Outcome {
  if (generation.is === "failed") return failed(generation.failure, GENERATE);
  return {
    status: "error",
    detail: `AWS called the report complete, then did not have it (${failure.code})`,
  };
}

function outOfTime(answer: Answer, seconds: number): Outcome {
  if (answer.is === "pending" && answer.throttled) return failed(answer.throttled, GET);
  return { status: "error", detail: `report not ready after ${seconds} s` };
}

function failed(failure: AwsFailure, action: string): FailedCoverage {
  return coverageOf(failure, action);
}
