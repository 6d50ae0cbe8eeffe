import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { goneOwner } from "../lake/test-lake.js";
import { lakeChecks } from "./lake-checks.js";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "iamspect-lake-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

test("a lake that is not there yet would be made, and is not made by looking", async () => {
  const [lake, disk, ...rest] = await lakeChecks(join(dir, "deep", "lake"));
  expect([lake?.status, lake?.detail]).toEqual(["ok", expect.stringContaining("will be made")]);
  expect(disk).toMatchObject({ check: "disk", detail: expect.stringMatching(/^\d+\.\d GiB free$/) });
  expect([rest, readdirSync(dir)]).toEqual([[], []]);
});

test("a lake that is a file cannot be written", async () => {
  writeFileSync(join(dir, "lake"), "");
  for (const place of ["lake", "lake/below"]) {
    expect(await lakeChecks(join(dir, place))).toMatchObject([{ check: "lake", status: "error" }]);
  }
});

test("what interrupted runs left is told, and how to go on", async () => {
  mkdirSync(join(dir, `.staging-${await goneOwner()}`));
  mkdirSync(join(dir, "collecting", "20261123T000000Z-abcdef"), { recursive: true });
  const checks = await lakeChecks(dir);
  expect(checks.find(({ check }) => check === "leftovers")).toMatchObject({
    status: "warning",
    detail: expect.stringContaining("snapshots prune"),
  });
  expect(checks.find(({ check }) => check === "interrupted")?.detail).toMatch(
    /20261123T000000Z-abcdef.*collect --resume/,
  );
});

test("a lake that others can write is told, and stays as it is", async () => {
  chmodSync(dir, 0o777);
  const [, open] = await lakeChecks(dir);
  expect(open).toMatchObject({
    check: "lake",
    status: "warning",
    detail: `others can write into ${dir}: chmod go-w`,
  });
});
