import type { AwsClients } from "../aws/aws-clients.js";
import { classifyFailure } from "../aws/classify-failure.js";
import { coverageOf } from "../aws/coverage-of.js";
import { describeFailure } from "../aws/describe-failure.js";
import type { CheckStatus } from "../model/check.js";

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

/** Actions that are tried with the credentials of one account, one after the other, and what that showed. */
export class Probes {
  constructor(
    readonly clients: AwsClients,
    /** The account of the clients. */
    readonly accountId: string,
    /** `fresh`: also what `--fresh` reads; `regions`: what is of Regions is tried in the first of these. */
    readonly options: { readonly fresh?: boolean; readonly regions?: readonly string[] | undefined } = {},
    readonly results: ProbeResult[] = [],
  ) {}

  /** The same, in the Region where what is of Regions is tried. */
  inRegion(): Probes {
    const [region] = this.options.regions ?? [];
    if (region === undefined) return this;
    return new Probes(this.clients.in(region), this.accountId, this.options, this.results);
  }

  /** Tries an action and keeps the result; see `ask`. */
  async ask<Answer>(
    action: string,
    run: () => Promise<Answer>,
    allowed: Readonly<Record<string, string>> = {},
  ): Promise<Asked<Answer>> {
    const asked = await ask(action, run, allowed);
    this.results.push(asked.result);
    return asked;
  }

  /** Says of actions that there was nothing to try them on. */
  skip(actions: readonly string[], detail: string): void {
    for (const action of actions) this.results.push({ action, status: "not_checked", detail });
  }
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
