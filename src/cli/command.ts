import type { ResultKind, Results } from "../model/results/index.js";
import type { View } from "../report/formats/format.js";

/** An option of a command. `kind` decides its type: flag -> boolean, list -> string[], text -> string (one of `choices`) | undefined. */
export interface OptionSpec {
  /** As commander writes it: `--as-of <time>`. */
  readonly flags: string;
  readonly doc: string;
  readonly kind: "flag" | "text" | "list";
  readonly choices?: readonly string[];
  readonly default?: string;
}

export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

type TextOf<Spec extends OptionSpec> = Spec extends { choices: readonly (infer Choice)[] } ? Choice : string;

type ValueOf<Spec extends OptionSpec> = Spec["kind"] extends "flag"
  ? boolean
  : Spec["kind"] extends "list"
    ? readonly string[]
    : Spec extends { default: string }
      ? TextOf<Spec>
      : TextOf<Spec> | undefined;

export type OptionValues<Options extends OptionSpecs> = {
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
  /** Columns that text for people may take: those of the terminal, else `COLUMNS`, else 80. */
  readonly width: number;
  /** stdout is a terminal: a person reads it, and what is long may be cut. */
  readonly terminal: boolean;
  /** Every command there is, loaded. */
  readonly commands: () => Promise<readonly DescribedCommand[]>;
  /** stderr is a terminal: progress may overwrite its line. */
  readonly interactive: boolean;
}

/** What a command prints its results with. */
export interface Output<Kind extends ResultKind> extends Context {
  /** The name of the format that was chosen. */
  readonly format: string;
  /** Text to stand above the next result: in a table for people; beside what programs read, as a note. */
  above(text: string): void;
  /** Prints a result in that format. Throws a `UserError` where it cannot render it. */
  print<Printed extends Kind>(
    kind: Printed,
    result: Results[Printed],
    look?: Omit<View, "paint" | "width">,
  ): Promise<void>;
}

/** A command of the program, as data: help, documentation and tests derive from it. */
export interface Command<Options extends OptionSpecs = OptionSpecs, Kind extends ResultKind = ResultKind> {
  readonly name: string;
  /** `[source...]`, as commander writes it. */
  readonly arguments?: { readonly name: string; readonly doc: string };
  /** What its first argument may be, and what each does; without one it lists them. */
  readonly actions?: Readonly<Record<string, string>>;
  readonly options: Options;
  /** The kinds of results it prints: `--format` offers the formats that can render one of them. None: it has no `--format`. */
  readonly results?: readonly Kind[];
  readonly examples: readonly (readonly [string, string])[];
  /** Runs it and gives the exit code. */
  run(args: readonly string[], options: OptionValues<Options>, context: Output<Kind>): Promise<number>;
}

export function defineCommand<const Options extends OptionSpecs, Kind extends ResultKind = never>(
  command: Command<Options, Kind>,
): Command<Options, Kind> {
  return command;
}

/** A command, and what it is for. */
export interface DescribedCommand {
  readonly summary: string;
  readonly command: Command;
}

/** The commands by name: what each is for, and how its file is loaded. */
export type CommandTable = Readonly<
  Record<string, readonly [summary: string, load: () => Promise<{ readonly command: Command }>]>
>;

/** Exit codes; README.md says what each means. 3 wins over 4. */
export const EXIT = { done: 0, couldNotRun: 1, usage: 2, findings: 3, missingEvidence: 4 } as const;
