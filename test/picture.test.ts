import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { A, B, C, D, evidenceFolder, keyRow, LISTED } from "./picture-support.js";
import { ANN } from "./report-fixture.js";
import type { CliResult } from "./run-cli.js";

/** Four accounts, audited on four days into one lake, and one that only a list names: one picture. */

const folder = evidenceFolder();
const { run, json, evidence, list } = folder;
afterAll(() => folder.remove());

interface Finding {
  readonly account_id: string;
  readonly control_id: string;
  readonly status: string;
  readonly subject_kind: string;
}

const audits: Record<string, CliResult> = {};
beforeAll(async () => {
  // 89 days old on its own day; at the time of the last audit it would be 110 days old.
  evidence("a", A, "2026-11-01", [
    keyRow(A, "eighty-nine", "2026-08-04T00:00:00Z"),
    keyRow(A, "old", "2025-01-01T00:00:00Z"),
  ]);
  evidence("b", B, "2026-11-08", [keyRow(B, "young", "2026-11-01T00:00:00Z")]);
  evidence("c", C, "2026-11-15", [ANN.replaceAll("111122223333", C)]);
  evidence("d", D, "2026-11-22", [keyRow(D, "young", "2026-11-01T00:00:00Z")]);
  list("b", [A, B, LISTED]);
  for (const name of ["a", "b", "c", "d"]) {
    audits[name] = await run("audit", name, "--fail-on", "medium", "--control", "user-key-rotation");
  }
});

test("an audit fails by what it has read itself, and says that the lake holds more", () => {
  expect(audits.a?.code).toBe(3);
  expect(audits.b?.code).toBe(0);
  expect(audits.b?.stderr).toContain("1 account is shown from another snapshot.");
  expect(audits.d?.stderr).toContain("The lake also holds 4 other accounts.");
});

test("each account is judged at its own audit time", async () => {
  const found = await json<(Finding & { subject_arn: string })[]>(
    ...["findings", "--control", "user-key-rotation", "--status", "fail,pass"],
  );
  const users = found.filter(({ subject_kind: kind }) => kind === "iam_user");
  expect(users.map(({ subject_arn, status }) => [subject_arn.split(/[:/]/).at(-1), status]).sort()).toEqual([
    ["ann", "fail"],
    ["eighty-nine", "pass"],
    ["old", "fail"],
    ["young", "pass"],
    ["young", "pass"],
  ]);
});

test("an account that was only listed is unknown, and is one of the picture", async () => {
  const found = await json<Finding[]>("findings", "--control", "user-key-rotation");
  const listed = found.filter(({ account_id: account }) => account === LISTED);
  expect(listed.map(({ status, subject_kind }) => [status, subject_kind])).toEqual([["unknown", "account"]]);
});

describe("every command shows all accounts", () => {
  const HEAD = "5 accounts from 4 snapshots, 2026-11-01 to 2026-11-22";

  test.each([
    ["findings"],
    ["fix-first"],
    ["causes"],
    ["tune"],
    ["benchmark"],
    ["query", "SELECT count(*) AS n FROM iam_users"],
    ["explain", "old"],
    ["share", "--organization", "standalone"],
  ])("%s", async (...args) => {
    const { stdout, stderr } = await run(...args);
    expect(`${stdout}${stderr}`).toContain(HEAD);
  });

  test("query, each row with the audit time of its account", async () => {
    const rows = await json<{ account_id: string; as_of: number }[]>(
      ...["query", "SELECT DISTINCT account_id, as_of FROM iam_users ORDER BY 1"],
    );
    const day = (date: string) => Date.parse(date) / 1000;
    expect(rows.map(({ account_id, as_of }) => [account_id, as_of])).toEqual([
      [A, day("2026-11-01")],
      [B, day("2026-11-08")],
      [C, day("2026-11-15")],
      [D, day("2026-11-22")],
    ]);
  });

  test("--snapshot shows one, by the beginning of its id", async () => {
    const { stdout } = await run("findings", "--snapshot", "20261101");
    expect(stdout).toContain("1 account as of 2026-11-01T00:00:00Z, snapshot 20261101T000000Z-");
  });
});

test("trend counts all accounts at the newest audit time, diff what changed in them", async () => {
  interface Point {
    readonly as_of: string;
    readonly population: number;
    readonly fail: number;
  }
  const { controls } = await json<{ controls: { points: Point[] }[] }>(
    "trend",
    "--control",
    "user-key-rotation",
  );
  const [trend] = controls;
  expect(trend?.points.map(({ as_of, population, fail }) => [as_of.slice(0, 10), population, fail])).toEqual([
    ["2026-11-01", 2, 1],
    ["2026-11-08", 4, 1],
    ["2026-11-15", 5, 2],
    ["2026-11-22", 6, 2],
  ]);
  const { stdout } = await run(
    "diff",
    "--control",
    "user-key-rotation",
    "--change",
    "all",
    "--format",
    "csv",
  );
  const changes = stdout.split("\n").flatMap((line) => /persisting|fixed|new|not_compared/.exec(line) ?? []);
  expect(changes).toEqual(["persisting", "persisting"]);
});

describe("settings of an audit", () => {
  test("stay with what is read after it, are said, and give way to those given anew", async () => {
    const rotation = ["--control", "user-key-rotation", "--status", "fail"];
    const users = async (...args: string[]) =>
      (await json<Finding[]>("findings", ...rotation, ...args)).length;
    expect(await users()).toBe(2);
    await run("audit", "d", "--set", "user-key-rotation.max_age_days=20");
    expect(await users()).toBe(4);
    expect((await run("findings", ...rotation)).stdout).toContain(
      "Settings that differ from the defaults: user-key-rotation.max_age_days=20",
    );
    expect(await users("--set", "user-key-rotation.max_age_days=300")).toBe(2);
    const trend = await json<{ controls: { points: { fail: number }[] }[] }>(
      ...["trend", "--control", "user-key-rotation"],
    );
    const point = trend.controls[0]?.points.at(-1);
    expect(point?.fail).toBe(4);
    await run("audit", "d");
    expect(await users()).toBe(2);
  });

  test("name a configuration, which must still be there", async () => {
    writeFileSync(
      join(folder.dir, "strict.yaml"),
      "version: 1\ncontrols: {user-key-rotation: {max_age_days: 20}}\n",
    );
    await run("audit", "d", "--config", "strict.yaml", "--lake", "other");
    const found = () => run("findings", "--control", "user-key-rotation", "--lake", "other");
    expect((await found()).stdout).toContain("max_age_days=20");
    writeFileSync(
      join(folder.dir, "other", "audit.json"),
      '{"version":1,"set":[],"controls":[],"config":"/gone.yaml"}',
    );
    const { code, stderr } = await found();
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining("/gone.yaml, by which the last audit judged, is gone"),
    ]);
    writeFileSync(join(folder.dir, "other", "audit.json"), "{");
    expect((await found()).stderr).toContain("audit.json cannot be read");
  });
});

test("a run that can read nothing makes no snapshot and ends with 2, and tells why", async () => {
  mkdirSync(join(folder.dir, "bad"));
  writeFileSync(join(folder.dir, "bad", "report.json"), '{"Content": "?"}');
  for (const command of ["audit", "collect"]) {
    const { code, stdout, stderr } = await run(command, "bad", "--lake", "none");
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("problem: bad/report.json");
    expect(stderr).toContain("Nothing of any account could be read, so no snapshot was made.");
  }
  expect((await run("snapshots", "list", "--lake", "none")).stderr).toContain("holds no snapshot");
});

test("pruning keeps so many snapshots of each account", async () => {
  const names = async (keep: string) => {
    const { stdout } = await run("snapshots", "prune", "--keep", keep, "--format", "csv");
    return stdout
      .split("\n")
      .slice(1)
      .filter((line) => line !== "");
  };
  expect(await names("1")).toEqual([]);
  evidence("a2", A, "2026-11-29", [keyRow(A, "eighty-nine", "2026-08-04T00:00:00Z")]);
  await run("audit", "a2");
  expect(await names("1")).toEqual([expect.stringContaining("20261101T000000Z-")]);
  expect(await names("2")).toEqual([]);
});

test("an account that a newer list of its organization lacks has left the picture, said aloud", async () => {
  evidence("e", B, "2026-11-30", [keyRow(B, "young", "2026-11-01T00:00:00Z")]);
  list("e", [B]);
  await run("audit", "e");
  const { stdout } = await run("findings");
  expect(stdout).toContain("3 accounts from 3 snapshots");
  expect(stdout).toContain(`2 accounts left the organization and are not shown: ${A}, ${LISTED}`);
});
