import { chmod, mkdtemp, open, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { UserError } from "../../model/user-error.js";
import { stringLiteral } from "../sql.js";
import { type DuckDBEngine, openDuckDB } from "./open.js";
import { pathLiteral } from "./path-literal.js";

let engine: DuckDBEngine;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "iamspect-"));
  engine = await openDuckDB({ threads: 1, memoryLimit: "200MB", tempDir: join(folder, "spill") });
});
afterEach(async () => {
  engine.close();
  await rm(folder, { recursive: true, force: true });
});

const failure = (sql: string) =>
  engine.all(sql).then(
    () => undefined,
    (error: unknown) => error,
  );

describe("the embedded engine", () => {
  test("gives rows by column name, in the order of the query", async () => {
    await engine.run("CREATE TABLE t AS SELECT * FROM (VALUES (2, 'b'), (1, 'a')) v(n, s)");
    expect(await engine.all("SELECT n, s, n + 1 AS m FROM t ORDER BY n")).toEqual([
      { n: 1, s: "a", m: 2 },
      { n: 2, s: "b", m: 3 },
    ]);
    expect(await engine.all("SELECT n FROM t WHERE n > 5")).toEqual([]);
  });

  test("hands out many rows in batches, each row once", async () => {
    let rows = 0;
    let sum = 0;
    let batches = 0;
    for await (const batch of engine.batches("SELECT i FROM range(10000) r(i)")) {
      batches += 1;
      for (const { i } of batch) {
        rows += 1;
        sum += Number(i);
      }
    }
    expect({ rows, sum }).toEqual({ rows: 10_000, sum: 49_995_000 });
    expect(batches).toBeGreaterThan(1);
  });

  test("never fetches an extension: what is not built in is not there", async () => {
    expect(String(await failure("SELECT * FROM read_csv('https://example.com/x.csv')"))).toMatch(
      /httpfs|extension/i,
    );
    expect(
      await engine.all("SELECT value FROM duckdb_settings() WHERE name LIKE 'auto%known%' ORDER BY name"),
    ).toEqual([{ value: "false" }, { value: "false" }]);
  });

  test("a hash is a number from 0 on that fits, the same for the same text; bits are joined over rows", async () => {
    const { dialect } = engine;
    const rows = await engine.all(
      `SELECT ${dialect.hash64("name")} AS hash FROM (VALUES ('ann'), ('bob'), ('ann'), ('')) v(name)`,
    );
    expect(new Set(rows.map(({ hash }) => hash)).size).toBe(3);
    const [least] = await engine.all(
      `SELECT min(${dialect.hash64("'x' || i")}) AS low, typeof(min(${dialect.hash64("'x' || i")})) AS type FROM range(10000) r(i)`,
    );
    expect([Number(least?.low) >= 0, least?.type]).toEqual([true, "BIGINT"]);
    const bits = await engine.all(
      `SELECT ${dialect.bitOr("n")} AS bits FROM (VALUES (CAST(1 AS BIGINT)), (4), (4), (4503599627370496)) v(n)`,
    );
    expect(bits).toEqual([{ bits: 4503599627370496 + 5 }]);
  });

  test("md5 and JSON text are as they are elsewhere", async () => {
    const { dialect } = engine;
    const [row] = await engine.all(
      `SELECT ${dialect.md5("'ann'")} AS hash, ${dialect.json("'a\"b'")} AS json, ${dialect.json("CAST(NULL AS VARCHAR)")} AS none`,
    );
    expect(row).toEqual({ hash: "7e0d7f8a5d96c24ffcc840f31bce72b2", json: '"a\\"b"', none: null });
  });
});

test("behind the fence nothing but the files named is within reach, whatever they are called", async () => {
  const inside = join(folder, "in[1]*.parquet");
  const outside = join(folder, "in1x.parquet");
  for (const file of [inside, outside]) {
    await engine.run(
      `COPY (SELECT ${stringLiteral(file)} AS name) TO ${stringLiteral(file)} (FORMAT parquet)`,
    );
  }
  await engine.fence([inside]);
  expect(await engine.all(`SELECT name FROM read_parquet(${pathLiteral(inside)})`)).toEqual([
    { name: inside },
  ]);
  for (const sql of [
    `SELECT name FROM read_parquet(${pathLiteral(outside)})`,
    `SELECT * FROM glob(${stringLiteral(join(folder, "*"))})`,
    `COPY (SELECT 1) TO ${stringLiteral(outside)} (FORMAT parquet)`,
    "SET enable_external_access = true",
    "SET allowed_paths = ['/etc/passwd']",
  ]) {
    expect(await failure(sql)).toBeInstanceOf(Error);
  }
});

describe("a fault of the machine is the user's to solve", () => {
  test.skipIf(process.getuid?.() === 0)("a folder of somebody else", async () => {
    await chmod(folder, 0o500);
    const target = stringLiteral(join(folder, "x.parquet"));
    const error = await failure(`COPY (SELECT 1) TO ${target} (FORMAT parquet)`);
    await chmod(folder, 0o700);
    expect(error).toMatchObject({ code: "not_writable", exitCode: 1 });
  });

  test("more memory than it may use, with nowhere to spill", async () => {
    const small = await openDuckDB({ threads: 1, memoryLimit: "20MB", tempDir: "" });
    try {
      const sql =
        "SELECT max(v) FROM (SELECT list(repeat(CAST(i AS VARCHAR), 50)) v FROM range(2000000) r(i))";
      await expect(small.all(sql)).rejects.toMatchObject({ code: "out_of_memory", exitCode: 1 });
    } finally {
      small.close();
    }
  });

  test("a Parquet file with a hole in it", async () => {
    const file = join(folder, "t.parquet");
    const from = "range(20000) r(i)";
    await engine.run(
      `COPY (SELECT i, 'user-' || i AS name FROM ${from}) TO ${stringLiteral(file)} (FORMAT parquet, COMPRESSION zstd)`,
    );
    const { size } = await stat(file);
    const handle = await open(file, "r+");
    await handle.write(Buffer.alloc(Math.floor(size / 2), 0xff), 0, undefined, 64);
    await handle.close();
    const error = await failure(`SELECT sum(i), max(name) FROM read_parquet(${stringLiteral(file)})`);
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({ code: "corrupt_file", exitCode: 1 });
    expect(String((error as UserError).why)).toContain("t.parquet");
  });

  test("wrong SQL is a bug of ours and stays what it is", async () => {
    const error = await failure("SELECT nothing FROM nowhere");
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(UserError);
  });
});
