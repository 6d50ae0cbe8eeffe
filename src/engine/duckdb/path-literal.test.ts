import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type DuckDBEngine, openDuckDB } from "./open.js";
import { pathLiteral } from "./path-literal.js";

let engine: DuckDBEngine;
let folder: string;
beforeAll(async () => {
  engine = await openDuckDB({ threads: 1 });
  folder = await mkdtemp(join(tmpdir(), "iamspect-[x]*?-"));
  for (const name of ["report1.csv", "a.csv", "b.csv"]) await writeFile(join(folder, name), "c\nother\n");
});
afterAll(async () => {
  engine.close();
  await rm(folder, { recursive: true, force: true });
});

test.each([
  "report[1].csv",
  "*.csv",
  "?.csv",
  "[!z].csv",
  "**.csv",
  "it's 100 %.csv",
  "{a,b}.csv",
  "ä ö.csv",
])("the file called %s is read, and no other that its name would match as a pattern", async (name) => {
  await writeFile(join(folder, name), "c\nright\n");
  const rows = await engine.all(`SELECT c FROM read_csv(${pathLiteral(join(folder, name))}, header = true)`);
  expect(rows).toEqual([{ c: "right" }]);
});
