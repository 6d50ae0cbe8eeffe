import { type Grouping, groupSql } from "./grouping.js";
import { boundItems, type Run, sourceSql } from "./run.js";
import { smallColumns } from "./small-columns.js";
import { type ColumnSql, codeCount, codeSql, olderThan, sortedTiers } from "./verdict-sql.js";

/** Packed numbers must stay exact in JavaScript. */
const MAX_PACKED = Number.MAX_SAFE_INTEGER;
const MAX_INTEGER = 2 ** 31 - 1;

/** One small number that a pass computes for every subject. */
export interface Field {
  readonly run: number;
  /** "code": the verdict; "existed": how many tier limits the subject has existed for; else a label's name. */
  readonly name: string;
  /** It is below this. */
  readonly base: number;
  /** The SQL of the number times a weight. */
  readonly sql: (weight: number) => string;
}

/** One scan of a table that judges several controls: their fields packed into one number, counted by it. */
export interface Pass {
  readonly runs: readonly Run[];
  /** The first one has weight 1, each other one that of the one before it times its base. */
  readonly fields: readonly Field[];
  readonly sql: string;
}

/** Puts runs that read the same rows into as few passes as their numbers fit in. */
export function planPasses(runs: readonly Run[], asOf: number, grouping: Grouping): Pass[] {
  const groups = new Map<string, Run[]>();
  for (const run of runs) {
    const source = `${hasSubquery(run)} ${sourceSql(run, asOf)}`;
    groups.set(source, [...(groups.get(source) ?? []), run]);
  }
  return [...groups.values()].flatMap((group) =>
    split(group, asOf).map((part) => makePass(part, asOf, grouping)),
  );
}

function split(runs: readonly Run[], asOf: number): Run[][] {
  const parts: Run[][] = [];
  for (const run of runs) {
    const last = parts.at(-1);
    if (last !== undefined && packedSize(allFields([...last, run], asOf)) <= MAX_PACKED) last.push(run);
    else parts.push([run]);
  }
  return parts;
}

function packedSize(fields: readonly Field[]): number {
  return fields.reduce((size, { base }) => size * base, 1);
}

function makePass(runs: readonly Run[], asOf: number, grouping: Grouping): Pass {
  const fields = allFields(runs, asOf);
  const alias = runs[0]?.control.select.alias ?? "s";
  const group = groupSql(grouping, alias, asOf);
  const keys = [...(group === null ? [] : [`${group} AS group_name`]), `${packedSql(fields)} AS packed`];
  const ordinals = keys.map((_, index) => index + 1).join(", ");
  const alike = grouping === "none" ? alikeSql(runs, asOf, alias, keys.join(", ")) : undefined;
  const [count, from] = alike ?? ["count(*)", fromSql(runs, asOf, alias, grouping)];
  const sql = `SELECT ${keys.join(", ")}, ${count} AS subjects ${from} GROUP BY ${ordinals}`;
  return { runs, fields, sql };
}

/** How subjects are counted, and FROM, where rows that are alike are counted first: that costs half as much. */
function alikeSql(
  runs: readonly Run[],
  asOf: number,
  alias: string,
  judged: string,
): readonly [count: string, from: string] | undefined {
  const [run] = runs;
  const columns = smallColumns(runs, judged);
  if (run === undefined || columns === undefined) return undefined;
  const read = columns.map((name) => `${alias}.${name}`).join(", ");
  const alike = `SELECT ${read}, count(*) AS subjects_alike ${sourceSql(run, asOf)} GROUP BY ${read}`;
  return [`CAST(sum(${alias}.subjects_alike) AS BIGINT)`, `FROM (${alike}) ${alias}`];
}

/** The fields in one number: a sum of constants, each with the weight of its field in it already. */
function packedSql(fields: readonly Field[]): string {
  let weight = 1;
  const parts = fields.map(({ sql, base }) => {
    const part = sql(weight);
    weight *= base;
    return part;
  });
  const [first = "0", ...rest] = parts;
  return [weight > MAX_INTEGER ? `CAST(${first} AS BIGINT)` : first, ...rest].join(" + ");
}

/**
 * Where the rows come from. The expressions of the controls stand in the conditions that ask for them, but a subquery,
 * which would be worked out for each of them, is a column of an inner SELECT.
 */
function fromSql(runs: readonly Run[], asOf: number, alias: string, grouping: Grouping): string {
  const [run] = runs;
  if (run === undefined) return "";
  const source = sourceSql(run, asOf);
  if (!hasSubquery(run)) return source;
  const columns = runs.flatMap((one, index) =>
    [...boundItems(one, asOf)].map(([name, sql]) => `${sql} AS ${innerName(index, name)}`),
  );
  const needsCreated = grouping === "year" || existedDays(runs).length > 0;
  const created = needsCreated ? [`${alias}.created_at AS created_at`] : [];
  return `FROM (SELECT ${[`${alias}.account_id AS account_id`, ...created, ...columns].join(", ")} ${source}) ${alias}`;
}

function innerName(run: number, column: string): string {
  return `c${run}_${column}`;
}

function hasSubquery({ control }: Run): boolean {
  return [...control.select.items.values()].some((tokens) =>
    tokens.some(({ text }) => text.toUpperCase() === "SELECT"),
  );
}

function columnsOf(run: Run, index: number, asOf: number): ColumnSql {
  const items = boundItems(run, asOf);
  const { alias } = run.control.select;
  const inner = hasSubquery(run);
  return (name) => {
    const sql = items.get(name);
    if (sql === undefined) return "NULL";
    return inner ? `${alias}.${innerName(index, name)}` : `(${sql})`;
  };
}

function allFields(runs: readonly Run[], asOf: number): Field[] {
  const own = runs.flatMap((run, index): Field[] => {
    const column = columnsOf(run, index, asOf);
    const { control } = run;
    return [
      {
        run: index,
        name: "code",
        base: codeCount(control),
        sql: (weight) => codeSql(control, column, asOf, weight),
      },
      ...Object.keys(control.declaration.labels).map((label) => ({
        run: index,
        name: label,
        base: 2,
        sql: (weight: number) => `CASE WHEN ${column(`label_${label}`)} THEN ${weight} ELSE 0 END`,
      })),
    ];
  });
  const days = existedDays(runs);
  return days.length === 0 ? own : [...own, existedField(runs, days, asOf)];
}

function existedField(runs: readonly Run[], days: readonly number[], asOf: number): Field {
  const created = `${runs[0]?.control.select.alias ?? "s"}.created_at`;
  const sql = (weight: number) => {
    const cases = days.map((limit, index) => {
      return `WHEN ${olderThan(created, limit, asOf, ">")} THEN ${(index + 1) * weight}`;
    });
    return `CASE ${cases.reverse().join(" ")} ELSE 0 END`;
  };
  return { run: -1, name: "existed", base: days.length + 1, sql };
}

/** The limits of all tiers whose population are the subjects that existed that long ago, ascending. */
export function existedDays(runs: readonly Run[]): number[] {
  const days = runs
    .filter(({ control }) => control.declaration.tiers?.population === "existed")
    .flatMap(({ control }) => sortedTiers(control));
  return [...new Set(days)].sort((a, b) => a - b);
}
