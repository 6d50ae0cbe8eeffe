import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { REPORT } from "./report-fixture.js";
import { runCli, scratch } from "./run-cli.js";

const folder = scratch();
const cwd = folder.dir;
afterAll(() => folder.remove());

const run = (...args: string[]) => runCli(args, { cwd });

interface Finding {
  readonly finding_id: string;
  readonly control_id: string;
  readonly severity: string;
  readonly status: string;
  readonly reason: string;
  readonly owner: string | null;
  readonly subject_name: string;
  readonly remediation: { readonly cli: string };
  readonly exception_command: string | null;
}

async function findings(...args: string[]): Promise<Finding[]> {
  const { code, stdout, stderr } = await run("findings", "--format", "json", ...args);
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Finding[];
}

/** A user without a password, whose key becomes too old on 24 November 2026. */
const DEPLOY =
  "deploy,arn:aws:iam::111122223333:user/ci/deploy,2020-01-01T00:00:00Z,false,N/A,N/A,N/A,false,true,2026-08-26T00:00:00Z," +
  "2026-11-20T00:00:00Z,us-east-1,s3,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A";

beforeAll(async () => {
  writeFileSync(join(cwd, "report.csv"), [REPORT, DEPLOY].join("\n"));
  writeFileSync(
    join(cwd, "iamspect.yaml"),
    "version: 1\nowners:\n  - {owner: Web Team, name: ann}\n  - {owner: platform, path: /ci/}\n  - {from: account}\n",
  );
  for (const day of ["2026-11-23", "2026-11-25"]) {
    const { code, stderr } = await run("audit", "report.csv", "--as-of", day);
    if (code !== 0) throw new Error(stderr);
  }
});

describe("findings", () => {
  test("the worst stand first, and each says whose it is, how to fix it and how to accept it", async () => {
    const all = await findings();
    const ranks = all.map(({ severity }) => ["critical", "high", "medium", "low"].indexOf(severity));
    expect(ranks).toEqual([...ranks].sort());
    const ann = all.find(({ control_id: id, subject_name: name }) => id === "user-unused" && name === "ann");
    expect(ann?.owner).toBe("Web Team");
    expect(ann?.remediation.cli).toContain("--user-name ann");
    expect(ann?.exception_command).toBe(
      "iamspect exceptions add --control user-unused --subject arn:aws:iam::111122223333:user/team/ann" +
        " --owner 'Web Team' --reason REASON --approved-by APPROVER --expires 2027-02-23",
    );
  });

  test("filters take names as people write them", async () => {
    const names = async (...args: string[]) =>
      new Set((await findings(...args)).map((one) => one.subject_name));
    expect(await names("--owner", "web team", "--status", "fail")).toEqual(new Set(["ann"]));
    expect(await names("--user", "DEPLOY", "--status", "all")).toEqual(new Set(["deploy"]));
    expect(await names("--user", "root", "--status", "all")).toEqual(new Set(["root"]));
    // What is unknown for want of evidence on the whole account is told of each user by name.
    expect((await findings("--user", "ann", "--status", "unknown")).length).toBeGreaterThan(0);
    const severe = await findings("--severity", "critical,high");
    expect(new Set(severe.map(({ severity }) => severity))).toEqual(new Set(["critical", "high"]));
    const config = await findings("--framework", "aws-config");
    expect(config.map(({ control_id: id }) => id)).toContain("access-keys-rotated");
    expect(config.map(({ control_id: id }) => id)).not.toContain("user-admin");
    expect(await findings("--limit", "2")).toEqual((await findings()).slice(0, 2));
  });

  test("--new-since tells what began to fail, since a snapshot or a day", async () => {
    for (const when of ["previous", "2026-11-24", "20261123"]) {
      const found = await findings("--new-since", when);
      expect(found.map(({ control_id: id, subject_name: name }) => [id, name])).toEqual([
        ["user-key-rotation", "deploy"],
      ]);
    }
    for (const [when, said] of [
      ["latest", "what is shown is the same"],
      ["2026-11-01", "holds no snapshot from 2026-11-01 or before"],
      ["2026-13-99", "is not a date"],
    ] as const) {
      const { code, stdout, stderr } = await run("findings", "--new-since", when);
      expect([code, stdout]).toEqual([2, ""]);
      expect(stderr).toContain(said);
    }
  });

  test("--group-by counts them, and the counts are those of the list", async () => {
    for (const [kind, key] of [
      ["owner", "owner"],
      ["control", "control_id"],
      ["severity", "severity"],
    ] as const) {
      const { stdout } = await run("findings", "--group-by", kind, "--format", "json");
      const groups = JSON.parse(stdout) as { group: string; findings: number }[];
      const counts: Record<string, number> = {};
      for (const one of await findings()) counts[String(one[key])] = (counts[String(one[key])] ?? 0) + 1;
      expect(Object.fromEntries(groups.map((one) => [one.group, one.findings]))).toEqual(counts);
    }
  });

  test("its commands can be pasted: the exception is added and covers that finding", async () => {
    const [one] = await findings("--control", "user-unused", "--user", "ann", "--status", "fail");
    const words = String(one?.exception_command).replace("'Web Team'", "web").split(" ").slice(1);
    const { code, stderr } = await run(...words, "--exceptions", "made.yaml");
    expect([code, stderr]).toEqual([0, expect.stringContaining("It covers 1 finding of this snapshot")]);
  });
});

describe("for people", () => {
  test("nothing is wider than 80 columns", async () => {
    for (const args of [
      ["findings"],
      ["findings", "--group-by", "user"],
      ["explain", "ann"],
      ["explain", "root", "--account", "111122223333"],
      ["query", "SELECT * FROM findings"],
    ]) {
      const { code, stdout } = await run(...args);
      const width = args[0] === "query" ? 0 : Math.max(...stdout.split("\n").map((line) => line.length));
      expect([args, code, width <= 80]).toEqual([args, 0, true]);
    }
  });

  test("root is explained, and names in letters of any case; what is not there has near names", async () => {
    const root = JSON.parse(
      (await run("explain", "root", "--account", "111122223333", "--format", "json")).stdout,
    );
    expect(root).toMatchObject({
      subject_kind: "root_user",
      user: { user_name: "root" },
      effective_mfa: null,
    });
    expect(root.verdicts.map(({ control_id: id }: Finding) => id)).toContain("root-access-key");
    const ann = JSON.parse((await run("explain", "ANN", "--format", "json")).stdout);
    expect(ann.user.user_name).toBe("ann");
    const nobody = await run("explain", "deplyo");
    expect([nobody.code, nobody.stderr]).toEqual([2, expect.stringContaining('Did you mean "deploy"?')]);
  });

  test("what fails is explained with the command that fixes it", async () => {
    const { stdout } = await run("explain", "deploy");
    expect(stdout).toMatch(
      /medium {2}user-key-rotation\n {4}The access key 1 of deploy [^$]*? {4}aws iam update-access-key --user-name deploy /,
    );
  });
});

describe("query", () => {
  test("findings have the severity, title and reason that the list has", async () => {
    const { stdout } = await run(
      ...["query", "SELECT finding_id, severity, title, reason FROM findings ORDER BY 1", "--format", "json"],
    );
    const listed = (await findings()).map(({ finding_id, severity, reason, ...rest }) => ({
      finding_id,
      severity,
      title: (rest as { title?: string }).title,
      reason,
    }));
    listed.sort((a, b) => (a.finding_id < b.finding_id ? -1 : 1));
    expect(JSON.parse(stdout)).toEqual(listed);
  });

  test("fixes are those that fix-first ranks", async () => {
    const { stdout } = await run(
      "query",
      "SELECT title, command FROM fixes ORDER BY rank",
      "--format",
      "json",
    );
    const ranked = JSON.parse((await run("fix-first", "--top", "all", "--format", "json")).stdout) as {
      title: string;
      command: string;
    }[];
    const fixes = JSON.parse(stdout) as unknown[];
    expect(fixes.length).toBeGreaterThan(2);
    // Behind these fix-first names the evidence to collect.
    const first = ranked.slice(0, fixes.length);
    expect(fixes).toEqual(first.map(({ title, command }) => ({ title, command })));
  });

  test("times are readable in the table and numbers elsewhere; nothing is said to be nothing", async () => {
    const sql = "SELECT created_at FROM iam_users WHERE user_name = 'ann'";
    expect((await run("query", sql)).stdout).toMatch(/CREATED AT\n2020-01-01T00:00:00Z\n$/);
    expect((await run("query", sql, "--format", "csv")).stdout).toBe("created_at\n1577836800\n");
    expect((await run("query", `${sql} AND FALSE`)).stdout).toMatch(/\(no rows\)\n$/);
  });

  test("--schema lists tables and columns; errors have a way out", async () => {
    expect((await run("query", "--schema")).stdout).toMatch(/^iam_users +\d+ +IAM users/m);
    expect((await run("query", "--schema", "findings")).stdout).toMatch(/^reason +varchar +why it fails/m);
    const { code, stderr } = await run("query", "SELECT nope FROM iam_users");
    expect([code, stderr]).toEqual([2, expect.stringContaining("fix: `iamspect query --schema`")]);
  });
});
