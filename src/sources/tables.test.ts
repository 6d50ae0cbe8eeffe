import { describe, expect, test } from "vitest";
import { findings } from "../model/finding.js";
import type { Table } from "../model/table.js";
import { EVIDENCE_KINDS } from "./index.js";
import { ALL_TABLES, DERIVED_TABLES, ENTITIES, entityOf, SNAPSHOT_TABLES } from "./tables.js";

const TABLES: readonly Table[] = [...SNAPSHOT_TABLES, findings];

test("no two tables have the same name", () => {
  expect(new Set(TABLES.map(({ name }) => name)).size).toBe(TABLES.length);
});

describe.each(TABLES.map((table) => [table.name, table] as const))("%s", (_, table) => {
  const columns = Object.entries(table.columns);

  test("is keyed by columns of its own, the account first or the organization", () => {
    for (const name of table.key) expect(Object.keys(table.columns)).toContain(name);
    expect(table.key.length).toBeGreaterThan(0);
  });

  test("has names that every engine takes unquoted, and none called user", () => {
    for (const [name] of columns) expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
    expect(Object.keys(table.columns)).not.toContain("user");
  });

  test("holds times as whole seconds and says of each column what it is", () => {
    for (const [name, { type, time, doc }] of columns) {
      expect({ name, type: time ? type : "bigint" }).toEqual({ name, type: "bigint" });
      expect({ name, isTime: name.endsWith("_at") }).toEqual({
        name,
        isTime: name.endsWith("_at") && time === true,
      });
      expect(doc.length).toBeGreaterThan(3);
    }
  });
});

test("evidence that tables name is delivered by a source", () => {
  const kinds = new Set<string>(EVIDENCE_KINDS);
  for (const { name, listedBy, filledBy = {} } of ALL_TABLES) {
    const named = [...(listedBy === "run" ? [] : listedBy), ...Object.values(filledBy).flat()];
    expect([name, named.filter((kind) => !kinds.has(kind))]).toEqual([name, []]);
  }
});

test("kinds and aliases of what controls judge are told apart", () => {
  const tables = [...ENTITIES, ...DERIVED_TABLES];
  expect(new Set(tables.map(({ alias }) => alias)).size).toBe(tables.length);
  expect(new Set(ENTITIES.map(({ kind }) => kind)).size).toBe(ENTITIES.length);
  for (const { of } of DERIVED_TABLES) expect(() => entityOf(of)).not.toThrow();
});
