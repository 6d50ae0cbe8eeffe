import { AdaptiveRate, type PaceClock } from "./adaptive-rate.js";
import { classifyFailure } from "./classify-failure.js";
import { Semaphore } from "./semaphore.js";
import { rateOf, type Service } from "./service.js";

/** Told of what passes, for people and for decisions about the whole run. */
export interface GateListener {
  readonly onThrottled?: (action: string, caller: string) => void;
  /** AWS said that credentials are no longer good; the caller is whose they were. */
  readonly onExpired?: (caller: string) => void;
}

/** What every request of a run passes: so many at once, and a rate for each service and caller. */
export class CallGate {
  readonly #slots: Semaphore;
  readonly #clock: PaceClock;
  readonly #listener: GateListener;
  readonly #rates = new Map<string, AdaptiveRate>();
  #sent = 0;
  #throttled = 0;

  constructor(concurrency: number, clock: PaceClock, listener: GateListener = {}) {
    this.#slots = new Semaphore(concurrency);
    this.#clock = clock;
    this.#listener = listener;
  }

  /** Requests so far, those that AWS throttled, and those under way. */
  get traffic(): { readonly sent: number; readonly throttled: number; readonly underWay: number } {
    return { sent: this.#sent, throttled: this.#throttled, underWay: this.#slots.running };
  }

  /**
   * Sends a request when its turn has come; `name` such as `ListUsers`, `caller` whose limits it counts against, in the
   * Region where it leaves the one that all else goes to.
   */
  async pass<T>(
    service: Service,
    name: string,
    caller: string,
    send: () => Promise<T>,
    region = "",
  ): Promise<T> {
    const rate = this.#rateOf(service, name, `${caller} ${region}`);
    await rate.acquire();
    return await this.#slots.run(async () => {
      this.#sent += 1;
      try {
        const answer = await send();
        rate.succeeded();
        return answer;
      } catch (error) {
        this.#learn(error, rate, `${service.prefix}:${name}`, caller);
        throw error;
      }
    });
  }

  #learn(error: unknown, rate: AdaptiveRate, action: string, caller: string): void {
    const { kind } = classifyFailure(error);
    if (kind === "throttled") {
      rate.throttled();
      this.#throttled += 1;
      this.#listener.onThrottled?.(action, caller);
    } else if (kind === "expired_credentials") this.#listener.onExpired?.(caller);
  }

  #rateOf(service: Service, name: string, place: string): AdaptiveRate {
    const { group, limits } = rateOf(service, name);
    const key = `${place} ${group}`;
    const known = this.#rates.get(key);
    if (known !== undefined) return known;
    const rate = new AdaptiveRate(limits, this.#clock);
    this.#rates.set(key, rate);
    return rate;
  }
}

/** The real clock and real chance. */
export const REAL_PACE: PaceClock = {
  now: () => performance.now(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  random: Math.random,
};
