import { createInterface } from "node:readline/promises";
import { UserError } from "../model/user-error.js";
import type { Context } from "./command.js";

/** Throws a `UserError` where nobody can be asked and `--yes` was not said: better before the work than after it. */
export function requireConsent(yes: boolean, context: Context): void {
  if (yes || canAsk(context)) return;
  throw new UserError({
    code: "not_confirmed",
    what: "Nothing was written: this is not a terminal, so nobody can be asked.",
    fix: "Look at it first, without --out or --write; then say --yes.",
  });
}

/** Asks on standard error, unless `--yes` was said; anything but y or yes is a no, and so is the end of input. */
export async function confirmed(question: string, yes: boolean, context: Context): Promise<boolean> {
  if (yes) return true;
  const lines = createInterface({ input: context.stdin, output: process.stderr });
  const ended = new Promise<string>((resolve) => lines.once("close", () => resolve("")));
  try {
    const answer = await Promise.race([lines.question(`${question} [y/N] `), ended]);
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    lines.close();
  }
}

/** The question goes to standard error and the answer comes from standard input: both must be a person's. */
function canAsk({ stdin, interactive }: Context): boolean {
  return interactive && "isTTY" in stdin && stdin.isTTY === true;
}
