import { UserError } from "../model/user-error.js";
import { plainLines } from "../report/text.js";
import type { CommandTable, Context } from "./command.js";

/** Whoever read our output went away, as `head` does: nothing is wrong, there is just nobody to write for. */
export class ReaderGone extends Error {}

/** The real world: standard streams, clock, environment. */
export function processContext(commands: CommandTable): Context {
  const { env } = process;
  let gone = false;
  let failed: NodeJS.ErrnoException | undefined;
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") gone = true;
    else failed = error;
  });
  return {
    stdin: process.stdin,
    write: async (text) => {
      if (!gone && failed === undefined && !process.stdout.write(text)) await drained();
      if (failed !== undefined) throw unwritable(failed);
      if (gone) throw new ReaderGone();
    },
    // Notes name files, arguments and users: whoever chose these does not write to the terminal.
    note: (text) => process.stderr.write(`${plainLines(text)}\n`),
    env,
    commands: async () =>
      await Promise.all(
        Object.values(commands).map(async ([summary, load]) => ({
          summary,
          command: (await load()).command,
        })),
      ),
    now: () => Math.floor(Date.now() / 1000),
    color: wantsColor(env, process.stdout.isTTY),
    terminal: process.stdout.isTTY,
    width: screenWidth(env, process.stdout.columns),
    interactive: process.stderr.isTTY && env.TERM !== "dumb",
  };
}

function unwritable(cause: NodeJS.ErrnoException): UserError {
  return new UserError({
    code: "output_failed",
    what: `Standard output cannot be written: ${cause.message}.`,
    fix: "Free disk space, or write the output elsewhere.",
    exitCode: 1,
    cause,
  });
}

/** Resolves when standard output takes more, or never will again. */
function drained(): Promise<void> {
  const events = ["drain", "close", "error"];
  return new Promise((resolve) => {
    const done = () => {
      for (const event of events) process.stdout.off(event, done);
      resolve();
    };
    for (const event of events) process.stdout.on(event, done);
  });
}

const USUAL_WIDTH = 80;
const NARROWEST = 40;

/** Columns of the terminal, else `COLUMNS`, else 80; what is narrower than 40 is written for 40. */
export function screenWidth({ COLUMNS: said }: NodeJS.ProcessEnv, terminal: number | undefined): number {
  const width = terminal || (/^\d{1,5}$/.test(said ?? "") ? Number(said) : 0);
  return width === 0 ? USUAL_WIDTH : Math.max(width, NARROWEST);
}

/** https://no-color.org and FORCE_COLOR, else colours only for a terminal. */
export function wantsColor(env: NodeJS.ProcessEnv, terminal: boolean): boolean {
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== "") return false;
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== "0") return true;
  return terminal && env.TERM !== "dumb";
}
