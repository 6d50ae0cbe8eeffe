import { afterAll, beforeAll, expect, test } from "vitest";
import { type DuckDBEngine, openDuckDB } from "../engine/duckdb/open.js";
import { count, defineTable, flag, json, list, text, time } from "../model/table.js";
import { RowWriter } from "./row-writer.js";

const table = defineTable({
  name: "kinds",
  doc: "A column of every type.",
  key: ["id"],
  columns: {
    id: count("number of the row"),
    name: text("any text"),
    at: time("a time"),
    on: flag("yes or no"),
    groups: list("texts"),
    tags: json("an object"),
  },
});

let engine: DuckDBEngine;
beforeAll(async () => {
  engine = await openDuckDB({ threads: 1 });
});
afterAll(() => engine.close());

async function written(rows: Parameters<RowWriter<typeof table>["add"]>[0][]) {
  const writer = await RowWriter.create(engine, table);
  for (const row of rows) writer.add(row);
  writer.close();
  return await engine.all("SELECT * FROM kinds ORDER BY id");
}

const full = (id: number) => ({
  id,
  name: `user-${id}`,
  at: 1_611_446_400 + id,
  on: id % 2 === 0,
  groups: [`g${id}`, "all"],
  tags: `{"n":"${id}"}`,
});

test.each([0, 1, 2047, 2048, 2049, 5000])("%i rows are all there, each as it was", async (n) => {
  const rows = Array.from({ length: n }, (_, id) => full(id));
  expect(await written(rows)).toEqual(rows);
});

test("what is not known is NULL, whether it is left out or null, and an empty list or text is no NULL", async () => {
  const unknown = { name: null, at: null, on: null, groups: null, tags: null };
  const empty = { name: "", at: 0, on: false, groups: [], tags: "" };
  expect(await written([{ id: 0 }, { id: 1, ...unknown }, { id: 2, ...empty }])).toEqual([
    { id: 0, ...unknown },
    { id: 1, ...unknown },
    { id: 2, ...empty },
  ]);
});

test.each([
  ["quotes and SQL", "x'); DROP TABLE kinds; --"],
  ["a zero character", "a\0b"],
  ["other scripts and emoji", "ä漢字😀"],
  ["twelve bytes, and one more", "123456789012|1234567890123"],
  ["long text", "long ".repeat(40_000)],
])("text stays what it is: %s", async (_, name) => {
  expect(await written([{ id: 0, name, groups: [name, ""] }])).toMatchObject([{ name, groups: [name, ""] }]);
});
