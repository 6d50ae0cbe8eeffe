import { classifyFailure } from "../../../aws/classify-failure.js";
import { coverageOf } from "../../../aws/coverage-of.js";
import { describeFailure } from "../../../aws/describe-failure.js";
import type { CheckStatus } from "../../../model/check.js";

/** What trying one action showed. */
export interface ProbeResult {
  readonly action: string;
  readonly status: Extract<CheckStatus, "ok" | "denied" | "throttled" | "error" | "not_checked">;
  /** What AWS said, or why it was not asked. */
  readonly detail?: string;
}

/** The result, and the answer where there was one: the next request may need a name out of it. */
export interface Asked<Answer> {
  readonly result: ProbeResult;
  readonly answer?: Answer;
}

/**
 * Tries an action with a real request. AWS checks the permission before anything else, so an error code among
 * `allowed` shows that the action is allowed: there is just nothing to answer.
 */
export async function ask<Answer>(
  action: string,
  run: () => Promise<Answer>,
  allowed: Readonly<Record<string, string>> = {},
): Promise<Asked<Answer>> {
  try {
    return { result: { action, status: "ok" }, answer: await run() };
  } catch (error) {
    const failure = classifyFailure(error);
    const meaning = Object.hasOwn(allowed, failure.code) ? allowed[failure.code] : undefined;
    if (meaning !== undefined)
      return { result: { action, status: "ok", ...(meaning && { detail: meaning }) } };
    const { status, detail } = coverageOf(failure, action);
    return { result: { action, status, detail: status === "denied" ? describeFailure(failure) : detail } };
  }
}
