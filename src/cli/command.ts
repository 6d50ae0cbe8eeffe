/** An option of a command. `kind` decides its type: flag -> boolean, list -> string[], text -> string | undefined. */
export interface OptionSpec {
  /** As commander writes it: `--as-of <time>`. */
  readonly flags: string;
  readonly doc: string;
  readonly kind: "flag" | "text" | "list";
  readonly choices?: readonly string[];
  readonly default?: string;
}

type ValueOf<Spec extends OptionSpec> = Spec["kind"] extends "flag"
  ? boolean
  : Spec["kind"] extends "list"
    ? readonly string[]
    : Spec extends { default: string }
      ? string
      : string | undefined;

export type OptionValues<Options extends Record<string, OptionSpec>> = {
  readonly [Name in keyof Options]: ValueOf<Options[Name]>;
};

/** The world a command works in; tests give their own. */
export interface Context {
  readonly stdin: NodeJS.ReadableStream;
  /** Writes data; waits while the reader is slow; throws `ReaderGone` when it went away. */
  readonly write: (text: string) => Promise<void>;
  /** Writes a line for people: notes, progress, warnings. */
  readonly note: (text: string) => void;
  readonly env: NodeJS.ProcessEnv;
  /** Epoch seconds. */
  readonly now: () => number;
  readonly color: boolean;
  /** stderr is a terminal: progress may overwrite its line. */
  readonly interactive: boolean;
}

/** A command of the program, as data: help, documentation and tests derive from it. */
export interface Command<Options extends Record<string, OptionSpec> = Record<string, OptionSpec>> {
  readonly name: string;
  /** `[source...]`, as commander writes it. */
  readonly arguments?: { readonly name: string; readonly doc: string };
  readonly options: Options;
  readonly examples: readonly (readonly [string, string])[];
  /** Runs it and gives the exit code. */
  readonly run: (
    args: readonly string[],
    options: OptionValues<Options>,
    context: Context,
  ) => Promise<number>;
}

export function defineCommand<const Options extends Record<string, OptionSpec>>(
  command: Command<Options>,
): Command<Options> {
  return command;
}

/** Exit codes; README.md says what each means. 3 wins over 4. */
export const EXIT = { done: 0, couldNotRun: 1, usage: 2, findings: 3, missingEvidence: 4 } as const;
