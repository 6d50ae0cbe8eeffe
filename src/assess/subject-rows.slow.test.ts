import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DuckDBEngine, openDuckDB } from "../engine/duckdb/open.js";
import { iamUsers } from "../entities/iam-user.js";
import { RANK, STATUSES } from "../model/status.js";
import { parseAuditTime } from "../model/time.js";
import { ENTITIES } from "../sources/tables.js";
import { fillTables } from "./case-tables.js";
import { type Case, loadCases } from "./cases.js";
import { subjectTables } from "./condition.js";
import { COULD_FAIL } from "./conditions.js";
import { loadControls } from "./load.js";
import { parameterSets } from "./parameters.js";
import { SubjectRows } from "./subject-rows.js";
import { countVerdicts } from "./tally.js";

const controls = await loadControls();
let engine: DuckDBEngine;
beforeAll(async () => {
  engine = await openDuckDB({ threads: 1 });
});
afterAll(() => engine.close());

/** Cases of derived tables name no row of iam_users; a snapshot has one for each of theirs. */
function wholeRows(rows: Case["rows"]): Case["rows"] {
  if (rows.iam_users !== undefined) return rows;
  const policies = (rows.policy_grants ?? []).map(({ account_id = null, policy_id = null }) => ({
    account_id,
    policy_id,
  }));
  if (policies.length > 0) return { ...rows, policies };
  const users = [...(rows.effective_mfa ?? []), ...(rows.privilege ?? [])];
  const byArn = new Map(
    users.map(({ account_id = null, arn = null, created_at = null }) => [
      arn,
      { account_id, arn, created_at },
    ]),
  );
  return { ...rows, iam_users: [...byArn.values()] };
}

describe.each(controls.map((control) => [control.declaration.id, control] as const))("%s", (id, control) => {
  const { entity } = control;

  test("one row a subject says the same as counting does, in every case", async () => {
    const { as_of: time, cases } = await loadCases(control);
    const asOf = parseAuditTime(time);
    for (const one of cases) {
      await fillTables(engine, wholeRows(one.rows), one.name, asOf);
      const settings = Object.entries(one.parameters).map(([parameter, value]) => ({
        control: id,
        parameter,
        value,
        origin: one.name,
      }));
      const runs = parameterSets(control, settings).map((set) => ({ control, set }));
      const query = new SubjectRows(entity);
      const rows = await engine.all(query.select({ subject: query.key, verdict: query.rank(runs) }));
      const [tally] = await countVerdicts(engine, runs, "none");
      for (const status of STATUSES) {
        const ranked = rows.filter(({ verdict }) => (verdict ?? RANK.unknown) === RANK[status]).length;
        // Users without a row in a derived table are not known there; counting does not see them.
        expect([one.name, status, ranked]).toEqual([one.name, status, tally?.[status] ?? 0]);
      }
    }
  });

  test("its conditions are SQL that the engine reads", async () => {
    await fillTables(engine, {}, id, 0);
    const runs = parameterSets(control, []).map((set) => ({ control, set }));
    for (const tokens of control.conditions.values()) {
      const query = new SubjectRows(entity);
      expect(await engine.all(query.select({ holds: query.condition(runs, tokens) }))).toEqual([]);
    }
  });
});

test("an override holds for its accounts, and only named accounts are looked at", async () => {
  const control = controls.find(({ declaration }) => declaration.id === "user-key-rotation");
  if (control === undefined) throw new Error("no user-key-rotation");
  const asOf = 1_611_446_400;
  const key = (account: string) => ({
    account_id: account,
    arn: `arn:aws:iam::${account}:user/u`,
    created_at: asOf - 100 * 86_400,
    access_key_1_active: true,
    access_key_1_created_at: asOf - 100 * 86_400,
    access_key_2_active: false,
  });
  await fillTables(
    engine,
    { iam_users: ["111111111111", "222222222222", "333333333333"].map(key) },
    "test",
    asOf,
  );
  const settings = [
    {
      control: "user-key-rotation",
      parameter: "max_age_days",
      value: 180,
      origin: "",
      accounts: new Set(["222222222222"]),
    },
  ];
  const runs = parameterSets(control, settings).map((set) => ({ control, set }));
  const ask = async (accounts?: readonly string[]) => {
    const query = new SubjectRows(iamUsers);
    const could = control.conditions.get(COULD_FAIL) ?? [];
    const columns = {
      account: "u.account_id",
      verdict: query.rank(runs),
      could: query.condition(runs, could),
    };
    return await engine.all(`SELECT * FROM (${query.select(columns, accounts)}) x ORDER BY 1`);
  };
  expect(await ask()).toEqual([
    { account: "111111111111", verdict: RANK.fail, could: true },
    { account: "222222222222", verdict: RANK.pass, could: false },
    { account: "333333333333", verdict: RANK.fail, could: true },
  ]);
  expect((await ask(["222222222222"])).map(({ account }) => account)).toEqual(["222222222222"]);
});

test("tables and columns that conditions may name are those of the model", () => {
  expect(subjectTables(iamUsers).map(({ alias }) => alias)).toEqual(["u", "m", "p"]);
  for (const entity of ENTITIES) expect(subjectTables(entity)[0]?.columns).toContain(entity.arn);
});
