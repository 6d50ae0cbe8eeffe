import type { Engine } from "../../engine/engine.js";
import { stringLiteral } from "../../engine/sql.js";
import { ACCOUNT_TRAIT_KINDS, type TraitKind } from "../../model/trait-kinds.js";
import { createTable } from "../create-table.js";
import type { NumberedCandidates } from "./candidate-numbers.js";
import { isExclusive } from "./kinds.js";
import type { SubjectTable } from "./subject-table.js";
import { COLUMN_TRAITS, listTraits } from "./user-traits.js";
import { SHARED_TABLES } from "./work-tables.js";

/** The column of `WorkTables.carried` with the numbers of a kind. */
export function numbersColumn(kind: TraitKind): string {
  return `k_${kind}`;
}

/** A condition on a row of `WorkTables.carried`: the subject carries one of the values with these numbers. */
export function carriesSql(kind: TraitKind, numbers: readonly number[]): string {
  const column = numbersColumn(kind);
  if (isExclusive(kind)) return `${column} IN (${numbers.join(", ")})`;
  return `(${numbers.map((bit) => `${column} % ${2 * bit} >= ${bit}`).join(" OR ")})`;
}

/** Makes the tables of the candidates and of who carries which. */
export async function createCarried(
  engine: Engine,
  table: SubjectTable,
  { numbers }: NumberedCandidates,
): Promise<void> {
  const { names } = table;
  const rows = [...numbers].flatMap(([kind, values]) =>
    [...values].map(([value, id]) => `('${kind}', ${stringLiteral(value)}, CAST(${id} AS BIGINT))`),
  );
  await createTable(engine, names.candidates, `SELECT * FROM (VALUES ${rows.join(", ")}) t(kind, value, id)`);
  const sources = numberSources(engine, table, [...numbers.keys()]);
  const joins = sources.map(
    ({ column, sql }, index) => `LEFT JOIN (${sql}) n${index} ON n${index}.x = s.${column}`,
  );
  const selected = [
    "s.account_id",
    ...table.controls.map((_, index) => `s.r${index}`),
    ...sources.flatMap((one, index) => one.kinds.map((kind) => `n${index}.${numbersColumn(kind)}`)),
  ];
  await createTable(
    engine,
    names.carried,
    `SELECT ${selected.join(", ")} FROM ${names.subjects} s ${joins.join(" ")}`,
  );
}

interface NumberSource {
  /** The column of the subjects that `x` of the SELECT is joined to. */
  readonly column: string;
  readonly kinds: readonly TraitKind[];
  readonly sql: string;
}

function numberSources(engine: Engine, table: SubjectTable, kinds: readonly TraitKind[]): NumberSource[] {
  const { names } = table;
  const used = (own: readonly TraitKind[]) => own.filter((kind) => kinds.includes(kind));
  const accounts = {
    column: "account_id",
    kinds: used(ACCOUNT_TRAIT_KINDS),
    from: `${SHARED_TABLES.accounts} v`,
  };
  const columns = Object.entries(COLUMN_TRAITS).map(([column, traits]) => ({
    column,
    kinds: used([...new Set(traits.map(([kind]) => kind))]),
    from: `(SELECT * FROM ${names.values} WHERE origin = '${column}') v`,
  }));
  const lists = listTraits(engine.dialect, { users: names.subjects, kept: ["subject"] });
  return [
    ...[accounts, ...columns].map((one) => ({ ...one, sql: valueNumbers(table, one.from, one.kinds) })),
    ...[...lists].map(([kind, sql]) => ({
      column: "subject",
      kinds: used([kind]),
      sql: listNumbers(table, kind, sql),
    })),
  ].filter((one) => one.kinds.length > 0);
}

function valueNumbers({ names }: SubjectTable, from: string, kinds: readonly TraitKind[]): string {
  const numbers = kinds.map(
    (kind) =>
      `CAST(sum(CASE WHEN v.kind = '${kind}' THEN c.id ELSE 0 END) AS BIGINT) AS ${numbersColumn(kind)}`,
  );
  return (
    `SELECT v.x, ${numbers.join(", ")} FROM ${from}` +
    ` JOIN ${names.candidates} c ON c.kind = v.kind AND c.value = v.value GROUP BY v.x`
  );
}

function listNumbers({ names }: SubjectTable, kind: TraitKind, sql: string): string {
  return (
    `SELECT t.subject AS x, CAST(sum(DISTINCT c.id) AS BIGINT) AS ${numbersColumn(kind)} FROM (${sql}) t` +
    ` JOIN ${names.candidates} c ON c.kind = '${kind}' AND c.value = t.value GROUP BY t.subject`
  );
}
