import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { auditJson, runCli, scratch } from "./run-cli.js";

/** Evidence that is lost and found again: history says so, and what is unknown is the same told one by one and counted. */

const TEN_USERS = fileURLToPath(new URL("fixtures/ten-users", import.meta.url));
const ACCOUNT = "111122223333";
const DETAILS = join(ACCOUNT, "authorization-details.json");

const folder = scratch();
afterAll(() => folder.remove());

async function run(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await runCli(args, { cwd: folder.dir });
  if (code !== 0 && code !== 4) throw new Error(`${args.join(" ")}: ${code} ${stderr}`);
  return stdout;
}

interface Finding {
  readonly change: string;
  readonly control_id: string;
  readonly account_id: string;
  readonly subject_arn: string;
  readonly subject_kind: string;
  readonly credential: string | null;
  readonly slot: number | null;
  readonly status: string;
  readonly assumed: boolean;
  readonly evidence: Readonly<Record<string, unknown>>;
}

async function findings(...args: string[]): Promise<Finding[]> {
  const lines = (await run("findings", "--format", "ndjson", "--expand", ...args)).split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as Finding);
}

/** The same in all snapshots: whoever has this name here is one and the same. */
function nameOf({ control_id, subject_arn, credential, slot }: Finding): string {
  return [control_id, subject_arn, credential, slot].join(" ");
}

describe("ten users whose policies are there, are lost, and are there again", () => {
  const days = ["2024-06-01", "2024-06-02", "2024-06-03"] as const;
  const all: Record<string, Map<string, Finding>> = {};

  beforeAll(async () => {
    for (const day of days) {
      cpSync(TEN_USERS, join(folder.dir, day), { recursive: true });
      if (day === days[1]) rmSync(join(folder.dir, day, DETAILS));
      await run("audit", day, "--as-of", day, "--lake", "lake");
      const own = await findings("--status", "fail,unknown", "--lake", "lake");
      all[day] = new Map(own.map((one) => [nameOf(one), one]));
    }
  });

  /** What became of a finding that fails in one of both, worked out without a history. */
  function change(was: Finding | undefined, is: Finding | undefined): string | undefined {
    const [failed, fails] = [was?.status === "fail", is?.status === "fail"];
    if (failed === fails) return failed ? "persisting" : undefined;
    if (was?.assumed || is?.assumed) return "evidence_changed";
    return failed ? "became_unknown" : "became_known";
  }

  function expected(before: string, after: string): string[] {
    const [was, is] = [all[before] ?? new Map<string, Finding>(), all[after] ?? new Map<string, Finding>()];
    const names = [...new Set([...was.keys(), ...is.keys()])];
    const said = names.map((name) => [name, change(was.get(name), is.get(name))] as const);
    return said.flatMap(([name, what]) => (what === undefined ? [] : [`${name} ${what}`])).sort();
  }

  async function diff(before: string, after: string) {
    const [a = "", b = ""] = [before, after].map((day) => day.replaceAll("-", ""));
    const text = await run("diff", a, b, "--change", "all", "--format", "ndjson", "--lake", "lake");
    const said = text.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line) as Finding]));
    return said.map((one) => `${nameOf(one)} ${one.change}`).sort();
  }

  test.each([
    [days[0], days[1]],
    [days[1], days[2]],
  ])("from %s to %s nobody moves but for the evidence", async (before, after) => {
    const said = await diff(before, after);
    expect(said).toEqual(expected(before, after));
    const moved = said.filter((line) => !line.endsWith("persisting"));
    expect(moved.filter((line) => line.endsWith("evidence_changed"))).toEqual([
      expect.stringContaining("user-console-mfa arn:aws:iam::111122223333:user/i-nothing"),
    ]);
    expect(moved.length).toBeGreaterThan(15);
  });

  test("with the evidence back all is as it was", async () => {
    expect((await diff(days[0], days[2])).every((line) => line.endsWith("persisting"))).toBe(true);
    const { controls } = JSON.parse(await run("trend", "--format", "json", "--lake", "lake")) as {
      controls: readonly { points: readonly Record<string, number>[] }[];
    };
    for (const { points } of controls) {
      expect(points.map((one) => [one.new, one.reopened, one.fixed])).toEqual([0, 1, 2].map(() => [0, 0, 0]));
      expect(points[2]?.open).toBe(points[0]?.open);
    }
  });
});

describe("what is unknown, one by one, is what audit counts of every control", () => {
  /** The unknown ones of each control: subjects of which none of the credentials fails, and what nobody listed. */
  async function spelledOut(lake: string): Promise<Map<string, number>> {
    const found = await findings("--status", "fail,unknown", "--lake", lake);
    const name = (one: Finding) => [one.control_id, one.account_id, one.subject_arn].join(" ");
    const fails = new Set(found.filter(({ status }) => status === "fail").map(name));
    const subjects = new Map<string, number>();
    for (const one of found.filter(({ status }) => status === "unknown")) {
      if (fails.has(name(one))) continue;
      subjects.set(name(one), one.subject_kind === "account" ? Number(one.evidence.count) : 1);
    }
    const counts = new Map<string, number>();
    for (const [key, count] of subjects) {
      const control = key.split(" ")[0] ?? "";
      counts.set(control, (counts.get(control) ?? 0) + count);
    }
    return counts;
  }

  async function compare(evidence: string, lake: string): Promise<number> {
    const args = ["audit", evidence, "--as-of", "2024-06-01", "--lake", lake, "--format", "json"];
    const { prevalence } = auditJson({ code: 0, stdout: await run(...args), stderr: "" });
    const spelled = await spelledOut(lake);
    for (const { control_id: id, unknown } of prevalence) {
      expect([id, spelled.get(id) ?? 0]).toEqual([id, unknown]);
    }
    return prevalence.reduce((sum, { unknown }) => sum + unknown, 0);
  }

  test("ten users without their policies", async () => {
    const place = join(folder.dir, "no-details");
    cpSync(TEN_USERS, place, { recursive: true });
    rmSync(join(place, DETAILS));
    expect(await compare("no-details", "no-details-lake")).toBeGreaterThan(50);
  });

  const COLUMNS = ["mfa_active", "access_key_2_active", "password_last_used", "user_creation_time"];
  const account = fc.record({
    report: fc.boolean(),
    details: fc.boolean(),
    organization: fc.boolean(),
    root: fc.boolean(),
    lacking: fc.subarray(COLUMNS, { maxLength: 2 }),
  });

  test("accounts that lack whatever they lack", async () => {
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(account, { minLength: 4, maxLength: 6 }), async (accounts) => {
        runs += 1;
        const name = `random-${runs}`;
        accounts.forEach((one, number) => {
          writeAccount(join(folder.dir, name), String(Number(ACCOUNT) + number), one);
        });
        expect(await compare(name, `${name}-lake`)).toBeGreaterThan(0);
      }),
      { numRuns: 3 },
    );
  });

  /** The ten users in another account, as far as it has them. */
  function writeAccount(
    place: string,
    id: string,
    has: typeof account extends fc.Arbitrary<infer T> ? T : never,
  ) {
    const own = join(place, id);
    mkdirSync(own, { recursive: true });
    const read = (file: string) =>
      readFileSync(join(TEN_USERS, ACCOUNT, file), "utf8").replaceAll(ACCOUNT, id);
    const [head = "", root = "", ...users] = report(id);
    const names = head
      .split(",")
      .map((column) => (has.lacking.includes(column) ? `not_${column}` : column))
      .join(",");
    const lines = [names, ...(has.root ? [root] : []), ...users];
    if (has.report) writeFileSync(join(own, "credential-report.csv"), lines.join("\n"));
    if (has.details)
      writeFileSync(join(own, "authorization-details.json"), read("authorization-details.json"));
    if (has.organization)
      writeFileSync(join(own, "describe-organization.json"), read("describe-organization.json"));
    // Whatever it lacks, the account is there.
    writeFileSync(join(own, "list-account-aliases.json"), JSON.stringify({ AccountAliases: [] }));
  }

  function report(id: string): string[] {
    const file = join(TEN_USERS, ACCOUNT, "credential-report.json");
    const { Content } = JSON.parse(readFileSync(file, "utf8")) as { Content: string };
    return Buffer.from(Content, "base64").toString().replaceAll(ACCOUNT, id).trim().split("\n");
  }
});
