import { mkdir, mkdtemp, open, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type DuckDBEngine, openDuckDB } from "../engine/duckdb/open.js";
import { stringLiteral } from "../engine/sql.js";
import { UserError } from "../model/user-error.js";
import { commitSnapshot } from "./commit.js";
import type { Manifest } from "./manifest.js";
import { filesOf, openTables } from "./open.js";
import { openStage } from "./stage.js";

let folder: string;
let engine: DuckDBEngine;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "iamspect-"));
  engine = await openDuckDB({ threads: 1 });
});
afterEach(async () => {
  engine.close();
  await rm(folder, { recursive: true, force: true });
});

/** Commits a snapshot of one table of names. */
async function commitNames(lake: string, names: string): Promise<Manifest> {
  const stage = await openStage(lake);
  const target = stringLiteral(stage.tableFile("iam_users"));
  await engine.run(`COPY (${names}) TO ${target} (FORMAT parquet, COMPRESSION zstd)`);
  const tables = [{ name: "iam_users", rows: 1 }];
  const manifest = await commitSnapshot(stage, 0, tables, { accounts: 0, complete: 0, incomplete: 0 });
  await stage.discard();
  return manifest;
}

const users = () => engine.all("SELECT user_name FROM iam_users");

test("the tables of a snapshot are there by name, with its own columns and the audit time", async () => {
  const manifest = await commitNames(folder, "SELECT 'ann' AS user_name");
  await openTables(engine, folder, manifest);
  expect(await engine.all("SELECT * FROM iam_users")).toEqual([{ user_name: "ann", as_of: 0 }]);
  expect(filesOf(folder, manifest)).toEqual([
    join(folder, "iam_users", `snapshot_id=${manifest.snapshot_id}`, "part-00000.parquet"),
  ]);
});

test("opening another snapshot replaces the tables of the first", async () => {
  const first = await commitNames(folder, "SELECT 'ann' AS user_name");
  const second = await commitNames(folder, "SELECT 'bob' AS user_name");
  await openTables(engine, folder, first);
  await openTables(engine, folder, second);
  expect(await users()).toEqual([{ user_name: "bob" }]);
});

test.each(["la[k]e", "la*ke", "la?ke", "it's", "lä ke", "snapshot_id=x"])(
  "a lake called %s is read, and no lake that its name would match as a pattern",
  async (name) => {
    const manifest = await commitNames(join(folder, name), "SELECT 'ann' AS user_name");
    for (const other of ["lake", "laxke", "lakke"]) {
      // The same snapshot in another lake, and changed there since.
      const { snapshot_id: id } = await commitNames(join(folder, other), "SELECT 'ann' AS user_name");
      expect(id).toBe(manifest.snapshot_id);
      const [file = ""] = filesOf(join(folder, other), manifest);
      await engine.run(`COPY (SELECT 'other' AS user_name) TO ${stringLiteral(file)} (FORMAT parquet)`);
    }
    await openTables(engine, join(folder, name), manifest);
    expect(await users()).toEqual([{ user_name: "ann" }]);
  },
);

describe("a file that is not whole", () => {
  let manifest: Manifest;
  let file: string;
  beforeEach(async () => {
    manifest = await commitNames(folder, "SELECT 'user-' || i AS user_name FROM range(20000) r(i)");
    [file = ""] = filesOf(folder, manifest);
  });
  const opened = () => openTables(engine, folder, manifest).catch((error: unknown) => error);

  test("because it is gone", async () => {
    await rm(file);
    expect(await opened()).toMatchObject({
      code: "corrupt_file",
      what: `${file} cannot be read: it is missing.`,
      fix: expect.stringContaining("snapshots verify"),
      exitCode: 1,
    });
  });

  test("because it was cut off", async () => {
    await truncate(file, 100);
    expect(await opened()).toMatchObject({ what: `${file} cannot be read: its size is wrong.` });
  });

  test("because a folder has its name", async () => {
    await rm(file);
    await mkdir(file);
    expect(await opened()).toBeInstanceOf(UserError);
  });

  test("because it is something else of the same size", async () => {
    await writeFile(file, Buffer.alloc((await stat(file)).size, "x"));
    expect(await opened()).toMatchObject({
      code: "corrupt_file",
      what: `${file} cannot be read: it is not a whole Parquet file.`,
    });
  });

  test("because of a hole in it: it opens, but reading its rows says what to do", async () => {
    const handle = await open(file, "r+");
    await handle.write(Buffer.alloc(2000, 0xff), 0, undefined, 200);
    await handle.close();
    expect(await opened()).toMatchObject({ files: [file] });
    const error = await engine.all("SELECT max(user_name) FROM iam_users").catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({ code: "corrupt_file", fix: expect.stringContaining("snapshots verify") });
  });
});
