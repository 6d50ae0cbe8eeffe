import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DuckDBEngine, openDuckDB } from "../engine/duckdb/open.js";
import { type COVERS, loadCases } from "./cases.js";
import type { Control } from "./control.js";
import { loadControls } from "./load.js";
import { testControl } from "./test-control.js";

const controls = await loadControls();
let engine: DuckDBEngine;
beforeAll(async () => {
  engine = await openDuckDB({ threads: 1 });
});
afterAll(() => engine.close());

test("the control reference has a section for every control", () => {
  const reference = readFileSync(new URL("../../docs/controls.md", import.meta.url), "utf8");
  expect(controls.length).toBeGreaterThan(15);
  for (const { declaration } of controls) expect(reference).toContain(`### ${declaration.id}\n`);
});

/** The traps other tools fall into: a control that could fall in must have a case that shows it does not. */
function demanded({ declaration, select, entity, table }: Control): (typeof COVERS)[number][] {
  const limit = Object.values(declaration.parameters).some(({ type }) => type === "integer");
  // The other traps are those of users.
  if (entity.kind !== "iam_user") return limit ? ["boundary"] : [];
  // What the policy engine made has users only, and no credential of theirs.
  if (table !== entity) return ["path"];
  const reads = [...select.items.values()].flat().map(({ text }) => text);
  const judged = declaration.credentials;
  const keys = judged.includes("access_key") || reads.some((name) => /active_key|activity/.test(name));
  const credentials = keys || judged.length > 0 || reads.some((name) => /password|mfa/.test(name));
  return [
    "path",
    "root",
    ...(credentials ? (["never_used"] as const) : []),
    ...(keys ? (["inactive_key", "second_slot"] as const) : []),
    ...(limit ? (["boundary"] as const) : []),
  ];
}

describe.each(controls.map((control) => [control.declaration.id, control] as const))("%s", (_, control) => {
  test("its cases hold, by counting and by findings", async () => {
    const results = await testControl(engine, control);
    expect(results.filter(({ problems }) => problems.length > 0)).toEqual([]);
    expect(results.length).toBeGreaterThan(2);
  });

  test("it has a case for every trap that concerns it", async () => {
    const { cases } = await loadCases(control);
    const shown = new Set(cases.flatMap(({ covers }) => covers));
    expect(demanded(control).filter((trap) => !shown.has(trap))).toEqual([]);
  });
});
