import type { Context } from "./command.js";

const QUIET_MS = 2_000;
const PLAIN_EVERY_MS = 10_000;
const REDRAW_MS = 200;

/** Progress on stderr: nothing in the first two seconds, then how far it is and how long it may still take. */
export class Progress {
  private readonly start = performance.now();
  private last = 0;
  private shown = false;
  private before: number | undefined;
  /** When the first of them was done, and how many were then: what came before says nothing of how fast it goes. */
  private pace: { readonly at: number; readonly done: number } | undefined;

  constructor(
    private readonly context: Context,
    private readonly verb: string,
    private readonly unit: string,
  ) {}

  update(done: number, total: number, more?: string): void {
    this.before ??= done;
    const elapsed = performance.now() - this.start;
    if (done > this.before) this.pace ??= { at: elapsed, done };
    if (elapsed < QUIET_MS || elapsed - this.last < (this.context.interactive ? REDRAW_MS : PLAIN_EVERY_MS))
      return;
    this.last = elapsed;
    const detail = more === undefined ? "" : ` (${more})`;
    this.show(`${this.verb} ${done} of ${total} ${this.unit}${detail}${this.left(done, total, elapsed)}`);
  }

  private left(done: number, total: number, elapsed: number): string {
    if (this.pace === undefined || done <= this.pace.done) return "";
    const each = (elapsed - this.pace.at) / (done - this.pace.done);
    return `, about ${Math.ceil((each * (total - done)) / 1000)} s left`;
  }

  /** A step whose length is not known. */
  step(text: string): void {
    if (performance.now() - this.start >= QUIET_MS) this.show(text);
  }

  end(): void {
    if (this.shown && this.context.interactive) process.stderr.write("\r\u001b[K");
  }

  private show(text: string): void {
    this.shown = true;
    if (this.context.interactive) process.stderr.write(`\r\u001b[K${text}`);
    else this.context.note(text);
  }
}
