import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ANN, HEADER } from "./report-fixture.js";
import { type CliResult, runCli, scratch } from "./run-cli.js";

/** Four accounts, audited on four days into one lake, and one that only a list names: one picture. */

const folder = scratch();
afterAll(() => folder.remove());

const [A, B, C, D, LISTED] = [
  "111111111111",
  "222222222222",
  "333333333333",
  "444444444444",
  "555555555555",
] as const;
const OF_ORG = "arn:aws:organizations::222222222222:account/o-a1b2c3d4e5";

const run = (...args: string[]) => runCli(args, { cwd: folder.dir });
async function json<T>(...args: string[]): Promise<T> {
  const { code, stdout, stderr } = await run(...args, "--format", "json");
  if (code !== 0 && code !== 4) throw new Error(`${args.join(" ")}: ${code} ${stderr}`);
  return JSON.parse(stdout) as T;
}

const rootRow = (account: string) =>
  `<root_account>,arn:aws:iam::${account}:root,2015-01-01T00:00:00Z,true,2016-01-01T00:00:00Z,2015-01-01T00:00:00Z,not_supported,true${",false,N/A,N/A,N/A,N/A".repeat(2)},false,N/A,false,N/A`;
/** A user with one key, made at this time and used since. */
const keyRow = (account: string, name: string, made: string) =>
  `${name},arn:aws:iam::${account}:user/${name},2020-01-01T00:00:00Z,false,N/A,N/A,N/A,false,true,${made},${made},us-east-1,s3,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A`;

function evidence(name: string, account: string, day: string, rows: readonly string[]): void {
  mkdirSync(join(folder.dir, name, account), { recursive: true });
  const Content = Buffer.from([HEADER, rootRow(account), ...rows].join("\n")).toString("base64");
  const report = { Content, ReportFormat: "text/csv", GeneratedTime: `${day}T00:00:00Z` };
  writeFileSync(join(folder.dir, name, account, "report.json"), JSON.stringify(report));
}

function list(name: string, accounts: readonly string[]): void {
  const Accounts = accounts.map((Id) => ({
    Id,
    Arn: `${OF_ORG}/${Id}`,
    Name: `acct-${Id[0]}`,
    State: "ACTIVE",
  }));
  writeFileSync(join(folder.dir, name, "accounts.json"), JSON.stringify({ Accounts }));
}

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
  for (const name of ["a", "b", "c", "d"]) audits[name] = await run("audit", name, "--fail-on", "medium");
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

describe("what trials found", () => {
  const rotation = ["--control", "user-key-rotation"] as const;
  const twoDays = () => {
    evidence("x1", A, "2026-01-01", [keyRow(A, "one", "2025-12-01T00:00:00Z")]);
    evidence("x2", A, "2026-02-01", [
      keyRow(A, "one", "2025-12-01T00:00:00Z"),
      keyRow(A, "two", "2024-01-01T00:00:00Z"),
    ]);
  };

  test("news are found by the settings of this audit, whatever the last one had; and an audit heals lost settings", async () => {
    twoDays();
    const lake = ["--lake", "news"];
    await run("audit", "x1", ...lake, "--set", "user-key-rotation.max_age_days=2000");
    const newOnly = ["--fail-on", "medium", "--new-only"];
    expect((await run("audit", "x2", ...lake, ...rotation, ...newOnly)).code).toBe(3);
    expect(
      (
        await run(
          "audit",
          "x2",
          ...lake,
          ...rotation,
          ...newOnly,
          "--set",
          "user-key-rotation.max_age_days=2000",
        )
      ).code,
    ).toBe(0);
    expect((await run("audit", "x2", ...lake, "--new-only")).code).toBe(2);
    writeFileSync(join(folder.dir, "news", "audit.json"), '{"version":1,"set":[],"controls":["/gone"]}');
    expect((await run("findings", ...lake)).stderr).toContain(
      "/gone, by which the last audit judged, is gone",
    );
    expect((await run("audit", "x2", ...lake)).code).toBe(0);
    expect((await run("findings", ...lake)).code).toBe(0);
  });

  test("kept parameters say nothing of other controls, and give way to a configuration", async () => {
    const lake = ["--lake", "kept"];
    twoDays();
    await run("audit", "x2", ...lake, "--set", "user-key-rotation.max_age_days=20");
    expect((await run("findings", ...lake, "--control", "user-unused")).code).toBe(0);
    writeFileSync(
      join(folder.dir, "loose.yaml"),
      "version: 1\ncontrols: {user-key-rotation: {max_age_days: 3000}}\n",
    );
    const loose = await run(
      "findings",
      ...lake,
      ...rotation,
      "--config",
      "loose.yaml",
      "--status",
      "fail",
      "--format",
      "json",
    );
    expect(JSON.parse(loose.stdout)).toEqual([]);
  });

  test("a broken snapshot is left out with a warning, and can be pruned", async () => {
    const lake = ["--lake", "broken"];
    twoDays();
    await run("audit", "x1", ...lake);
    await run("audit", "x2", ...lake);
    const [id = ""] = (await run("snapshots", "list", ...lake, "--format", "csv")).stdout
      .split("\n")
      .slice(-2);
    const snapshot = id.split(",")[0] ?? "";
    writeFileSync(join(folder.dir, "broken", "manifests", `${snapshot}.json`), "garbage");
    const shown = await run("findings", ...lake);
    expect([shown.code, shown.stdout]).toEqual([0, expect.stringContaining("snapshot 20260101T000000Z-")]);
    expect(shown.stderr).toContain(`warning: 1 snapshot is broken and left out: ${snapshot}.`);
    expect((await run("snapshots", "prune", "--keep", "9", ...lake)).stdout).toContain(snapshot);
    // The same files again make it whole again.
    expect((await run("audit", "x2", ...lake)).code).toBe(0);
    expect((await run("findings", ...lake)).stderr).not.toContain("broken");
  });

  test("a list that is cut off, and one that another organization has, make nobody leave", async () => {
    const lake = ["--lake", "lists"];
    evidence("l1", A, "2026-01-01", [keyRow(A, "one", "2025-12-01T00:00:00Z")]);
    list("l1", [A, B]);
    evidence("l2", B, "2026-02-01", [keyRow(B, "one", "2025-12-01T00:00:00Z")]);
    const Accounts = [{ Id: B, Arn: `${OF_ORG}/${B}`, Name: "b", State: "ACTIVE" }];
    writeFileSync(join(folder.dir, "l2", "accounts.json"), JSON.stringify({ Accounts, NextToken: "eyJ" }));
    await run("audit", "l1", ...lake);
    const cut = await run("audit", "l2", ...lake);
    expect(cut.stderr).toContain("the list of accounts is cut off");
    expect((await run("findings", ...lake)).stdout).toContain("2 accounts from 2 snapshots");
    evidence("l3", C, "2026-03-01", [keyRow(C, "one", "2025-12-01T00:00:00Z")]);
    const other = `arn:aws:organizations::${C}:account/o-z9y8x7w6v5`;
    writeFileSync(
      join(folder.dir, "l3", "accounts.json"),
      JSON.stringify({
        Accounts: [A, C].map((Id) => ({ Id, Arn: `${other}/${Id}`, Name: "x", State: "ACTIVE" })),
      }),
    );
    await run("audit", "l3", ...lake);
    evidence("l4", B, "2026-04-01", [keyRow(B, "one", "2025-12-01T00:00:00Z")]);
    list("l4", [B]);
    await run("audit", "l4", ...lake);
    // A is in the other organization by now: its old one does not miss it.
    expect((await run("findings", ...lake)).stdout).not.toContain("left the organization");
  });

  test("files go with no demonstration", async () => {
    expect((await run("audit", "a", "--demo")).code).toBe(2);
  });
});
