import { mkdir, readdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openDuckDB } from "../engine/duckdb/open.js";
import { stringLiteral } from "../engine/sql.js";
import { commitMade, commitSnapshot } from "./commit.js";
import { findMade } from "./made.js";
import { openTables } from "./open.js";
import { planPrune, prune } from "./prune.js";
import { openStage } from "./stage.js";
import { makeLake, type TestLake } from "./test-lake.js";
import { verifySnapshot } from "./verify.js";

const AS_OF = 1_611_446_400;
let lake: TestLake;
beforeEach(async () => {
  lake = await makeLake();
});
afterEach(() => lake.remove());

const pruneAll = async () => await prune(lake.path, await planPrune(lake.path, 0));
const pruned = (id: string) => ({
  code: "snapshot_pruned",
  what: `The snapshot ${id} was pruned while this was at work.`,
  exitCode: 1,
});

async function commitVerdicts(id: string, text: string) {
  const stage = await openStage(lake.path);
  try {
    await writeFile(stage.tableFile("verdicts"), text);
    return await commitMade(stage, id, "verdicts", "v1", [{ name: "verdicts", rows: 1 }]);
  } finally {
    await stage.discard();
  }
}

describe("a snapshot that is pruned at work", () => {
  test("gets nothing that was made from it, and it is said why", async () => {
    const { snapshot_id: id } = await lake.commit(AS_OF, { a: "1" });
    await pruneAll();
    await expect(commitVerdicts(id, "found")).rejects.toMatchObject(pruned(id));
    expect(await lake.tree()).toEqual(["0600 .gitignore", "0700 manifests"]);
  });

  test("is said to be so when it is opened, and when it is read", async () => {
    const engine = await openDuckDB({ threads: 1 });
    const stage = await openStage(lake.path);
    await engine.run(`COPY (SELECT 1 AS i) TO ${stringLiteral(stage.tableFile("a"))} (FORMAT parquet)`);
    const coverage = { accounts: 0, complete: 0, incomplete: 0 };
    const manifest = await commitSnapshot(stage, AS_OF, [{ name: "a", rows: 1 }], coverage);
    const { snapshot_id: id } = manifest;
    await stage.discard();
    await openTables(engine, lake.path, manifest);
    await pruneAll();
    await expect(engine.all("SELECT * FROM a")).rejects.toMatchObject(pruned(id));
    await expect(openTables(engine, lake.path, manifest)).rejects.toMatchObject(pruned(id));
    engine.close();
  });

  test("is not reported as broken", async () => {
    const { snapshot_id: id } = await lake.commit(AS_OF, { a: "1" });
    await pruneAll();
    await expect(verifySnapshot(lake.path, id)).rejects.toMatchObject({ code: "no_snapshot" });
  });
});

describe("what was made from a snapshot is made anew", () => {
  test.each(["file gone", "file cut off", "manifest broken"])("where it is not whole: %s", async (harm) => {
    const { snapshot_id: id } = await lake.commit(AS_OF, { a: "1" });
    const made = await commitVerdicts(id, "found");
    const file = join(lake.path, String(made.tables.verdicts?.file));
    if (harm === "file gone") await rm(file);
    if (harm === "file cut off") await writeFile(file, "f");
    if (harm === "manifest broken")
      await writeFile(join(lake.path, "manifests", `${id}.verdicts-v1.json`), "{");
    expect(await findMade(lake.path, id, "verdicts", "v1")).toBeUndefined();
    await commitVerdicts(id, "found");
    expect(await findMade(lake.path, id, "verdicts", "v1")).toEqual(made);
    expect((await verifySnapshot(lake.path, id)).problems).toEqual([]);
  });
});

describe("a link inside a lake", () => {
  const linked = { code: "link_in_lake", exitCode: 1 };

  test("is not read through", async () => {
    const { snapshot_id: id, tables } = await lake.commit(AS_OF, { a: "1" });
    const folder = join(lake.path, "a");
    await rename(folder, join(lake.path, "..", "elsewhere"));
    await symlink(join(lake.path, "..", "elsewhere"), folder);
    const engine = await openDuckDB({ threads: 1 });
    await expect(openTables(engine, lake.path, { tables })).rejects.toMatchObject(linked);
    engine.close();
    expect((await verifySnapshot(lake.path, id)).problems).toEqual([
      `${folder} is a link, and links inside a lake are not followed.`,
    ]);
  });

  test.each(["a", "manifests"])("is not written through: %s", async (name) => {
    const elsewhere = join(lake.path, "..", "elsewhere");
    await mkdir(elsewhere);
    await mkdir(lake.path);
    await symlink(elsewhere, join(lake.path, name));
    await expect(lake.commit(AS_OF, { a: "1" })).rejects.toMatchObject(linked);
    expect(await readdir(elsewhere)).toEqual([]);
  });

  test("is followed where it names the lake itself", async () => {
    const { snapshot_id: id } = await lake.commit(AS_OF, { a: "1" });
    const link = join(lake.path, "..", "link");
    await symlink(lake.path, link);
    expect((await verifySnapshot(link, id)).problems).toEqual([]);
  });
});

test("a manifest reaches no file outside of its lake", async () => {
  const { snapshot_id: id } = await lake.commit(AS_OF, { a: "1" });
  const made = await commitVerdicts(id, "found");
  const outside = JSON.stringify(made).replace(/verdicts\/snapshot_id[^"]*/, "../../secret.parquet");
  await writeFile(join(lake.path, "manifests", `${id}.verdicts-v1.json`), outside);
  expect((await verifySnapshot(lake.path, id)).problems).toEqual([
    expect.stringContaining("is not the manifest it should be"),
  ]);
});
