import type { FailedCoverage } from "../../aws/coverage-of.js";

/** The time that an account may take. It runs only while the account is worked on. */
export class Deadline {
  readonly #controller = new AbortController();
  readonly #seconds: number;
  #leftMs: number;
  #startedAt: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  readonly #waiting = new Set<(coverage: FailedCoverage) => void>();
  #passed: FailedCoverage | undefined;

  constructor(seconds: number) {
    this.#seconds = seconds;
    this.#leftMs = seconds * 1000;
  }

  /** Ends the requests that are under way when the time is over. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /**
   * Waits for work until the time is over: what to say of evidence that is not there then. A race against one promise for
   * the whole of the account would keep all that was ever waited for in memory until that one is settled.
   */
  async within<Value>(work: Promise<Value>): Promise<Value | FailedCoverage> {
    let late: (coverage: FailedCoverage) => void = () => undefined;
    const passed = new Promise<FailedCoverage>((resolve) => {
      late = resolve;
      if (this.#passed === undefined) this.#waiting.add(resolve);
      else resolve(this.#passed);
    });
    try {
      return await Promise.race([work, passed]);
    } finally {
      this.#waiting.delete(late);
    }
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
    this.#passed = { status: "error", detail };
    for (const late of this.#waiting) late(this.#passed);
    this.#controller.abort();
  }
}
