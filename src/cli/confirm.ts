import { createInterface } from "node:readline/promises";
import { UserError } from "../model/user-error.js";
import type { Context } from "./command.js";

/** Asks a person whether to go on; `yes` is the answer already. Throws `UserError` where nobody can be asked. */
export async function confirm(question: string, yes: boolean, context: Context): Promise<boolean> {
  if (yes) return true;
  if (!context.interactive || !("isTTY" in context.stdin) || context.stdin.isTTY !== true) {
    throw new UserError({
      code: "not_confirmed",
      what: "Nothing was written: there is no terminal to ask at.",
      fix: "Say --yes if the change is what you want.",
    });
  }
  const terminal = createInterface({ input: context.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}
