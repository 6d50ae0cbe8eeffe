import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type DuckDBEngine, openDuckDB } from "../engine/duckdb/open.js";
import { fillTables } from "./case-tables.js";
import { isOwn, loadControl } from "./load.js";
import { makeLacking } from "./missing-evidence.js";
import { openCredentials } from "./open-picture.js";
import { runsInTime, unjudged } from "./own-controls.js";
import { findingsSql, planJudging } from "./plan.js";
import { countVerdicts } from "./tally.js";

const SHIPPED = fileURLToPath(new URL("../../controls/iam/user-key-rotation", import.meta.url));
const ROWS = {
  accounts: [{ account_id: "111122223333" }],
  coverage: [{ account_id: "111122223333", kind: "credential_report", status: "ok" }],
  iam_users: [
    {
      account_id: "111122223333",
      arn: "arn:aws:iam::111122223333:user/ann",
      user_name: "ann",
      access_key_1_active: true,
      access_key_1_created_at: 0,
    },
  ],
};

let folder: string;
let engine: DuckDBEngine;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "iamspect-"));
  cpSync(SHIPPED, folder, { recursive: true });
  engine = await openDuckDB({ threads: 1 });
  await fillTables(engine, ROWS, "test", 1_611_446_400);
  await openCredentials(engine);
  await makeLacking(engine);
  await engine.fence([]);
});
afterEach(() => {
  engine.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The control of a person in which a condition stands beside `c.active`. */
async function own(condition: string, file = "control.sql") {
  const path = join(folder, file);
  const [from, to] =
    file === "control.sql"
      ? ["c.active AS applies", `c.active AND ${condition} AS applies`]
      : [/could_fail: .*/, `could_fail: ${JSON.stringify(condition)}`];
  writeFileSync(path, readFileSync(path, "utf8").replace(from, to));
  const control = await loadControl(folder);
  return { control, runs: planJudging([control], []).runs };
}

const ENDLESS =
  "(SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE a.range * b.range % 7 = 3) > 0";

test("a control that runs is in time", async () => {
  const { control, runs } = await own("TRUE");
  expect(isOwn(control)).toBe(true);
  expect(isOwn(await loadControl(SHIPPED))).toBe(false);
  expect(await runsInTime(engine, control, runs)).toBe(true);
});

test.each(["control.sql", "control.yaml"])(
  "one that takes too long is ended, be it by its %s",
  async (file) => {
    const condition =
      file === "control.sql"
        ? ENDLESS
        : "list_sum(list_transform(range(30000000), x -> x % 7)) > u.created_at";
    const { control, runs } = await own(condition, file);
    expect(await runsInTime(engine, control, runs, 0.2)).toBe(false);
    expect(await engine.all("SELECT 1 AS n")).toEqual([{ n: 1 }]);
  },
);

test("what took too long is unknown for everybody, with the reason, and kept under another version", async () => {
  const { control } = await own(ENDLESS);
  const left = unjudged(control, "It took too long.");
  const plan = planJudging([left], []);
  expect(plan.version).not.toBe(planJudging([control], []).version);
  const [tally] = await countVerdicts(engine, plan.runs, "none");
  expect(tally).toMatchObject({ fail: 0, pass: 0, not_applicable: 0, unknown: 1 });
  const rows = await engine.all(findingsSql(plan, { statuses: ["unknown"] }, engine));
  expect(rows.map(({ credential, slot }) => [credential, slot])).toEqual([
    ["access_key", 1],
    ["access_key", 2],
  ]);
  expect(left.declaration.reason.unknown).toBe("It took too long.");
});

test.each([
  ["(SELECT count(*) FROM enable_logging(storage = 'stdout')) >= 0", "may not call enable_logging()"],
  ["(SELECT count(*) FROM query('FROM enable_profiling()')) >= 0", "may not call query()"],
  ["write_log('x') IS NULL", "may not call write_log()"],
])("what writes beside the results is refused: %s", async (condition, what) => {
  const { control, runs } = await own(condition);
  await expect(runsInTime(engine, control, runs)).rejects.toMatchObject({
    code: "bad_query",
    what: expect.stringContaining(what),
  });
});

test.each([
  ["nothing_of_this_name(c.id) = 1", /nothing_of_this_name/],
  ["CAST('x' || c.subject_arn AS INTEGER) = 1", /Conversion Error/],
  ["(SELECT count(*) FROM read_csv('/etc/passwd')) > 0", /Permission Error/],
])("an error in its SQL is its maker's: %s", async (condition, why) => {
  const { control, runs } = await own(condition);
  await expect(runsInTime(engine, control, runs)).rejects.toMatchObject({
    code: "bad_control_sql",
    what: "The SQL of the control user-key-rotation cannot be run.",
    why: expect.stringMatching(why),
    exitCode: 2,
  });
});
