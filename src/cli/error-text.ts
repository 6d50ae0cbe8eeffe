import { UserError } from "../model/user-error.js";
import { plainText } from "../report/text.js";
import { type Context, EXIT } from "./command.js";
import { machineError } from "./machine-error.js";

/** Prints an error: for people what happened, why and what to do; a bug shows its stack. Gives the exit code. */
export function printError(thrown: unknown, context: Context): number {
  const error = machineError(thrown) ?? thrown;
  if (error instanceof UserError) {
    context.note(`error: ${plainText(error.what)}`);
    for (const detail of error.details) context.note(`  ${plainText(detail)}`);
    if (error.why !== undefined) context.note(`  why: ${plainText(error.why)}`);
    if (error.fix !== undefined) context.note(`  fix: ${plainText(error.fix)}`);
    return error.exitCode;
  }
  context.note("error: this is a bug in iamspect. Please report it with the lines below.");
  context.note(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return EXIT.couldNotRun;
}
