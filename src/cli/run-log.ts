import { closeSync, openSync, writeSync } from "node:fs";
import { UserError } from "../model/user-error.js";
import { logLine } from "../report/log-line.js";

/** A log of what happened, a JSON object a line; without a file it goes nowhere. Secrets never get into it. */
export class RunLog {
  readonly #file: number | undefined;

  /** @throws UserError when the file cannot be written */
  constructor(path: string | undefined) {
    try {
      this.#file = path === undefined ? undefined : openSync(path, "a", 0o600);
    } catch (cause) {
      throw new UserError({
        code: "cannot_write",
        what: `The log ${path} cannot be written.`,
        ...(cause instanceof Error && { why: cause.message }),
        exitCode: 1,
        cause,
      });
    }
  }

  write(entry: Readonly<Record<string, unknown>>): void {
    if (this.#file === undefined) return;
    writeSync(this.#file, logLine({ at: new Date().toISOString(), ...entry }));
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
  }
}
