import type { AccountTarget } from "../collect/aws/run-file.js";
import { REGION } from "../model/collection.js";
import { quoted } from "../report/text.js";
import { badOption } from "./bad-option.js";
import type { Context, OptionValues } from "./command.js";
import type { liveOptions, sourceOptions } from "./shared-options.js";

export type LiveOptions = OptionValues<typeof sourceOptions> & OptionValues<typeof liveOptions>;

/** What was collected live, and what to do with it. */
export interface LiveEvidence {
  /** The folder that holds the folders of the accounts. */
  readonly dir: string;
  /** Folders to read. */
  readonly folders: readonly string[];
  /** The audit time, epoch seconds; undefined: now. */
  readonly asOf: number | undefined;
  /** The accounts that can be asked again. */
  readonly accounts: readonly AccountTarget[];
  /** Accounts of the organization that were left out on request. */
  readonly leftOut: readonly string[];
  readonly partial: boolean;
  /** Called when the snapshot is committed. */
  readonly committed: () => Promise<void>;
  /** Called in any case. */
  readonly release: () => Promise<void>;
}

/** A number out of an option. Throws `UserError` when it is none. */
export function numberOption(flag: string, value: string, { whole = false } = {}): number {
  const number = Number(value);
  if (value.trim() !== "" && Number.isFinite(number) && number >= 1 && (!whole || Number.isInteger(number))) {
    return number;
  }
  throw badOption(`${flag} ${quoted(value)} is not a ${whole ? "whole " : ""}number of 1 or more.`);
}

/** The names of `--regions`; undefined: all. Throws `UserError` for what is no Region. */
export function regionsOption(value: string | undefined): readonly string[] | undefined {
  if (value === undefined) return undefined;
  const names = value.split(",").map((name) => name.trim());
  const wrong = names.find((name) => !REGION.test(name));
  if (wrong === undefined) return [...new Set(names)];
  throw badOption(`--regions ${quoted(wrong)} is not a Region such as eu-central-1.`);
}

/** The clock of a collection: with an audit time of its own a run is repeatable to the byte, so it stands there. */
export function collectorClock(asOf: number | undefined, context: Context) {
  return {
    now: () => new Date((asOf ?? context.now()) * 1000),
    sleep: (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds)),
  };
}
