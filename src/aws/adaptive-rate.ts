import type { RateLimits } from "./service.js";

/** A clock that always goes, unlike the audit time, and the chance that keeps callers from moving in step. */
export interface PaceClock {
  /** Milliseconds from any origin; never goes back. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** At least 0, less than 1. */
  readonly random: () => number;
}

/** Throttled requests that were under way together are one sign, not many. */
const ONE_SIGN_MS = 500;
/** Requests a second that the rate grows by in each second that goes well. */
const GROWTH = 2;

/**
 * A rate of requests that finds out what AWS grants: it grows slowly while requests succeed, and is halved when AWS
 * throttles (additive increase, multiplicative decrease), for IAM's own limits are not published. A bucket of tokens
 * lets a burst pass at once.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html
 */
export class AdaptiveRate {
  readonly #limits: RateLimits;
  readonly #clock: PaceClock;
  #rate: number;
  #tokens: number;
  #filledAt: number;
  #cutAt = Number.NEGATIVE_INFINITY;

  constructor(limits: RateLimits, clock: PaceClock) {
    this.#limits = limits;
    this.#clock = clock;
    this.#rate = limits.perSecond;
    this.#tokens = limits.burst;
    this.#filledAt = clock.now();
  }

  /** Requests a second, as of now. */
  get perSecond(): number {
    return this.#rate;
  }

  /** Waits for its turn. */
  async acquire(): Promise<void> {
    this.#fill();
    this.#tokens -= 1;
    if (this.#tokens >= 0) return;
    const wait = (-this.#tokens / this.#rate) * 1000;
    await this.#clock.sleep(wait * (1 + 0.1 * this.#clock.random()));
  }

  succeeded(): void {
    this.#rate = Math.min(this.#limits.most, this.#rate + GROWTH / this.#rate);
  }

  throttled(): void {
    const now = this.#clock.now();
    if (now - this.#cutAt < ONE_SIGN_MS) return;
    this.#fill();
    this.#cutAt = now;
    this.#rate = Math.max(this.#limits.least, this.#rate * (0.45 + 0.1 * this.#clock.random()));
    this.#tokens = Math.min(this.#tokens, 0);
  }

  #fill(): void {
    const now = this.#clock.now();
    const gained = ((now - this.#filledAt) / 1000) * this.#rate;
    this.#tokens = Math.min(this.#limits.burst, this.#tokens + gained);
    this.#filledAt = now;
  }
}
