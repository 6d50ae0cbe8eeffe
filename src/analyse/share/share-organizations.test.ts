import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fillTables } from "../../assess/case-tables.js";
import { loadControls } from "../../assess/load.js";
import { planJudging } from "../../assess/plan.js";
import { type DuckDBEngine, openDuckDB } from "../../engine/duckdb/open.js";
import { shareSchema } from "../../model/share.js";
import { contradictionIn } from "../cohort/contradiction.js";
import { measurePrevalence } from "../prevalence.js";
import { type Member, membersOf } from "./members.js";
import { type SharedMember, shareOrganizations } from "./share-organizations.js";

const AS_OF = 1_611_446_400;
const OLD = AS_OF - 400 * 86_400;
const controls = await loadControls();
let engine: DuckDBEngine;

beforeAll(async () => {
  engine = await openDuckDB({ threads: 1 });
  const account = (account_id: string, org_id: string | null, org_role: string) => ({
    account_id,
    org_id,
    org_role,
  });
  const user = (account_id: string, index: number, more: object) => ({
    account_id,
    arn: `arn:aws:iam::${account_id}:user/u${index}`,
    created_at: OLD,
    password_enabled: false,
    access_key_1_active: false,
    access_key_2_active: false,
    ...more,
  });
  const key = { access_key_1_active: true, access_key_1_created_at: OLD };
  await fillTables(
    engine,
    {
      accounts: [
        account("100000000001", "o-first", "management"),
        account("100000000002", "o-first", "member"),
        account("100000000003", "o-second", "member"),
        account("100000000004", null, "standalone"),
        account("100000000005", null, "unknown"),
        account("100000000006", null, "unknown"),
      ],
      coverage: ["1", "2", "4", "5", "6"].map((digit) => ({
        account_id: `10000000000${digit}`,
        kind: "credential_report",
        status: "ok",
      })),
      iam_users: [
        ...Array.from({ length: 12 }, (_, index) => user("100000000001", index, index < 7 ? key : {})),
        user("100000000002", 0, key),
        user("100000000004", 0, key),
        user("100000000005", 0, {}),
      ],
    },
    "test",
    AS_OF,
  );
});
afterAll(() => engine.close());

async function shared(settings: Parameters<typeof planJudging>[1] = [], minCell: number | null = null) {
  const members = await membersOf(engine);
  return await shareOrganizations(engine, planJudging(controls, settings), members, {
    idOf: ({ key }) => Buffer.from(key.padEnd(16)).toString("hex"),
    monthOf: () => "2021-01",
    toolVersion: "0.1.0",
    minCell,
  });
}
const find = (all: readonly SharedMember[], key: string) => all.find(({ member }) => member.key === key);
const rotation = (all: readonly SharedMember[], key: string) =>
  find(all, key)?.share.controls.find(({ control_id: id }) => id === "user-key-rotation");

test("organizations, standalone accounts, and all others as one", async () => {
  const brief = ({ key, accounts, standaloneAccounts, users }: Member) => [
    key,
    accounts.length,
    standaloneAccounts,
    users,
  ];
  expect((await membersOf(engine)).map(brief)).toEqual([
    ["", 2, 0, 1],
    ["100000000004", 1, 1, 1],
    ["o-first", 2, 0, 13],
    ["o-second", 1, 0, 0],
  ]);
});

describe("exact", () => {
  test("each has its own counts, with definition and parameters; an account without a report is unknown", async () => {
    const all = await shared();
    expect(all.map(({ share }) => [share.accounts, share.standalone_accounts, share.users])).toEqual([
      [2, 0, 1],
      [1, 1, 1],
      [2, 0, 13],
      [1, 0, 0],
    ]);
    expect(rotation(all, "o-first")).toMatchObject({
      subject: "iam_user",
      parameters: { max_age_days: 90 },
      fail: 8,
      not_applicable: 5,
      population: 13,
      tiers: [{ fail: 8 }, { fail: 8 }, { fail: 0 }],
    });
    expect(rotation(all, "o-second")).toMatchObject({ fail: 0, unknown: 1, population: 1 });
    for (const { share } of all) {
      expect(shareSchema.parse(JSON.parse(JSON.stringify(share)))).toEqual(share);
      expect(contradictionIn(share)).toBeUndefined();
      expect(share.controls).toHaveLength(controls.length);
    }
  });

  test("added up they are the prevalence of the snapshot", async () => {
    const all = await shared();
    const whole = await measurePrevalence(engine, planJudging(controls, []), new Map());
    for (const row of whole) {
      const own = all.flatMap(({ share }) =>
        share.controls.filter((one) => one.control_id === row.control_id),
      );
      for (const name of ["fail", "pass", "unknown", "not_applicable", "population"] as const) {
        const sum = own.reduce((total, one) => total + Number(one[name]), 0);
        expect([row.control_id, name, sum]).toEqual([row.control_id, name, row[name]]);
      }
    }
  });
});

describe("with a smallest cell", () => {
  test("small populations are not told, nor what kind of account it is", async () => {
    const all = await shared([], 5);
    const standalone = find(all, "100000000004")?.share;
    expect(standalone).toMatchObject({ accounts: [1, 5], standalone_accounts: [0, 5], users: [0, 5] });
    expect(rotation(all, "100000000004")).toMatchObject({ fail: [0, 5], population: [1, 5] });
    expect(find(all, "o-first")?.share).toMatchObject({ min_cell: 5, accounts: [1, 5], users: 13 });
    expect(rotation(all, "o-first")).toMatchObject({ fail: [6, 12], population: 13 });
    for (const { share } of all) expect(contradictionIn(share)).toBeUndefined();
  });

  test("users and the population of their controls differ by accounts without a report: not told either", async () => {
    const members: Member[] = [
      { key: "x", accounts: ["100000000001", "100000000003"], standaloneAccounts: 0, users: 12 },
    ];
    const [all] = await shareOrganizations(engine, planJudging(controls, []), members, {
      idOf: () => "0".repeat(32),
      monthOf: () => "2021-01",
      toolVersion: "0.1.0",
      minCell: 5,
    });
    expect(all?.share.users).toEqual([6, 12]);
    expect(all?.share.controls.find(({ control_id: id }) => id === "user-unused")?.population).toBe(13);
  });
});

test("a control that accounts of one organization judge differently is left out, and only there", async () => {
  const all = await shared([
    {
      control: "user-key-rotation",
      parameter: "max_age_days",
      value: 30,
      origin: "test",
      accounts: new Set(["100000000002", "100000000004"]),
    },
  ]);
  expect(all.map(({ leftOut }) => leftOut)).toEqual([[], [], ["user-key-rotation"], []]);
  expect(rotation(all, "o-first")).toBeUndefined();
  expect(rotation(all, "100000000004")?.parameters).toEqual({ max_age_days: 30 });
  expect(rotation(all, "o-second")?.parameters).toEqual({ max_age_days: 90 });
});
