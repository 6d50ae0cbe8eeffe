/** An option of a command, as whoever helps to write it sees it. */
export interface OptionWords {
  /** `--as-of`. */
  readonly flag: string;
  /** `<time>`, or empty: it takes no value. */
  readonly value: string;
  readonly doc: string;
  /** What the value may be; empty: anything. */
  readonly choices: readonly string[];
  readonly default: string | undefined;
}

/** A command, as whoever helps to write it sees it: completion of shells, help pages. */
export interface CommandWords {
  readonly name: string;
  readonly summary: string;
  /** `[source...]`, and what it is; empty: it takes none. */
  readonly arguments: string;
  readonly argumentsDoc: string;
  readonly actions: Readonly<Record<string, string>>;
  readonly options: readonly OptionWords[];
  readonly examples: readonly (readonly [string, string])[];
}
