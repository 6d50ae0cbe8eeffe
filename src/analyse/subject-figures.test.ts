import { afterAll, beforeAll, expect, test } from "vitest";
import { fillTables } from "../assess/case-tables.js";
import { loadControls } from "../assess/load.js";
import { planJudging } from "../assess/plan.js";
import { type DuckDBEngine, openDuckDB } from "../engine/duckdb/open.js";
import { measureByGroup, measurePrevalence } from "./prevalence.js";
import { addFigures, measureAccounts } from "./subject-figures.js";

const AS_OF = 1_611_446_400;
const plan = planJudging(await loadControls(), []);
let engine: DuckDBEngine;

/** Users of every kind in three accounts; a fourth is denied, of a fifth nothing was collected. */
function rows() {
  const users = Array.from({ length: 60 }, (_, n) => ({
    account_id: String(n % 3),
    arn: `arn:aws:iam::${n % 3}:user/u${n}`,
    created_at: AS_OF - (n + 1) * 20 * 86_400,
    password_enabled: n % 7 === 6 ? null : n % 2 === 0,
    password_last_changed_at: AS_OF - n * 86_400 * 9,
    mfa_active: n % 4 === 0,
    access_key_1_active: n % 7 === 6 ? null : n % 3 > 0,
    access_key_1_created_at: AS_OF - (n % 5) * 60 * 86_400 - 1,
    access_key_2_active: n % 7 === 6 ? null : n % 5 === 0,
    access_key_2_created_at: AS_OF - (n % 4) * 80 * 86_400 - 1,
    attached_policies: n % 3,
    inline_policies: n % 2,
  }));
  return {
    accounts: ["0", "1", "2", "3", "4"].map((account_id) => ({ account_id })),
    coverage: [
      ...["0", "1", "2"].map((account_id) => ({ account_id, kind: "credential_report", status: "ok" })),
      { account_id: "3", kind: "credential_report", status: "denied" },
    ],
    iam_users: users,
    root_users: ["0", "1", "2"].map((account_id, n) => ({
      account_id,
      arn: `arn:aws:iam::${account_id}:root`,
      password_enabled: true,
      has_credentials: true,
      mfa_active: n > 0,
      access_keys: n,
    })),
  };
}

beforeAll(async () => {
  engine = await openDuckDB({ threads: 1 });
  await fillTables(engine, rows() as Parameters<typeof fillTables>[1], "test", AS_OF);
});
afterAll(() => engine.close());

const some = ({ control_id, population, fail, unknown, percent }: Record<string, unknown>) => ({
  control_id,
  population,
  fail,
  unknown,
  percent,
});

test("of all accounts together are those of an audit, for every control", async () => {
  const audit = await measurePrevalence(engine, plan, new Map());
  const figures = addFigures((await measureAccounts(engine, plan, [])).values());
  expect(figures.map((one) => some({ ...one }))).toEqual(audit.map((one) => some({ ...one })));
  const failing = figures.filter(({ fail }) => fail > 0).map(({ control_id: id }) => id);
  expect(failing).toEqual(
    expect.arrayContaining(["root-mfa", "user-direct-policies", "user-key-rotation", "user-mfa-device"]),
  );
});

test.each([[["0"]], [["1", "3"]], [["4"]], [["9"]]])("over the accounts %j alone", async (accounts) => {
  const groups = await measureByGroup(engine, plan, (id) => String(accounts.includes(id)));
  const figures = addFigures((await measureAccounts(engine, plan, accounts)).values());
  const expected = groups.get("true") ?? [];
  expect(figures.map((one) => some({ ...one }))).toEqual(expected.map((one) => some({ ...one })));
});
