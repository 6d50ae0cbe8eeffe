import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type DuckDBEngine, openDuckDB } from "./open.js";
import { pathLiteral } from "./path-literal.js";

let engine: DuckDBEngine;
let folder: string;
beforeAll(async () => {
  engine = await openDuckDB({ threads: 1 });
  folder = await mkdtemp(join(tmpdir(), "iamspect-"));
  // What the names below would match as patterns: without a match DuckDB takes a name as it is.
  for (const dir of ["dir", "d[i]r"]) {
    await mkdir(join(folder, dir));
    for (const name of ["report1.csv", "a.csv"]) await writeFile(join(folder, dir, name), "c\nother\n");
  }
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
  for (const dir of ["dir", "d[i]r"]) {
    const file = join(folder, dir, name);
    await writeFile(file, "c\nright\n");
    const rows = await engine.all(`SELECT c FROM read_csv(${pathLiteral(file)}, header = true)`);
    expect(rows).toEqual([{ c: "right" }]);
    await rm(file);
  }
});
