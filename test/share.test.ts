import { createHash } from "node:crypto";
import { cpSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Attacker, cellsOf, linked, relationsWithin, same } from "../src/analyse/share/test-attacker.js";
import { type Cell, highest, lowest } from "../src/model/cell.js";
import { type Share, type SharedControl, shareSchema } from "../src/model/share.js";
import { type DemoFolder, demoFolder } from "./demo-folder.js";
import { type AuditJson, runCli } from "./run-cli.js";
import { runAtTerminal, type Secrets, secretsOf, textsIn, wordsOf } from "./share-support.js";

type Percent = number | readonly [number, number] | null;
interface CohortJson {
  readonly organizations: number;
  readonly accounts: Cell;
  readonly users: Cell;
  readonly controls: readonly (SharedControl & {
    readonly organizations: number;
    readonly percent: Percent;
    readonly interval: readonly [number, number] | null;
    readonly interval_of_subjects: readonly [number, number] | null;
    readonly published: object | null;
  })[];
}

const DEMO = ["--demo"];
const MIN_CELL = 5;
let folder: DemoFolder;
const run = (...args: string[]) => runCli(args, { cwd: folder.dir });
let audit: AuditJson;
let exact: Map<string, string>;
let coarse: Map<string, string>;
let secrets: Secrets;

async function ok(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await run(...args);
  if (code !== 0) throw new Error(stderr);
  return stdout;
}

beforeAll(async () => {
  folder = await demoFolder();
  audit = folder.audit;
  await ok("share", ...DEMO, "--all", "--out", "exact", "--yes");
  await ok("share", ...DEMO, "--all", "--out", "coarse", "--yes", "--min-cell", String(MIN_CELL));
  exact = textsIn(join(folder.dir, "exact"));
  coarse = textsIn(join(folder.dir, "coarse"));
  secrets = await secretsOf(folder.dir, DEMO);
});
afterAll(() => folder?.remove());

const shares = (texts: ReadonlyMap<string, string>): Share[] =>
  [...texts.values()].map((text) => shareSchema.parse(JSON.parse(text)));
const cohort = async (...paths: string[]) =>
  JSON.parse(await ok("cohort", ...paths, "--format", "json")) as CohortJson;
const holds = (cell: Cell, count: number) => lowest(cell) <= count && count <= highest(cell);

/** The counts of a control that lie outside of the bounds told, by name. */
function misses(told: CohortJson["controls"][number] | undefined, truth: AuditJson["prevalence"][number]) {
  const statuses = ["fail", "pass", "unknown", "not_applicable", "population"] as const;
  const counts: [string, Cell | undefined, number][] = [
    ...statuses.map((name): [string, Cell | undefined, number] => [name, told?.[name], truth[name]]),
    ...truth.tiers.flatMap((tier, nth): [string, Cell | undefined, number][] => [
      [`tier ${nth}`, told?.tiers[nth]?.fail, tier.fail],
      [`existed ${nth}`, told?.tiers[nth]?.population, tier.population],
    ]),
    ...truth.labels.map(({ id, count }, nth): [string, Cell | undefined, number] => [
      id,
      told?.labels[nth]?.count,
      count,
    ]),
  ];
  const bad = counts
    .filter(([, cell, count]) => cell === undefined || !holds(cell, count))
    .map(([name]) => name);
  const percent = [told?.percent ?? []].flat();
  const inside =
    Number(percent[0]) <= Number(truth.percent) && Number(truth.percent) <= Number(percent.at(-1));
  return inside ? bad : [...bad, "percent"];
}

describe("the organizations of the demonstration, each shared by itself", () => {
  test("give the pooled counts again: every count of every control, and its percentage", async () => {
    const pooled = await cohort("exact");
    expect([pooled.accounts, pooled.users, pooled.organizations]).toEqual([1143, 12_478, exact.size]);
    expect(exact.size).toBeGreaterThan(300);
    const brief = (rows: AuditJson["prevalence"] | CohortJson["controls"]) =>
      rows.map((row) => ({
        id: row.control_id,
        counts: [row.fail, row.pass, row.unknown, row.not_applicable, row.population],
        percent: row.percent,
        tiers: row.tiers.map((tier) => [tier.older_than_days, tier.fail, tier.population]),
        labels: row.labels.map(({ id, count }) => [id, count]),
        published: row.published,
      }));
    expect(brief(pooled.controls)).toEqual(brief(audit.prevalence));
  });

  test("with small cells suppressed give bounds that hold them", async () => {
    const bounds = await cohort("coarse");
    expect(bounds.controls.map((row) => row.control_id)).toEqual(
      audit.prevalence.map((row) => row.control_id),
    );
    expect(holds(bounds.users, 12_478)).toBe(true);
    for (const [index, truth] of audit.prevalence.entries()) {
      expect(misses(bounds.controls[index], truth)).toEqual([]);
    }
  });

  test("have intervals over organizations that are no narrower than those over subjects", async () => {
    const width = (interval: readonly [number, number] | null) =>
      Number(interval?.[1]) - Number(interval?.[0]);
    for (const row of (await cohort("exact")).controls) {
      const percent = Number(row.percent);
      expect(Number(row.interval?.[0])).toBeLessThanOrEqual(percent);
      expect(Number(row.interval?.[1])).toBeGreaterThanOrEqual(percent);
      // Both are rounded to two decimals.
      expect(width(row.interval)).toBeGreaterThanOrEqual(width(row.interval_of_subjects) - 0.1);
    }
  });

  test("have one id each, the same in every file of a lake, and none that can be computed from its name", () => {
    expect([...coarse.keys()]).toEqual([...exact.keys()]);
    const hashes = new Set(
      secrets.names.flatMap((name) =>
        ["md5", "sha1", "sha256", "sha512"].map((how) =>
          createHash(how).update(name).digest("hex").slice(0, 32),
        ),
      ),
    );
    for (const { organization } of shares(exact)) {
      expect(exact.has(`${organization}.json`)).toBe(true);
      expect(hashes.has(organization)).toBe(false);
    }
    const key = readdirSync(folder.dir, { recursive: true })
      .map(String)
      .filter((name) => name.endsWith("share-key"));
    expect(key).toHaveLength(1);
    expect(statSync(join(folder.dir, key[0] ?? "")).mode & 0o777).toBe(0o600);
  });
});

/** Every word of every file is held against every name and time in the lake. */
describe("re-identification", () => {
  test("no account id, name, ARN, policy, Region or organization of the lake is in the shared bytes", () => {
    expect(secrets.names.length).toBeGreaterThan(30_000);
    // Ids are random, and definitions the same in all files; by chance both can hold a word as short as "dabe".
    const all = [...shares(exact), ...shares(coarse)];
    const definitions = new Set(all.flatMap(({ controls }) => controls.map((one) => one.definition)));
    const chance = new Set([...definitions, ...all.map(({ organization }) => organization)]);
    expect(definitions.size).toBe(audit.prevalence.length);
    const words = wordsOf([...exact.values(), ...coarse.values()]);
    for (const name of secrets.names) expect(chance.has(name)).toBe(false);
    const rest = words.filter((word) => !chance.has(word)).join("\n");
    expect(secrets.names.filter((name) => rest.includes(name))).toEqual([]);
  });

  test("nor a time finer than a month, however it is written", () => {
    const words = wordsOf([...exact.values(), ...coarse.values()]);
    const numbers = words.filter((word) => /^\d+$/.test(word)).map(Number);
    // So none is a time in seconds or milliseconds: all are counts, limits of tiers or values of parameters.
    expect(Math.max(...numbers)).toBeLessThan(12_478);
    const ids = new Set(shares(exact).map(({ organization }) => organization));
    const text = words.filter((word) => !ids.has(word)).join("\n");
    const days = new Set(secrets.times.map((time) => new Date(time * 1000).toISOString().slice(0, 10)));
    expect(days.size).toBeGreaterThan(1000);
    const written = [...days].flatMap((day) => [day, day.replaceAll("-", "/"), day.replaceAll("-", "")]);
    expect(written.filter((day) => text.includes(day))).toEqual([]);
    expect(new Set(shares(exact).map(({ month }) => month))).toEqual(new Set(["2021-01"]));
  });

  test("and every member of a file is one that the format declares", () => {
    const members = wordsOf([...exact.values()].map((text) => (text.match(/"[^"]+":/g) ?? []).join(" ")));
    const schema = readFileSync(new URL("../docs/schemas/share.json", import.meta.url), "utf8");
    const parameters = new Set(
      shares(exact).flatMap(({ controls }) => controls.flatMap((one) => Object.keys(one.parameters))),
    );
    expect(members.filter((member) => !schema.includes(`"${member}"`) && !parameters.has(member))).toEqual(
      [],
    );
  });
});

/** One who reads a published file and knows how its counts belong together. */
describe("an attacker", () => {
  test("cannot tell any suppressed count of any organization to within fewer than the limit", () => {
    const truths = new Map(shares(exact).map((share) => [share.organization, share]));
    let suppressed = 0;
    for (const share of shares(coarse)) {
      const attacker = new Attacker();
      const relations = share.controls.flatMap((control) => {
        for (const [name, cell] of cellsOf(control.control_id, control)) attacker.read(name, cell);
        return relationsWithin(control.control_id, control);
      });
      const [first, ...others] = share.controls.filter(({ subject }) => subject === "iam_user");
      const alike = others.flatMap(({ control_id: id }) =>
        same(`${first?.control_id} population`, `${id} population`),
      );
      attacker.conclude([...relations, ...alike]);
      for (const control of truths.get(share.organization)?.controls ?? []) {
        for (const [name, count] of cellsOf(control.control_id, control)) {
          const [low, high] = attacker.ends(name);
          expect([name, low <= Number(count), Number(count) <= high]).toEqual([name, true, true]);
          if (count === 0 || Number(count) >= MIN_CELL) continue;
          suppressed += 1;
          expect([name, low <= 1, high >= MIN_CELL - 1]).toEqual([name, true, true]);
        }
      }
    }
    expect(suppressed).toBeGreaterThan(5000);
  });
});

/** One who has the files of two months, and no ids. */
describe("--fresh-id", () => {
  test("does not hide counts: they link as many organizations as docs/share.md says", async () => {
    // With ids that stay the same, so that the test knows who is who.
    cpSync(join(folder.dir, ".iamspect-demo", "lake"), join(folder.dir, "months"), { recursive: true });
    await ok("demo", "month-later", "--later", "1");
    await ok("audit", "month-later", "--lake", "months");
    const links = async (...args: string[]) => {
      const month = async (name: string, out: string) => {
        await ok("share", "--lake", "months", "--snapshot", name, "--all", "--out", out, "--yes", ...args);
        return shares(textsIn(join(folder.dir, out)));
      };
      const place = args.join("");
      const found = linked(
        await month("previous", `earlier${place}`),
        await month("latest", `later${place}`),
      );
      const right = [...found].filter(([one, other]) => one.organization === other?.organization);
      return { right: right.length, all: found.size };
    };
    const [exactly, coarsely] = [await links(), await links("--min-cell", "5")];
    console.log(`linked: ${exactly.right} of ${exactly.all}, with cells of 5 ${coarsely.right}`);
    expect(exactly.right).toBeGreaterThan(0.9 * exactly.all);
    expect(coarsely.right).toBeGreaterThan(0.4 * coarsely.all);
    expect(coarsely.right).toBeLessThan(exactly.right);
  });

  test("is said to hide no counts where somebody uses it", async () => {
    const { stderr } = await run("share", ...DEMO, "--all", "--fresh-id", "--out", "fresh", "--yes");
    expect(stderr.replace(/\s+/g, " ")).toContain("no id is needed");
  });

  test("files say nothing by their times, nor by the order in which they were written", () => {
    const files = readdirSync(join(folder.dir, "exact")).map((name) => ({
      name,
      ...statSync(join(folder.dir, "exact", name), { bigint: true }),
    }));
    expect(new Set(files.map(({ mtimeNs }) => Number(mtimeNs) / 1e9))).toEqual(
      new Set([Date.UTC(2021, 0, 1) / 1000]),
    );
    const written = [...files].sort((a, b) => (a.ctimeNs < b.ctimeNs ? -1 : 1)).map(({ name }) => name);
    expect(written).toEqual([...written].sort());
  });
});

describe("writing", () => {
  const one = "132503894087";
  const share = (...args: string[]) => run("share", ...DEMO, "--organization", one, ...args);
  const path = (name: string) => join(folder.dir, name);

  test("needs no consent to show, and a yes to write", async () => {
    const shown = await share();
    expect(shown.code).toBe(0);
    expect(shown.stderr).toContain("Nothing was written. --out FILE writes it.\n");
    expect(shown.stdout).toContain("user-key-rotation");
    expect(shown.stdout).not.toContain(one);
    const refused = await share("--out", "no.json");
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain("--yes");
    expect(existsSync(path("no.json"))).toBe(false);
  });

  test("shows all of it first, and then writes just that, for its owner only", async () => {
    const { code, stderr, stdout } = await share("--out", "one.json", "--yes");
    expect([code, stdout]).toEqual([0, ""]);
    const text = readFileSync(path("one.json"), "utf8");
    for (const control of shareSchema.parse(JSON.parse(text)).controls)
      expect(stderr).toContain(control.control_id);
    expect(statSync(path("one.json")).mode & 0o777).toBe(0o600);
    expect((await share("--out", "-")).stdout).toBe(text);
  });

  test("never replaces a file but with --overwrite", async () => {
    writeFileSync(path("there.json"), "mine");
    const refused = await share("--out", "there.json", "--yes");
    expect([refused.code, refused.stderr.includes("--overwrite")]).toEqual([2, true]);
    expect(readFileSync(path("there.json"), "utf8")).toBe("mine");
    expect((await share("--out", "there.json", "--yes", "--overwrite")).code).toBe(0);
    expect(JSON.parse(readFileSync(path("there.json"), "utf8"))).toMatchObject({
      version: 1,
      month: "2021-01",
    });
    const again = await run("share", ...DEMO, "--all", "--out", "exact", "--yes");
    expect([again.code, again.stderr.includes("not empty")]).toEqual([2, true]);
  });

  test("asks at a terminal, and only yes is a yes", async () => {
    const args = ["share", ...DEMO, "--organization", one, "--out"];
    const no = await runAtTerminal([...args, "asked.json"], folder.dir, "n\n");
    expect(no).toContain("Write this to asked.json? [y/N]");
    expect(no).toContain("Nothing was written.");
    // The end of input is no yes either.
    expect(await runAtTerminal([...args, "asked.json"], folder.dir, "\u0004")).toContain(
      "Nothing was written.",
    );
    expect(existsSync(path("asked.json"))).toBe(false);
    expect(await runAtTerminal([...args, "asked.json"], folder.dir, "y\n")).toContain("Wrote asked.json");
    expect(shareSchema.parse(JSON.parse(readFileSync(path("asked.json"), "utf8"))).version).toBe(1);
  });

  test("with --fresh-id no id tells that two files are of one organization", async () => {
    const ids = await Promise.all(
      [share("--out", "-"), share("--out", "-", "--fresh-id"), share("--out", "-", "--fresh-id")].map(
        async (text) => shareSchema.parse(JSON.parse((await text).stdout)).organization,
      ),
    );
    expect(new Set(ids).size).toBe(3);
  });

  test.each([
    [["--min-cell", "2"], "only 1 lies between 0 and 2"],
    [["--min-cell", "five"], "is not a whole number from 3"],
    [["--all"], "exclude each other"],
  ])("%j is wrong usage", async (args, why) => {
    const { code, stderr } = await share(...args);
    expect([code, stderr.includes(why)]).toEqual([2, true]);
  });

  test("standalone accounts can be shared as one", async () => {
    const { stdout } = await run("share", ...DEMO, "--organization", "standalone", "--out", "-");
    const all = shareSchema.parse(JSON.parse(stdout));
    const each = shares(exact).filter((one) => one.standalone_accounts === 1);
    expect([all.accounts, all.standalone_accounts]).toEqual([each.length, each.length]);
    const failing = (list: readonly Share[]) =>
      list.flatMap(({ controls }) => controls.filter((one) => one.control_id === "user-console-mfa"));
    expect(failing([all])[0]?.fail).toBe(failing(each).reduce((sum, { fail }) => sum + Number(fail), 0));
    expect(failing([all])[0]?.fail).toBe(773);
  });

  test("of many organizations one must be chosen, and it must be there", async () => {
    const [many, none] = [
      await run("share", ...DEMO),
      await run("share", ...DEMO, "--organization", "o-\u001b[31m"),
    ];
    expect([many.code, many.stderr.includes("--all")]).toEqual([2, true]);
    expect([none.code, none.stderr.includes("\u001b")]).toEqual([2, false]);
  });
});
