import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { UserError } from "../../model/user-error.js";
import type { SqlRow } from "../engine.js";
import { stringLiteral } from "../sql.js";
import { fencedQuery } from "./fence.js";
import { openDuckDB } from "./open.js";
import { pathLiteral } from "./path-literal.js";

let folder: string;
let allowed: string;
let before: Buffer;
let read: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "iamspect-"));
  await mkdir(join(folder, "lake [x]"));
  allowed = join(folder, "lake [x]", "users.parquet");
  read = `SELECT * FROM read_parquet(${pathLiteral(allowed)}, hive_partitioning = false)`;
  const engine = await openDuckDB({ threads: 1 });
  await engine.run(
    `COPY (SELECT i, 'user-' || i AS name FROM range(3000) r(i)) TO ${stringLiteral(allowed)}`,
  );
  await engine.run(`COPY (SELECT 'secret' AS s) TO ${stringLiteral(join(folder, "secret.parquet"))}`);
  engine.close();
  await writeFile(join(folder, "secret.csv"), "s\nsecret\n");
  before = await readFile(allowed);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function query(sql: string): Promise<SqlRow[]> {
  const rows: SqlRow[] = [];
  for await (const batch of fencedQuery(sql, {
    files: [allowed],
    statements: [],
    views: { iam_users: read, 'odd "name': read },
  }))
    rows.push(...batch);
  return rows;
}

describe("what may be asked", () => {
  test("every row of the tables that were handed in, and of no more than these", async () => {
    expect(await query("SELECT count(*) AS n, min(name) AS first FROM iam_users")).toEqual([
      { n: 3000, first: "user-0" },
    ]);
    expect((await query("SELECT i FROM iam_users")).length).toBe(3000);
    expect(await query("SHOW TABLES")).toEqual([{ name: "iam_users" }, { name: 'odd "name' }]);
  });

  test.each([
    "WITH a AS (SELECT i FROM iam_users WHERE i < 2) SELECT max(i) AS n FROM a",
    "SELECT 1 AS n -- a comment",
    "/* a comment */ SELECT 1 AS n;",
    "FROM iam_users SELECT min(i) + 1 AS n",
    'SELECT a.i AS n FROM iam_users a JOIN "odd ""name" b USING (i) WHERE i = 1',
    "VALUES (1)",
  ])("%s", async (sql) => {
    const [row] = await query(sql);
    expect(Object.values(row ?? {})).toEqual([1]);
  });

  test("a mistake is said as the engine says it", async () => {
    await expect(query("SELECT nothing FROM iam_users")).rejects.toThrow(/nothing/);
    await expect(query("SELEC 1")).rejects.toThrow(/syntax error/);
  });
});

describe("refused is anything that is not exactly one SELECT", () => {
  test.each([
    "",
    ";",
    "-- nothing but a comment",
    "SELECT 1; SELECT 2",
    "SELECT 1; DROP VIEW iam_users",
    "SELECT 1;/**/COPY iam_users TO 'OTHER'",
    "SELECT ';'; COPY iam_users TO 'OTHER'",
    "COPY iam_users TO 'OTHER' (FORMAT csv)",
    "COPY (SELECT 1) TO 'ALLOWED' (FORMAT parquet)",
    "EXPORT DATABASE 'OTHER'",
    "ATTACH 'OTHER' AS other",
    "CREATE TABLE t AS SELECT 1",
    "CREATE MACRO m() AS 1",
    "INSERT INTO iam_users VALUES (1, 'x')",
    "UPDATE iam_users SET i = 1",
    "DELETE FROM iam_users",
    "DROP VIEW iam_users",
    "PRAGMA enable_profiling",
    "PRAGMA threads = 8",
    "PRAGMA import_database('OTHER')",
    "SET enable_external_access = true",
    "RESET enable_external_access",
    "SET allowed_paths = ['/']",
    "INSTALL httpfs",
    "LOAD httpfs",
    "CALL pragma_version()",
    "CHECKPOINT",
    "BEGIN TRANSACTION",
    "PREPARE p AS SELECT 1",
    "EXPLAIN ANALYZE SELECT 1",
    "CREATE SECRET s (TYPE s3)",
    "USE memory",
    "VACUUM",
  ])("%s", async (sql) => {
    const target = sql.replace("OTHER", join(folder, "out.csv")).replace("ALLOWED", allowed);
    await expect(query(target)).rejects.toThrow();
    expect(await readdir(folder)).toEqual(["lake [x]", "secret.csv", "secret.parquet"]);
    expect(await readFile(allowed)).toEqual(before);
  });

  test.each([
    "SELECT * FROM enable_logging(level='trace', storage='stdout')",
    'SELECT * FROM system.main."ENABLE_Logging"()',
    "WITH a AS (SELECT (SELECT max(x) FROM (SELECT write_log('x') AS x)) AS y) SELECT y FROM a",
    "SELECT ('x').write_log()",
    "SELECT i FROM iam_users ORDER BY write_log(name)",
    "SELECT list_transform([1], lambda x: write_log('x'))",
    "FROM enable_profiling()",
    "FROM truncate_duckdb_logs()",
    "FROM force_checkpoint()",
    "SELECT * FROM query('SELECT * FROM enable_' || 'logging(storage=''stdout'')')",
    "FROM query_table('iam_users')",
  ])("a function that changes what is written beside the result: %s", async (sql) => {
    await expect(query(sql)).rejects.toThrow(/^The query may not call /);
  });

  test("and the message says so", async () => {
    const error = await query("DROP VIEW iam_users").catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({
      code: "bad_query",
      what: "Only one SELECT is run: it is a DROP statement.",
    });
    await expect(query("SELECT 1; SELECT 2")).rejects.toThrow(
      "Only one SELECT is run: 2 statements were given.",
    );
  });
});

describe("a SELECT reaches nothing else", () => {
  test.each([
    ["another Parquet file", "SELECT * FROM read_parquet('SECRET.parquet')"],
    ["another file by its name alone", "SELECT * FROM 'SECRET.parquet'"],
    ["a CSV file", "SELECT * FROM read_csv('SECRET.csv')"],
    ["a text file", "SELECT * FROM read_text('SECRET.csv')"],
    ["bytes", "SELECT * FROM read_blob('SECRET.csv')"],
    ["JSON", "SELECT * FROM read_json('SECRET.csv')"],
    ["what files there are", "SELECT * FROM glob('FOLDER/*')"],
    ["a way out of an allowed folder", "SELECT * FROM read_text('FOLDER/lake [[]x]/../secret.csv')"],
    ["the password file", "SELECT * FROM read_text('/etc/passwd')"],
    ["the environment of the process", "SELECT * FROM read_text('/proc/self/environ')"],
    ["the network", "SELECT * FROM read_csv('https://example.com/x.csv')"],
    ["a bucket", "SELECT * FROM read_parquet('s3://bucket/x.parquet')"],
    ["a file through a query in text", "SELECT * FROM query('SELECT * FROM read_csv(''SECRET.csv'')')"],
    ["a file through a table by name", "SELECT * FROM query_table('SECRET.csv')"],
    ["the metadata of a file", "SELECT * FROM parquet_metadata('SECRET.parquet')"],
    ["a file in a subquery", "SELECT (SELECT s FROM read_csv('SECRET.csv'))"],
    ["the environment by function", "SELECT getenv('HOME')"],
  ])("%s", async (_, sql) => {
    const asked = sql.replace("SECRET", join(folder, "secret")).replace("FOLDER", folder);
    await expect(query(asked)).rejects.toThrow();
  });

  test("the same statements do reach these files outside of the fence", async () => {
    const engine = await openDuckDB({ threads: 1 });
    const file = pathLiteral(join(folder, "secret.csv"));
    expect(await engine.all(`SELECT * FROM read_csv(${file})`)).toEqual([{ s: "secret" }]);
    expect(
      await engine.all(`SELECT * FROM query('SELECT * FROM read_csv(''${join(folder, "secret.csv")}'')')`),
    ).toEqual([{ s: "secret" }]);
    engine.close();
  });

  test("no setting lets it out", async () => {
    const [row] = await query(
      "SELECT current_setting('enable_external_access') AS access, current_setting('lock_configuration') AS locked," +
        " current_setting('autoload_known_extensions') AS autoload",
    );
    expect(row).toEqual({ access: false, locked: true, autoload: false });
  });
});

test("whoever stops listening after the first rows ends the query", async () => {
  const rows = fencedQuery("SELECT a.i FROM iam_users a, iam_users b, iam_users c", {
    files: [allowed],
    statements: [],
    views: { iam_users: read },
  });
  const first = await rows.next();
  expect(first.done).toBe(false);
  await rows.return(undefined);
  expect(await rows.next()).toEqual({ done: true, value: undefined });
});
