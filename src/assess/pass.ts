import type { Control } from "./control.js";
import { boundItems, type Run, sourceSql } from "./run.js";
import { codeSql, olderThan, sortedTiers } from "./verdict-sql.js";

/** Codes of one control: 3 + at most six tiers. */
const CODE_BASE = 16;
/** Packed numbers must stay exact in JavaScript. */
const MAX_PACKED = Number.MAX_SAFE_INTEGER;

/** One small number that a pass computes for every subject. */
export interface Field {
  readonly run: number;
  /** "code": the verdict; "existed": how many tier limits the subject has existed for; else a label's name. */
  readonly name: string;
  readonly sql: string;
  readonly base: number;
}

/** One scan of a table that judges several controls: their fields packed into one number, counted by it. */
export interface Pass {
  readonly runs: readonly Run[];
  readonly fields: readonly Field[];
  readonly sql: string;
}

/** Puts runs that read the same rows into as few passes as their numbers fit in. */
export function planPasses(runs: readonly Run[], asOf: number, byAccount: boolean): Pass[] {
  const groups = new Map<string, Run[]>();
  for (const run of runs) {
    const source = sourceSql(run, asOf);
    groups.set(source, [...(groups.get(source) ?? []), run]);
  }
  return [...groups].flatMap(([source, group]) =>
    split(group, asOf).map((part) => makePass(part, source, asOf, byAccount)),
  );
}

function split(runs: readonly Run[], asOf: number): Run[][] {
  const parts: Run[][] = [];
  for (const run of runs) {
    const last = parts.at(-1);
    if (last !== undefined && packedSize([...last, run], asOf) <= MAX_PACKED) last.push(run);
    else parts.push([run]);
  }
  return parts;
}

function packedSize(runs: readonly Run[], asOf: number): number {
  return allFields(runs, asOf).reduce((size, { base }) => size * base, 1);
}

function makePass(runs: readonly Run[], source: string, asOf: number, byAccount: boolean): Pass {
  const fields = allFields(runs, asOf);
  const packed = fields.reduce(
    (sql, field) => (sql === "" ? `CAST(${field.sql} AS BIGINT)` : `(${sql}) * ${field.base} + ${field.sql}`),
    "",
  );
  const alias = runs[0]?.control.select.alias ?? "s";
  const account = byAccount ? [`${alias}.account_id AS account_id`] : [];
  const columns = runs.flatMap((run, index) => countedColumns(run, asOf, index));
  const inner = [
    ...account,
    ...(existedDays(runs).length > 0 ? [`${alias}.created_at AS created_at`] : []),
    ...columns,
  ];
  const keys = [...(byAccount ? ["account_id"] : []), `${packed} AS packed`];
  const ordinals = keys.map((_, index) => index + 1).join(", ");
  return {
    runs,
    fields,
    sql: `SELECT ${keys.join(", ")}, count(*) AS subjects FROM (SELECT ${inner.join(", ")} ${source}) s GROUP BY ${ordinals}`,
  };
}

function allFields(runs: readonly Run[], asOf: number): Field[] {
  const own = runs.flatMap((run, index): Field[] => [
    { run: index, name: "code", sql: codeSql(run.control, `c${index}_`, asOf), base: CODE_BASE },
    ...Object.keys(run.control.declaration.labels).map((label) => ({
      run: index,
      name: label,
      sql: `CASE WHEN c${index}_label_${label} THEN 1 ELSE 0 END`,
      base: 2,
    })),
  ]);
  const days = existedDays(runs);
  if (days.length === 0) return own;
  const cases = days.map((limit, i) => `WHEN ${olderThan("created_at", limit, asOf, ">")} THEN ${i + 1}`);
  const sql = `CASE ${cases.reverse().join(" ")} ELSE 0 END`;
  return [...own, { run: -1, name: "existed", sql, base: days.length + 1 }];
}

/** The limits of all tiers whose population are the subjects that existed that long ago, ascending. */
export function existedDays(runs: readonly Run[]): number[] {
  const days = runs
    .filter(({ control }) => control.declaration.tiers?.population === "existed")
    .flatMap(({ control }) => sortedTiers(control));
  return [...new Set(days)].sort((a, b) => a - b);
}

/** The columns counting reads: the subject's verdict where the control gives it, else its credentials'. */
function countedColumns(run: Run, asOf: number, index: number): string[] {
  const wanted = isCounted(run.control);
  return [...boundItems(run, asOf)]
    .filter(([name]) => wanted(name))
    .map(([name, sql]) => `${sql} AS c${index}_${name}`);
}

function isCounted(control: Control): (name: string) => boolean {
  const direct = control.select.items.has("applies");
  const tiers = control.declaration.tiers !== undefined;
  return (name) => {
    if (name === "account_id" || name === "subject_arn" || name.endsWith("since")) return false;
    if (name.startsWith("label_")) return true;
    if (name.endsWith("aged_from") && !tiers) return false;
    return direct ? ["applies", "fails", "aged_from"].includes(name) : true;
  };
}
