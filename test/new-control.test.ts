import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { runCli, scratch } from "./run-cli.js";

const folder = scratch();
afterAll(() => folder.remove());
const SCRIPT = fileURLToPath(new URL("../scripts/new.mjs", import.meta.url));
const start = (...args: string[]) =>
  spawnSync(process.execPath, [SCRIPT, ...args, "--into", folder.dir], { encoding: "utf8" });

test("a new control has three files, and its cases hold", async () => {
  expect(start("control", "user-password-age")).toMatchObject({ status: 0, stderr: "" });
  expect(readdirSync(join(folder.dir, "user-password-age")).sort()).toEqual([
    "cases.yaml",
    "control.sql",
    "control.yaml",
  ]);
  const args = ["controls", "test", "user-password-age", "--controls", folder.dir];
  const result = await runCli(args, { cwd: folder.dir });
  expect([result.code, result.stderr]).toEqual([0, "6 cases hold, 0 do not.\n"]);
});

test("an id that is taken, here or among the shipped controls, or is none, writes nothing", () => {
  expect(start("control", "user-twice").status).toBe(0);
  for (const id of ["user-twice", "user-key-rotation"]) {
    expect(start("control", id)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining(`There is a control ${id} already`),
    });
  }
  for (const args of [["control"], ["control", "../up"], ["control", "Upper"], ["table", "x"]]) {
    expect(start(...args)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("npm run new control"),
    });
  }
  expect(existsSync(join(folder.dir, "user-key-rotation"))).toBe(false);
});
