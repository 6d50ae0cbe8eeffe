import type { Engine } from "../../engine/engine.js";
import { iamUsers } from "../../entities/iam-user.js";
import type { TraitKind } from "../../model/trait-kinds.js";
import { createTable } from "../create-table.js";
import { LIMITS } from "./limits.js";
import type { SubjectTable } from "./subject-table.js";
import { COLUMN_TRAITS, listTraits } from "./user-traits.js";
import { SHARED_TABLES } from "./work-tables.js";

/** How many subjects carry a trait, control by control. */
export interface TraitCount {
  readonly kind: TraitKind;
  readonly value: string;
  /** Of those that the control judges. */
  readonly carriers: readonly number[];
  /** Of these, how many fail. */
  readonly failing: readonly number[];
}

export interface TraitCounts {
  /** Traits that enough subjects carry. */
  readonly counts: readonly TraitCount[];
  /** How many values there are of each kind, whoever carries them. */
  readonly values: ReadonlyMap<TraitKind, number>;
}

/**
 * Counts the traits of all subjects. What follows from one value of a column, such as all that is known of an account,
 * is worked out once for each distinct value; only lists are gone through subject by subject.
 */
export async function countTraits(engine: Engine, table: SubjectTable): Promise<TraitCounts> {
  const { names, counters, entity } = table;
  const columns = ["account_id", ...(entity === iamUsers ? Object.keys(COLUMN_TRAITS) : [])];
  const sums = sumsSql(counters, "");
  const byValue = columns.map(
    (column) =>
      `SELECT '${column}' AS origin, ${column} AS x, count(*) AS subjects, ${sums} FROM ${names.subjects}` +
      ` WHERE ${column} IS NOT NULL GROUP BY ${column}`,
  );
  await createTable(engine, names.byValue, byValue.join(" UNION ALL "));
  const ofValues = (traits: string, on: string) =>
    `SELECT v.kind, v.value, CAST(sum(b.subjects) AS BIGINT) AS subjects, ${sumsSql(counters, "b.")} FROM ${traits} v` +
    ` JOIN ${names.byValue} b ON ${on} AND b.x = v.x GROUP BY v.kind, v.value`;
  const counts = [ofValues(SHARED_TABLES.accounts, "b.origin = 'account_id'")];
  if (entity === iamUsers) {
    await createTable(engine, names.values, valuesSql(names.byValue));
    counts.push(ofValues(names.values, "b.origin = v.origin"));
    for (const [trait, sql] of listTraits(engine.dialect, { users: names.subjects, kept: counters })) {
      counts.push(
        `SELECT '${trait}' AS kind, value, count(*) AS subjects, ${sums} FROM (${sql}) t WHERE value IS NOT NULL GROUP BY value`,
      );
    }
  }
  await createTable(engine, names.counts, counts.join(" UNION ALL "));
  return await readCounts(engine, table);
}

function sumsSql(counters: readonly string[], from: string): string {
  return counters.map((name) => `CAST(sum(${from}${name}) AS BIGINT) AS ${name}`).join(", ");
}

function valuesSql(byValue: string): string {
  const selects = Object.entries(COLUMN_TRAITS).flatMap(([column, traits]) =>
    traits.map(
      ([trait, value]) =>
        `SELECT origin, x, '${trait}' AS kind, ${value} AS value FROM ${byValue} WHERE origin = '${column}'`,
    ),
  );
  return `SELECT * FROM (${selects.join(" UNION ALL ")}) t WHERE value IS NOT NULL`;
}

async function readCounts(engine: Engine, { names, controls }: SubjectTable): Promise<TraitCounts> {
  const kinds = await engine.all(`SELECT kind, count(*) AS n FROM ${names.counts} GROUP BY kind`);
  const rows = await engine.all(
    `SELECT * FROM ${names.counts} WHERE subjects >= ${LIMITS.minFailing} ORDER BY kind, value`,
  );
  return {
    values: new Map(kinds.map(({ kind, n }) => [kind as TraitKind, Number(n)])),
    counts: rows.map((row) => ({
      kind: row.kind as TraitKind,
      value: String(row.value),
      carriers: controls.map((_, index) => Number(row[`j${index}`])),
      failing: controls.map((_, index) => Number(row[`f${index}`])),
    })),
  };
}
