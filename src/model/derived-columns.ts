import type { LakeTable } from "./entity.js";

/** Names of the derived columns of a table. */
export function derivedColumns({ derived = [] }: LakeTable): ReadonlySet<string> {
  return new Set(derived.flatMap((columns) => Object.keys(columns)));
}

/** SELECT of rows of a table with its derived columns beside the given ones. */
export function withDerivedColumns({ derived = [] }: LakeTable, rows: string): string {
  return derived.reduce((sql, columns, step) => {
    const items = Object.entries(columns).map(([name, expression]) => `${expression} AS ${name}`);
    return `SELECT *, ${items.join(", ")} FROM (${sql}) step_${step}`;
  }, rows);
}
