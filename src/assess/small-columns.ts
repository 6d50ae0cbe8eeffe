import { tableNamed } from "../entities/index.js";
import type { Run } from "./run.js";
import { readsOneTable, subjectTable } from "./select.js";

/** Types of columns that hold few different values: flags, and numbers such as counts and ranks. */
const SMALL = ["boolean", "integer"];

/**
 * The columns that expressions over the rows of some runs read, where all of them hold few values: then rows that are alike
 * can be counted before anything is judged. Undefined where other columns are read, where rows come from more than the
 * subject's table, or where somebody writes a column in a way that is not recognised.
 */
export function smallColumns(runs: readonly Run[], sql: string): readonly string[] | undefined {
  const [run] = runs;
  if (run === undefined || !runs.every(isPlain)) return undefined;
  const { select } = run.control;
  const { columns } = tableNamed(subjectTable(select));
  const read = [...sql.matchAll(new RegExp(`\\b${select.alias}\\.(\\w+)`, "g"))].map(([, name = ""]) => name);
  const names = [...new Set(read)].sort();
  const small = names.every((name) => SMALL.includes(columns[name]?.type ?? ""));
  return small && names.length > 0 ? names : undefined;
}

/** FROM names one table, and every column is written `alias.name`. */
function isPlain({ control: { select } }: Run): boolean {
  if (!readsOneTable(select)) return false;
  const { columns } = tableNamed(subjectTable(select));
  return [...select.items.values()].every((tokens) =>
    tokens.every(({ kind, text }, index) => {
      if (kind === "quoted") return false;
      if (kind !== "word" || !Object.hasOwn(columns, text.toLowerCase())) return true;
      const written = [tokens[index - 2]?.text, tokens[index - 1]?.text, text];
      return written.join("") === `${select.alias}.${text.toLowerCase()}`;
    }),
  );
}
