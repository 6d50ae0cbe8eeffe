import { mkdir, readdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { commitMade } from "./commit.js";
import { snapshotIds } from "./list.js";
import { ownerName } from "./owner.js";
import { planPrune, prune } from "./prune.js";
import { openStage } from "./stage.js";
import { goneOwner, makeLake, type TestLake } from "./test-lake.js";
import { verifySnapshot } from "./verify.js";

const AS_OF = 1_611_446_400;
const GONE = "20200101T000000Z-abcdef";
let lake: TestLake;
beforeEach(async () => {
  lake = await makeLake();
});
afterEach(() => lake.remove());

async function commitDays(days: number): Promise<string[]> {
  const ids: string[] = [];
  for (let day = 0; day < days; day += 1) {
    ids.push(
      (await lake.commit(AS_OF + day * 86_400, { accounts: `a${day}`, iam_users: `u${day}` })).snapshot_id,
    );
  }
  return ids;
}

async function commitVerdicts(id: string, version: string): Promise<void> {
  const stage = await openStage(lake.path);
  await writeFile(stage.tableFile("verdicts"), "found");
  await commitMade(stage, id, "verdicts", version, [{ name: "verdicts", rows: 1 }]);
  await stage.discard();
}

async function pruneTo(keep: number) {
  const plan = await planPrune(lake.path, keep);
  await prune(lake.path, plan);
  return plan;
}

describe("old snapshots", () => {
  test("go, the newest stay and are whole", async () => {
    const ids = await commitDays(4);
    expect(await pruneTo(2)).toEqual({ snapshots: ids.slice(0, 2), leftovers: [] });
    expect(await snapshotIds(lake.path)).toEqual(ids.slice(2));
    for (const id of ids.slice(2)) expect((await verifySnapshot(lake.path, id)).problems).toEqual([]);
    expect((await lake.tree()).filter((line) => ids.slice(0, 2).some((id) => line.includes(id)))).toEqual([]);
  });

  test("lose what was made from them first: a kill never leaves that without its snapshot", async () => {
    const [id = ""] = await commitDays(1);
    await commitVerdicts(id, "v1");
    // Removing the snapshot's own manifest fails, as if a kill had come right before it.
    const manifest = join(lake.path, "manifests", `${id}.json`);
    await rm(manifest);
    await mkdir(join(manifest, "full"), { recursive: true });
    await expect(pruneTo(0)).rejects.toMatchObject({ code: "not_writable" });
    expect(await readdir(join(lake.path, "manifests"))).toEqual([`${id}.json`]);
  });

  test("stay when there are no more than asked for", async () => {
    const ids = await commitDays(2);
    for (const keep of [2, 3, 1000]) expect(await pruneTo(keep)).toEqual({ snapshots: [], leftovers: [] });
    expect(await snapshotIds(lake.path)).toEqual(ids);
  });

  test("take their verdicts with them, and folders that are empty then", async () => {
    const [id = ""] = await commitDays(1);
    await commitVerdicts(id, "v1");
    await pruneTo(0);
    expect(await lake.tree()).toEqual(["0600 .gitignore", "0700 manifests"]);
  });

  test.each(["is broken", "names tables that are not there"])(
    "go although their manifest %s",
    async (harm) => {
      const [id = ""] = await commitDays(1);
      if (harm === "is broken") await writeFile(join(lake.path, "manifests", `${id}.json`), "{");
      else await rm(join(lake.path, "accounts"), { recursive: true });
      expect((await pruneTo(0)).snapshots).toEqual([id]);
      expect(await lake.tree()).toEqual(["0600 .gitignore", "0700 manifests"]);
    },
  );

  test("of a lake that does not exist are none", async () => {
    expect(await planPrune(join(lake.path, "none"), 0)).toEqual({ snapshots: [], leftovers: [] });
  });
});

describe("what an interrupted run left behind", () => {
  test("goes: its stage, its half-written text, the tables it had moved already", async () => {
    const [id = ""] = await commitDays(1);
    const owner = await goneOwner();
    const left = [
      `.staging-${owner}`,
      `.lock-${owner}`,
      `.gitignore.${owner}.part`,
      join("manifests", `${GONE}.json.${owner}.part`),
      join("accounts", `snapshot_id=${GONE}`),
      join("groups", `snapshot_id=${GONE}`),
    ];
    await mkdir(join(lake.path, left[0] ?? "", "spill"), { recursive: true });
    for (const name of left.slice(1, 4)) await writeFile(join(lake.path, name), "{");
    for (const name of left.slice(4)) {
      await mkdir(join(lake.path, name), { recursive: true });
      await writeFile(join(lake.path, name, "part-00000.parquet"), "x");
    }
    const { snapshots, leftovers } = await pruneTo(1);
    expect(snapshots).toEqual([]);
    expect([...leftovers].sort()).toEqual([...left].sort());
    expect(await lake.tree()).toEqual([
      "0600 .gitignore",
      "0700 accounts",
      `0700 accounts/snapshot_id=${id}`,
      `0600 accounts/snapshot_id=${id}/part-00000.parquet`,
      "0700 iam_users",
      `0700 iam_users/snapshot_id=${id}`,
      `0600 iam_users/snapshot_id=${id}/part-00000.parquet`,
      "0700 manifests",
      `0600 manifests/${id}.json`,
    ]);
  });

  test("stays while a process is at work: it may be what that process is about to finish", async () => {
    await commitDays(1);
    const stage = await openStage(lake.path);
    await mkdir(join(lake.path, "accounts", `snapshot_id=${GONE}`));
    await writeFile(join(lake.path, "manifests", `${GONE}.json.${ownerName()}.part`), "{");
    expect(await planPrune(lake.path, 1)).toEqual({ snapshots: [], leftovers: [] });
    await stage.discard();
    expect((await planPrune(lake.path, 1)).leftovers).toEqual([join("accounts", `snapshot_id=${GONE}`)]);
  });

  test("goes: manifests of what was made from no snapshot, and what has no manifest of a version", async () => {
    const [id = ""] = await commitDays(1);
    await commitVerdicts(id, "v1");
    const left = [
      join("manifests", `${GONE}.verdicts-v1.json`),
      join("verdicts", `snapshot_id=${id}`, "version=v2"),
    ];
    await writeFile(join(lake.path, left[0] ?? ""), "{}");
    await mkdir(join(lake.path, left[1] ?? ""));
    expect(await pruneTo(1)).toEqual({ snapshots: [], leftovers: left });
    expect(await planPrune(lake.path, 1)).toEqual({ snapshots: [], leftovers: [] });
    expect((await verifySnapshot(lake.path, id)).problems).toEqual([]);
  });

  test("stays when somebody finished it since it was found", async () => {
    const { snapshot_id: id } = await lake.commit(AS_OF, { accounts: "1" });
    const manifest = join(lake.path, "manifests", `${id}.json`);
    await rename(manifest, `${manifest}.aside`);
    const plan = await planPrune(lake.path, 1);
    expect(plan.leftovers).toEqual([join("accounts", `snapshot_id=${id}`)]);
    await rename(`${manifest}.aside`, manifest);
    await prune(lake.path, plan);
    expect((await verifySnapshot(lake.path, id)).problems).toEqual([]);
  });

  test("is not removed through a link, wherever that leads", async () => {
    const [id = ""] = await commitDays(1);
    const elsewhere = join(lake.path, "..", "elsewhere");
    await mkdir(join(elsewhere, `snapshot_id=${GONE}`), { recursive: true });
    await writeFile(join(elsewhere, `${id}.json`), "mine");
    await symlink(elsewhere, join(lake.path, "groups"));
    expect(await pruneTo(1)).toEqual({ snapshots: [], leftovers: [] });
    await rm(join(lake.path, "manifests"), { recursive: true });
    await symlink(elsewhere, join(lake.path, "manifests"));
    await expect(pruneTo(0)).rejects.toMatchObject({ code: "link_in_lake" });
    expect((await readdir(elsewhere)).sort()).toEqual([`${id}.json`, `snapshot_id=${GONE}`]);
  });

  test("is never anything that a person put there", async () => {
    await commitDays(1);
    const own = ["notes", join("accounts", "snapshot_id=mine"), join("accounts", "backup"), ".hidden"];
    for (const name of own) await mkdir(join(lake.path, name), { recursive: true });
    await writeFile(join(lake.path, "readme.part"), "");
    expect(await pruneTo(1)).toEqual({ snapshots: [], leftovers: [] });
    const tree = await lake.tree();
    for (const name of [...own, "readme.part"])
      expect(tree.some((line) => line.endsWith(` ${name}`))).toBe(true);
  });
});

test("broken snapshots go whatever their age, needed ones stay", async () => {
  const [one = "", two = "", three = ""] = await commitDays(3);
  const limits = { needed: new Set([one]), broken: new Set([three]) };
  expect(await planPrune(lake.path, 1, limits)).toEqual({ snapshots: [two, three], leftovers: [] });
});
