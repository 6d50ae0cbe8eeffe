import type { RunProgress } from "../collect/aws/run-progress.js";
import { thousands } from "../report/text.js";
import type { Context } from "./command.js";
import { Progress } from "./progress.js";

/** The progress of a run over many accounts, on stderr. */
export class RunScreen {
  readonly #progress: Progress;
  readonly #timer: NodeJS.Timeout;
  #last: RunProgress | undefined;

  constructor(context: Context) {
    this.#progress = new Progress(context, "Collected", "accounts");
    // Also while nothing ends: people want to see that it lives.
    this.#timer = setInterval(() => this.#show(), 1_000);
    this.#timer.unref();
  }

  update(progress: RunProgress): void {
    this.#last = progress;
    this.#show();
  }

  end(): void {
    clearInterval(this.#timer);
    this.#progress.end();
  }

  #show(): void {
    if (this.#last !== undefined)
      this.#progress.update(this.#last.done, this.#last.total, runText(this.#last));
  }
}

/** What else there is to say of a run: `5 under way, 1 failed, 1,203 calls`. */
export function runText({ underWay, failed, incomplete, calls, throttled }: RunProgress): string {
  const parts = [
    `${underWay} under way`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(incomplete > 0 ? [`${incomplete} incomplete`] : []),
    `${thousands(calls)} calls`,
    ...(throttled > 0 ? [`${thousands(throttled)} throttled`] : []),
  ];
  return parts.join(", ");
}
