import type { FailedCoverage } from "../../aws/coverage-of.js";

/** The time that an account may take. It runs only while the account is worked on. */
export class Deadline {
  readonly #controller = new AbortController();
  readonly #seconds: number;
  #leftMs: number;
  #startedAt: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** Resolves when the time is over, with what to say of evidence that is not there then. */
  readonly passed: Promise<FailedCoverage>;
  #reach: (coverage: FailedCoverage) => void = () => undefined;

  constructor(seconds: number) {
    this.#seconds = seconds;
    this.#leftMs = seconds * 1000;
    this.passed = new Promise((resolve) => {
      this.#reach = resolve;
    });
  }

  /** Ends the requests that are under way when the time is over. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  start(): void {
    this.#startedAt = performance.now();
    this.#timer = setTimeout(() => this.#pass(), Math.min(this.#leftMs, 2 ** 31 - 1));
    // Whatever it waits for keeps the process alive; the waiting itself must not, when the run is stopped.
    this.#timer.unref();
  }

  pause(): void {
    clearTimeout(this.#timer);
    if (this.#startedAt !== undefined) this.#leftMs -= performance.now() - this.#startedAt;
    this.#startedAt = undefined;
  }

  #pass(): void {
    const detail = `not there within the ${this.#seconds} s that an account may take (--account-timeout)`;
    this.#reach({ status: "error", detail });
    this.#controller.abort();
  }
}
