import type { RunProgress } from "../collect/aws/run-progress.js";
import { runText } from "../report/run-text.js";
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
