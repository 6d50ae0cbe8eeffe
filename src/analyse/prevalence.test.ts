import { afterAll, beforeAll, expect, test } from "vitest";
import { fillTables } from "../assess/case-tables.js";
import { loadControls } from "../assess/load.js";
import { planJudging } from "../assess/plan.js";
import { parseSelect } from "../assess/select.js";
import { type DuckDBEngine, openDuckDB } from "../engine/duckdb/open.js";
import { measureByGroup, measureByYear, measurePrevalence, percentOf } from "./prevalence.js";
import { publishedFigures } from "./published.js";

const AS_OF = 1_611_446_400;
const OLD = AS_OF - 100 * 86_400;
const plan = planJudging(await loadControls(), []);
let engine: DuckDBEngine;
beforeAll(async () => {
  engine = await openDuckDB({ threads: 1 });
  const user = (account: string, name: string, more: object) => ({
    account_id: account,
    arn: `arn:aws:iam::${account}:user/${name}`,
    password_enabled: false,
    access_key_1_active: false,
    access_key_2_active: false,
    created_at: OLD,
    ...more,
  });
  await fillTables(
    engine,
    {
      accounts: [{ account_id: "1" }, { account_id: "2" }, { account_id: "3" }, { account_id: "4" }],
      coverage: [
        { account_id: "1", kind: "credential_report", status: "ok" },
        { account_id: "2", kind: "credential_report", status: "ok" },
        { account_id: "3", kind: "credential_report", status: "denied", detail: "iam:GetCredentialReport" },
      ],
      iam_users: [
        user("1", "old", { access_key_1_active: true, access_key_1_created_at: OLD }),
        user("1", "young", { access_key_2_active: true, access_key_2_created_at: AS_OF - 5 }),
        user("1", "none", { created_at: null }),
        user("1", "unreadable", {
          password_enabled: null,
          access_key_1_active: null,
          access_key_2_active: null,
        }),
      ],
    },
    "test",
    AS_OF,
  );
});
afterAll(() => engine.close());

test("an account whose report is missing counts as one unknown; one without users does not", async () => {
  const rows = await measurePrevalence(engine, plan, new Map());
  expect(rows.find(({ control_id: id }) => id === "user-key-rotation")).toMatchObject({
    fail: 1,
    pass: 1,
    not_applicable: 1,
    unknown: 3,
    unknown_accounts: 2,
    population: 6,
    percent: 16.67,
    // Wilson's for 1 of 6.
    interval: [3.01, 56.35],
    percent_judged: 50,
    percent_bounds: [16.67, 66.67],
    published: null,
  });
});

test("groups add up to the whole, accounts without a report included", async () => {
  const whole = await measurePrevalence(engine, plan, new Map());
  const groups = await measureByGroup(engine, plan, (account) => (account === "3" ? "b" : "a"));
  for (const [index, total] of whole.entries()) {
    const parts = [...groups.values()].map((rows) => rows[index]);
    for (const field of ["fail", "pass", "unknown", "not_applicable", "unknown_accounts"] as const) {
      const sum = parts.reduce((all, part) => all + (part?.[field] ?? 0), 0);
      expect([total.control_id, field, sum]).toEqual([total.control_id, field, total[field]]);
    }
  }
  expect(groups.get("b")?.find(({ control_id: id }) => id === "user-unused")?.unknown).toBe(1);
});

test("years of creation add up to the users, tiers and labels included; users whose year is not known have a row", async () => {
  const whole = await measurePrevalence(engine, plan, new Map());
  const years = await measureByYear(engine, plan);
  expect([...years.keys()]).toEqual(["2020", "unknown"]);
  const users = whole.filter(({ control_id: id }) => id.startsWith("user-"));
  const [first] = years.values();
  expect(first?.map((row) => row.control_id)).toEqual(users.map((row) => row.control_id));
  for (const [index, total] of users.entries()) {
    const parts = [...years.values()].map((rows) => rows[index]);
    const counts = (row: typeof total | undefined) => [
      ...[row?.fail, row?.pass, row?.unknown, row?.not_applicable, row?.population, row?.unknown_accounts],
      ...(row?.tiers.flatMap((tier) => [tier.fail, tier.population]) ?? []),
      ...(row?.labels.map(({ count }) => count) ?? []),
    ];
    const sums = counts(total).map((_, at) => parts.reduce((all, part) => all + Number(counts(part)[at]), 0));
    expect([total.control_id, ...sums]).toEqual([total.control_id, ...counts(total)]);
  }
  const rotation = (year: string) =>
    years.get(year)?.find(({ control_id: id }) => id === "user-key-rotation");
  expect(rotation("2020")).toMatchObject({
    fail: 1,
    pass: 1,
    unknown: 1,
    unknown_accounts: 0,
    population: 3,
  });
  // The user without a time of creation, and the two accounts without a report.
  expect(rotation("unknown")).toMatchObject({
    not_applicable: 1,
    unknown: 2,
    unknown_accounts: 2,
    population: 3,
  });
});

test("a control that looks into other tables is counted by year like any other", async () => {
  const [rotation] = plan.controls.filter(({ declaration }) => declaration.id === "user-key-rotation");
  if (rotation === undefined) throw new Error("no user-key-rotation");
  const sql = `SELECT u.account_id, u.arn AS subject_arn, TRUE AS applies,
    EXISTS (SELECT 1 FROM coverage c WHERE c.account_id = u.account_id AND c.status = 'ok') AS fails,
    u.created_at AS aged_from, u.created_at AS since FROM iam_users u`;
  const declaration = { ...rotation.declaration, credentials: [] };
  const looking = { ...rotation, declaration, select: parseSelect(sql, "test") };
  const years = await measureByYear(engine, planJudging([looking], []));
  expect([...years].map(([year, [row]]) => [year, row?.fail, row?.population])).toEqual([
    ["2020", 3, 3],
    ["unknown", 1, 3],
  ]);
});

test("where no control is on users, there are no years", async () => {
  const roots = plan.controls.filter(({ declaration }) => declaration.subject === "root_user");
  expect(await measureByYear(engine, planJudging(roots, []))).toEqual(new Map());
});

test("percentages have two decimals; of nothing there is none", () => {
  expect([percentOf(773, 12_478), percentOf(1, 3), percentOf(0, 5), percentOf(0, 0)]).toEqual([
    6.19,
    33.33,
    0,
    null,
  ]);
});

test("published figures keep numerator, denominator and definition", async () => {
  const figures = await publishedFigures();
  expect(figures.get("user-console-mfa")).toMatchObject({
    source: "netskope-2021-iam-users",
    numerator: 773,
    denominator: 12_478,
    definition: expect.stringContaining("standalone accounts"),
  });
  for (const [, { definition, percent, percent_above: above }] of figures) {
    expect(definition.length).toBeGreaterThan(20);
    expect(percent ?? above ?? null).not.toBeNull();
  }
});
