import type { CallGate } from "../../aws/call-gate.js";
import type { AccountCollection } from "../../model/collection.js";

/** How far a run is. */
export interface RunProgress {
  /** Accounts of the run, and those that are finished: read, or known to be unreadable. */
  readonly total: number;
  readonly done: number;
  readonly underWay: number;
  /** Finished without any evidence, though it was asked for. */
  readonly failed: number;
  /** Finished with some evidence missing. */
  readonly incomplete: number;
  /** The most requests that a finished account took, retries and polls among them. */
  readonly mostCalls: number;
  /** Requests of this run since it was begun or resumed, and those that AWS throttled. */
  readonly calls: number;
  readonly throttled: number;
}

/** What happened to an account, for the log. */
export type RunEvent =
  | { readonly event: "account_started"; readonly account_id: string }
  | {
      readonly event: "account_finished";
      readonly account_id: string;
      readonly calls: number;
      readonly missing: readonly {
        readonly kind: string;
        readonly status: string;
        readonly detail?: string;
      }[];
    }
  | { readonly event: "throttled"; readonly action: string; readonly caller: string };

/** Counts the accounts of a run. */
export class RunCounts {
  #done = 0;
  #underWay = 0;
  #failed = 0;
  #incomplete = 0;
  #mostCalls = 0;

  constructor(
    private readonly total: number,
    finishedBefore: number,
  ) {
    this.#done = finishedBefore;
  }

  started(): void {
    this.#underWay += 1;
  }

  finished({ evidence, calls }: AccountCollection): void {
    this.#mostCalls = Math.max(this.#mostCalls, sumOf(calls));
    const asked = evidence.filter(({ status }) => status !== "not_collected");
    if (asked.length > 0) this.#underWay -= 1;
    this.#done += 1;
    const missing = asked.filter(({ status }) => status !== "ok");
    if (asked.length > 0 && missing.length === asked.length) this.#failed += 1;
    else if (missing.length > 0) this.#incomplete += 1;
  }

  progress({ traffic }: CallGate): RunProgress {
    return {
      total: this.total,
      done: this.#done,
      underWay: this.#underWay,
      failed: this.#failed,
      incomplete: this.#incomplete,
      mostCalls: this.#mostCalls,
      calls: traffic.sent,
      throttled: traffic.throttled,
    };
  }
}

/** What the log says of a finished account. */
export function finishedEvent({ account_id, calls, evidence }: AccountCollection): RunEvent {
  return {
    event: "account_finished",
    account_id,
    calls: sumOf(calls),
    missing: evidence
      .filter(({ status }) => status !== "ok")
      .map(({ kind, status, detail }) => ({ kind, status, ...(detail !== undefined && { detail }) })),
  };
}

function sumOf(calls: AccountCollection["calls"]): number {
  return Object.values(calls).reduce((sum, count) => sum + count, 0);
}
