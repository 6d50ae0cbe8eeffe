import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCli, scratch } from "./run-cli.js";

/** Two later demonstrations: what `demo-changes.json` says changed is what diff and trend have to say, and nothing else. */

interface Truth {
  readonly as_of: string;
  readonly accounts_not_collected: readonly string[];
  readonly events: readonly { readonly event: string; readonly arn: string }[];
  readonly findings: readonly {
    readonly control_id: string;
    readonly change: string;
    readonly how: string | null;
    readonly arn: string;
    readonly key_created_at: string | null;
  }[];
}

interface DiffJson {
  readonly before: { readonly snapshot_id: string; readonly as_of: string };
  readonly after: { readonly snapshot_id: string; readonly as_of: string };
  readonly controls: readonly (Record<string, number> & { readonly control_id: string })[];
  readonly not_compared: readonly {
    readonly account_id: string;
    readonly missing_in: string;
    readonly why: string;
  }[];
  readonly findings: readonly {
    readonly change: string;
    readonly how: string | null;
    readonly control_id: string;
    readonly subject_arn: string;
    readonly slot: number | null;
    readonly first_seen: string;
    readonly evidence: Readonly<Record<string, unknown>>;
  }[];
}

interface TrendJson {
  readonly controls: readonly {
    readonly control_id: string;
    readonly points: readonly Record<string, number>[];
    readonly burn_down: Record<string, unknown> | null;
    readonly time_to_fix: Record<string, unknown> | null;
    readonly open_since: {
      months: readonly { month: string; began: number; open: number }[];
      since_unknown: number;
    };
  }[];
}

const folder = scratch();
const run = (...args: string[]) => runCli(args, { cwd: folder.dir });
/** The controls whose findings plain code tells beside the controls themselves. */
const KNOWN = [
  "user-key-at-setup",
  "user-key-rotation",
  "user-mfa-device",
  "user-single-active-key",
  "user-unused",
];
const JUST_THESE = KNOWN.flatMap((id) => ["--control", id]);

async function json<T>(...args: string[]): Promise<T> {
  const { code, stdout, stderr } = await run(...args, "--format", "json");
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as T;
}

const truthOf = (month: number) =>
  JSON.parse(readFileSync(join(folder.dir, `demo-${month}`, "demo-changes.json"), "utf8")) as Truth;

beforeAll(async () => {
  for (const month of [0, 1, 2]) {
    for (const args of [
      ["demo", `demo-${month}`, "--later", String(month)],
      ["audit", `demo-${month}`],
    ]) {
      const { code, stderr } = await run(...args);
      if (code !== 0) throw new Error(stderr);
    }
  }
}, 120_000);
afterAll(() => folder.remove());

describe.each([
  [1, "20210124", "20210224"],
  [2, "previous", "latest"],
])("month %i: diff %s %s", (month, a, b) => {
  let truth: Truth;
  let diff: DiffJson;
  /** Accounts that were not collected the month before: what changed in them shows now. */
  let back: readonly string[];
  const accountOf = (arn: string) => arn.split(":")[4] ?? "";
  beforeAll(async () => {
    truth = truthOf(month);
    back = month === 1 ? [] : truthOf(month - 1).accounts_not_collected;
    diff = await json("diff", a, b, ...JUST_THESE);
  });

  test("compares the month with the one before it", () => {
    expect(diff.after.as_of).toBe(truth.as_of);
    expect(diff.after.snapshot_id.slice(0, 6)).toBe(`20210${month + 1}`);
    expect(diff.before.snapshot_id.slice(0, 6)).toBe(`20210${month}`);
  });

  test("says exactly what is known to have changed, one by one, and how it was fixed", () => {
    const told = truth.findings.map(({ control_id, change, how, arn, key_created_at: made }) =>
      [control_id, change, how, arn, made].join(" "),
    );
    const compared = diff.findings.filter(({ subject_arn: arn }) => !back.includes(accountOf(arn)));
    const said = compared.map(({ control_id, change, how, subject_arn, slot, evidence }) => {
      const made = slot === null ? null : evidence.created_at;
      return [control_id, change, how, subject_arn, made].join(" ");
    });
    expect(told.length).toBeGreaterThan(300);
    expect(said.sort()).toEqual(told.sort());
  });

  test("its counts are those of the findings, and add up", () => {
    for (const one of diff.controls) {
      const count = (change: string) =>
        diff.findings.filter((f) => f.control_id === one.control_id && f.change === change).length;
      expect([one.new, one.reopened, one.fixed]).toEqual([count("new"), count("reopened"), count("fixed")]);
      const gone = diff.findings.filter(
        (f) => f.control_id === one.control_id && f.change === "fixed" && f.how !== "passes",
      );
      expect(one.fixed_gone).toBe(gone.length);
      const n = (name: string) => one[name] ?? Number.NaN;
      expect(n("after")).toBe(
        n("before") +
          n("new") +
          n("reopened") +
          n("became_known") +
          n("evidence_changed_after") +
          n("not_compared_after") -
          n("fixed") -
          n("became_unknown") -
          n("evidence_changed_before") -
          n("not_compared_before"),
      );
      expect(n("persisting")).toBe(
        n("after") -
          n("new") -
          n("reopened") -
          n("became_known") -
          n("evidence_changed_after") -
          n("not_compared_after"),
      );
      expect(n("evidence_changed")).toBe(n("evidence_changed_before") + n("evidence_changed_after"));
    }
  });

  test("accounts that were not collected are as they were: nothing of them changed", () => {
    expect(truth.accounts_not_collected).toHaveLength(2);
    expect(diff.not_compared).toEqual([]);
    for (const { subject_arn } of diff.findings) {
      expect(truth.accounts_not_collected).not.toContain(accountOf(subject_arn));
    }
  });

  test("a user made again under its name is another: the old findings are fixed, the new ones are new", () => {
    const again = truth.events.filter(({ event }) => event === "user_recreated").map(({ arn }) => arn);
    expect(again.length).toBeGreaterThan(3);
    for (const arn of again) {
      const own = diff.findings.filter(({ subject_arn: subject }) => subject === arn);
      expect(own.filter(({ change }) => change === "fixed").every(({ how }) => how === "subject_gone")).toBe(
        true,
      );
      expect(own.filter(({ change }) => change !== "fixed").map(({ change }) => change)).toContain("new");
      expect(own.map(({ change }) => change)).not.toContain("reopened");
    }
  });
});

test("what is reopened was first seen in the first snapshot", async () => {
  const { findings, after } = await json<DiffJson>("diff", ...JUST_THESE, "--change", "reopened,new");
  const reopened = findings.filter(({ change }) => change === "reopened");
  expect(reopened.length).toBeGreaterThan(5);
  expect(new Set(reopened.map(({ first_seen: id }) => id.slice(0, 8)))).toEqual(new Set(["20210124"]));
  const fresh = findings.filter(({ change }) => change === "new");
  expect(new Set(fresh.map(({ first_seen: id }) => id))).toEqual(new Set([after.snapshot_id]));
});

test("trend says the same as diff and as the audits, month by month", async () => {
  const { controls } = await json<TrendJson>("trend");
  expect(controls.length).toBeGreaterThan(15);
  for (const { control_id: id, points } of controls) {
    points.forEach((point, month) => {
      const n = (name: string) => point[name] ?? Number.NaN;
      const before = month === 0 ? 0 : (points[month - 1]?.open ?? Number.NaN);
      const came = n("new") + n("reopened") + n("first_known") + n("evidence_changed");
      expect(n("open")).toBe(before + came - n("fixed"));
      const assumedBefore = month === 0 ? 0 : (points[month - 1]?.open_assumed ?? Number.NaN);
      expect(n("open_assumed")).toBe(assumedBefore + n("evidence_changed"));
      if (!KNOWN.includes(id)) return;
      const known = month === 0 ? [] : truthOf(month).findings.filter((one) => one.control_id === id);
      const back = ["new", "reopened", "fixed"].map(
        (change) => known.filter((one) => one.change === change).length,
      );
      // Trend also counts what changed in an account that was missing for a month, when it is there again.
      expect(
        [n("new") - (back[0] ?? 0), n("reopened") - (back[1] ?? 0), n("fixed") - (back[2] ?? 0)].every(
          (rest) => rest >= 0 && rest <= 10,
        ),
      ).toBe(true);
      if (month < 2) expect([n("new"), n("reopened"), n("fixed")]).toEqual(back);
    });
  }
  // The picture: the newest month, and of the accounts that were not collected in it the month before.
  const missing = truthOf(2).accounts_not_collected;
  const newest = (await groupsOf("demo-2")).filter(({ group }) => !missing.includes(group));
  const earlier = (await groupsOf("demo-1")).filter(({ group }) => missing.includes(group));
  const rows = [...newest, ...earlier].flatMap(({ prevalence }) => prevalence);
  for (const { control_id: id, points } of controls) {
    const own = rows.filter(({ control_id }) => control_id === id);
    const sum = (name: "fail" | "population" | "unknown") => own.reduce((total, one) => total + one[name], 0);
    const [fail, population, unknown] = [sum("fail"), sum("population"), sum("unknown")];
    const newestPoint = points.at(-1);
    if (own.length > 0) expect(newestPoint).toMatchObject({ fail, population, unknown });
    // An audit does not look at what nobody collected; history does, and knows nothing of it.
    else expect([newestPoint?.fail, newestPoint?.unknown]).toEqual([0, newestPoint?.population]);
  }
}, 240_000);

interface Group {
  readonly group: string;
  readonly prevalence: readonly {
    readonly control_id: string;
    readonly fail: number;
    readonly population: number;
    readonly unknown: number;
  }[];
}

async function groupsOf(name: string): Promise<readonly Group[]> {
  const { groups } = await json<{ groups: readonly Group[] }>(
    "audit",
    name,
    "--by",
    "account",
    "--lake",
    "other",
  );
  return groups;
}

test("trend of one control: burn-down to a target, time to fix with its bounds", async () => {
  const args = ["trend", "--control", "user-unused", "--target", "2021-12-31"];
  const [control] = (await json<TrendJson>(...args)).controls;
  const points = control?.points ?? [];
  const sum = (name: string) => points.reduce((total, point) => total + (point[name] ?? 0), 0);
  const weeks = (Date.parse("2021-03-24") - Date.parse("2021-01-24")) / (7 * 86_400_000);
  const left = (Date.parse("2021-12-31") - Date.parse("2021-03-24")) / (7 * 86_400_000);
  expect(control?.burn_down?.fixed_per_week).toBeCloseTo(sum("fixed") / weeks, 1);
  expect(control?.burn_down?.achieved_per_week).toBeCloseTo(
    (sum("fixed") - sum("new") - sum("reopened")) / weeks,
    1,
  );
  expect(control?.burn_down?.needed_per_week).toBeCloseTo((points.at(-1)?.open ?? 0) / left, 1);
  expect(control?.burn_down?.on_track).toBe(false);
  expect(control?.time_to_fix).toMatchObject({
    fixed: sum("fixed"),
    still_open: points.at(-1)?.open,
    median_days: null,
  });
  const { stdout } = await run(...args);
  expect(stdout).toContain("NEEDED: a week, to have none left on 2021-12-31.");
  expect(stdout).toMatch(/user-unused .*too late/);
});

test("from the newest snapshot alone: what is open, by the month it began", async () => {
  const { controls } = await json<TrendJson>("trend", "--since", "2021-03-01", ...JUST_THESE);
  for (const { control_id: id, points, burn_down, time_to_fix, open_since } of controls) {
    expect([id, points.length, burn_down, time_to_fix]).toEqual([id, 1, null, null]);
    let open = 0;
    for (const month of open_since.months) {
      open += month.began;
      expect(month.open).toBe(open);
    }
    expect(open + open_since.since_unknown).toBe(points[0]?.open);
  }
  const { stdout } = await run("trend", "--since", "2021-03-01", "--control", "user-key-rotation");
  expect(stdout.replace(/\s+/g, " ")).toContain("what was fixed before it is not in these figures");
  expect(stdout).toMatch(/^2021-01 +[\d,]+ +[\d,]+ +█+$/m);
});

test("other parameters: all snapshots are judged again, and it is said", async () => {
  const set = ["--set", "user-key-rotation.max_age_days=365", "--control", "user-key-rotation"];
  const first = await run("diff", ...set, "--format", "json");
  expect(first.stderr).toContain(
    "Judged by the controls and parameters of now, for stored verdicts are of other",
  );
  expect(first.stderr).toContain("3 of 3 snapshots");
  const again = await run("diff", ...set, "--format", "json");
  expect(again.stderr).not.toContain("Judged");
  expect(again.stdout).toBe(first.stdout);
  const [strict] = (JSON.parse(first.stdout) as DiffJson).controls;
  const [usual] = (await json<DiffJson>("diff", "--control", "user-key-rotation")).controls;
  expect(strict?.before).toBeLessThan(usual?.before ?? 0);
});

test("the other formats, and one account", async () => {
  const rows = parse((await run("trend", "--format", "csv")).stdout, { columns: true }) as Record<
    string,
    string
  >[];
  expect(rows.length % 3).toBe(0);
  expect(rows[0]).toMatchObject({ as_of: "2021-01-24T00:00:00Z" });
  const { stdout } = await run("diff", "--format", "ndjson", "--change", "fixed", ...JUST_THESE);
  const fixed = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { account_id: string; change: string });
  expect(new Set(fixed.map(({ change }) => change))).toEqual(new Set(["fixed"]));
  const account = fixed[0]?.account_id ?? "";
  const own = await json<DiffJson>("diff", "--account", account, "--change", "fixed", ...JUST_THESE);
  expect(own.findings.length).toBe(fixed.filter((one) => one.account_id === account).length);
  const figures = await json<TrendJson>("trend", "--account", account, "--control", "user-unused");
  expect(figures.controls[0]?.points[0]?.population).toBeLessThan(500);
});

describe("what cannot be is said", () => {
  test.each([
    [["diff", "2019"], 2, "holds no snapshot"],
    [["diff", "2021"], 2, "snapshots begin with"],
    [["diff", "latest", "latest"], 2, "Both names mean"],
    [["diff", "--change", "better"], 2, "there is no change"],
    [["diff", "--control", "nothing"], 2, "There is no control"],
    [["trend", "--since", "2031-01-01"], 2, "no snapshot from 2031-01-01 on"],
    [["trend", "--since", "soon"], 2, "is not a date"],
    [["trend", "--target", "2021-01-01"], 2, "is not after the newest snapshot"],
    [["diff", "--lake", "nowhere"], 2, "no snapshot"],
    [["demo", "other", "--later", "x"], 2, "is not a number of months"],
  ])("%j", async (args, code, words) => {
    const result = await run(...args);
    expect([result.code, result.stdout]).toEqual([code, ""]);
    expect(result.stderr).toContain(words);
  });

  test("a later snapshot named first is put last", async () => {
    const { stderr, stdout } = await run("diff", "latest", "20210124", "--format", "json", ...JUST_THESE);
    expect(stderr).toContain("is the earlier one");
    expect((JSON.parse(stdout) as DiffJson).before.as_of).toBe("2021-01-24T00:00:00Z");
  });
});
