import type { History } from "./open-history.js";
import { controlOfScopeSql } from "./scope.js";
import { wordNames } from "./snapshot-bits.js";
import { carried, type State, statesOf } from "./state.js";

/** Findings of one control that went the same way over all snapshots. */
export interface Pattern {
  readonly control: string;
  /** As the picture of each snapshot shows it. */
  readonly states: readonly State[];
  /** In the snapshots that its account is in; undefined in the others. */
  readonly seen: readonly (State | undefined)[];
  readonly findings: number;
  /** The values of the columns `wordColumns` that say so. */
  readonly words: readonly number[];
}

/** The columns of `histories` that tell which way a finding went. */
export function wordColumns(snapshots: number): string[] {
  return [...wordNames("h", snapshots), ...wordNames("c", snapshots)];
}

/** All findings of a history, those that went the same way counted together: mostly some hundred ways a control. */
export async function* readPatterns({ engine, snapshots, controls }: History): AsyncGenerator<Pattern> {
  const count = snapshots.length;
  const names = wordColumns(count);
  const control = controlOfScopeSql("scope");
  const sql = `SELECT ${control} AS control, ${names.join(", ")}, count(*) AS findings FROM histories GROUP BY ${[control, ...names].join(", ")}`;
  const half = names.length / 2;
  for await (const rows of engine.batches(sql)) {
    for (const row of rows) {
      const words = names.map((name) => Number(row[name]));
      const id = controls[Number(row.control) - 1]?.declaration.id;
      if (id === undefined) throw new RangeError(`no control ${row.control}`);
      const seen = statesOf(words.slice(0, half), words.slice(half), count);
      yield { control: id, states: carried(seen), seen, findings: Number(row.findings), words };
    }
  }
}
