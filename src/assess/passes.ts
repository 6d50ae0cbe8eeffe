import { RANK } from "../model/status.js";
import { type Grouping, groupSql } from "./grouping.js";
import { rowRank } from "./row-credentials.js";
import {
  asOfSql,
  columnCredentials,
  columnsOf,
  fromSql,
  inColumns,
  type Run,
  scopeSql,
  subjectAlias,
} from "./run.js";
import { type ColumnSql, codeSql, olderThan, rankSql, sortedTiers, worstSql } from "./truth.js";

/** One scan of the rows that several runs read: a row a subject, a column a verdict, counted by what they say. */
export interface Pass {
  readonly runs: readonly Run[];
  /** Columns `group_name` (where it is counted by one), `c<run>` with the code of its verdict, `a<run>`, `l<run>_<label>`, `existed`, and `subjects`. */
  readonly sql: string;
}

/** Puts runs that read the same rows into one pass each. */
export function planPasses(runs: readonly Run[], grouping: Grouping): Pass[] {
  const groups = new Map<string, Run[]>();
  for (const run of runs) {
    const source = sourceOf(run);
    groups.set(source, [...(groups.get(source) ?? []), run]);
  }
  return [...groups].map(([source, group]) => makePass(source, group, grouping));
}

/** What a subject of a run says: its verdict, whether a failing one is assumed, and what else it counts as. */
export interface SubjectSql {
  readonly code: string;
  readonly assumed: string | undefined;
  readonly label: (name: string) => string;
}

/** The SQL of a run over the rows of `sourceOf`: the subject takes the worst of its credentials. */
export function subjectSql(run: Run): SubjectSql {
  const { control } = run;
  const asOf = asOfSql(subjectAlias(control));
  const parts = partsOf(run);
  const codes = parts.map((column) => codeSql(control, column, asOf));
  const rows = rowRank(run);
  const whether = (name: string) => parts.map((column) => column(name)).join(" OR ");
  return {
    code: worstSql(rows === undefined ? codes : [...codes, rows.code]),
    assumed: control.select.items.has("assumed") ? whether("assumed") : undefined,
    label: (name) => whether(`label_${name}`),
  };
}

/** The rank of the verdict on the subject, without its tiers. */
export function subjectRank(run: Run): string {
  const ranks = partsOf(run).map((column) => rankSql(column));
  const rows = rowRank(run);
  return worstSql(rows === undefined ? ranks : [...ranks, `least(${rows.code}, ${RANK.fail})`]);
}

function partsOf(run: Run): ColumnSql[] {
  const { control } = run;
  if (control.declaration.credentials.length === 0) return [columnsOf(run)];
  return columnCredentials(control).map((layout) => columnsOf(run, inColumns(control, layout)));
}

/** FROM and WHERE of a run, one row a subject. */
export function sourceOf(run: Run): string {
  return `${fromSql(run)}${rowRank(run)?.join ?? ""}${scopeSql(run)}`;
}

function makePass(source: string, runs: readonly Run[], grouping: Grouping): Pass {
  const [first] = runs;
  const alias = first === undefined ? "s" : subjectAlias(first.control);
  const group = groupSql(grouping, alias);
  const days = existedDays(runs);
  const keys = [
    ...(group === null ? [] : [`${group} AS group_name`]),
    ...runs.flatMap((run, index) => runColumns(run, index)),
    ...(days.length === 0 ? [] : [`${existedSql(alias, days)} AS existed`]),
  ];
  const ordinals = keys.map((_, index) => index + 1).join(", ");
  return { runs, sql: `SELECT ${keys.join(", ")}, count(*) AS subjects ${source} GROUP BY ${ordinals}` };
}

function runColumns(run: Run, index: number): string[] {
  const { code, assumed, label } = subjectSql(run);
  return [
    `CAST(${code} AS TINYINT) AS c${index}`,
    ...(assumed === undefined ? [] : [`coalesce(${assumed}, FALSE) AS a${index}`]),
    ...Object.keys(run.control.declaration.labels).map(
      (name) => `coalesce(${label(name)}, FALSE) AS l${index}_${name}`,
    ),
  ];
}

/** How many of the limits a subject has existed for. */
function existedSql(alias: string, days: readonly number[]): string {
  const cases = days.map((limit, index) => {
    return `WHEN ${olderThan(`${alias}.created_at`, limit, asOfSql(alias), ">")} THEN ${index + 1}`;
  });
  return `CASE ${cases.reverse().join(" ")} ELSE 0 END`;
}

/** The limits of all tiers whose population are the subjects that existed that long ago, ascending. */
export function existedDays(runs: readonly Run[]): number[] {
  const days = runs
    .filter(({ control }) => control.declaration.tiers?.population === "existed")
    .flatMap(({ control }) => sortedTiers(control));
  return [...new Set(days)].sort((a, b) => a - b);
}
