// Root causes and tuning over a million users with names, paths, tags, groups and policies: `node bench/causes.mjs`.
// It calls itself for each measurement, so that peak memory is of one job alone.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { loadControls } from "../dist/assess/load.js";
import { planJudging } from "../dist/assess/plan.js";
import { createTable, duckdbType } from "../dist/engine/ddl.js";
import { openDuckDB } from "../dist/engine/duckdb/open.js";
import { withDerivedColumns } from "../dist/lake/derived-columns.js";
import { ALL_TABLES, tableNamed } from "../dist/model/tables/index.js";
import { CACHE, print, result } from "./lib.mjs";
import { AS_OF, rawUsersSql, rawVerdictsSql } from "./synthetic.mjs";

const USERS = 1_000_000;
const pick = (values, number) =>
  `[${values.map((one) => `'${one}'`).join(", ")}][1 + CAST(${number} % ${values.length} AS INTEGER)]`;

/** What users carry beside a credential report. */
const TRAITS = {
  user_name: `CASE h % 4 WHEN 0 THEN ${pick(["ann", "bob", "eve"], "(h // 7)")} || '.' || substr(md5(arn), 1, 6) WHEN 1 THEN 'svc-' || ${pick(["etl", "deploy", "backup"], "(h // 11)")} || '-' || right(arn, 5) WHEN 2 THEN substr(md5(arn), 1, 8) || '@example.com' ELSE 'ci_' || substr(md5(arn), 1, 12) END`,
  path: pick(["/", "/", "/service/", "/team/web/", "/team/data/"], "(h // 3)"),
  groups: `CASE h // 19 % 4 WHEN 0 THEN ['Developers'] WHEN 1 THEN ['Ops', 'ReadOnly'] WHEN 2 THEN ['Admins'] ELSE [] END`,
  tags: `CASE h // 23 % 4 WHEN 0 THEN '{"team":"t' || CAST(h // 29 % 50 AS VARCHAR) || '","owner":"o' || CAST(h // 31 % 20000 AS VARCHAR) || '@example.com"}' WHEN 1 THEN '{"cost-center":"' || CAST(h // 37 % 300 AS VARCHAR) || '"}' ELSE '{}' END`,
  boundary_arn: "CASE WHEN h // 41 % 10 = 0 THEN 'arn:aws:iam::' || account_id || ':policy/Boundary' END",
  access_key_1_last_used_service: `CASE WHEN access_key_1_last_used_at IS NOT NULL THEN ${pick(["s3", "ec2", "sts", "ses"], "(h // 13)")} END`,
  access_key_1_last_used_region: `CASE WHEN access_key_1_last_used_at IS NOT NULL THEN ${pick(["us-east-1", "eu-west-1"], "(h // 17)")} END`,
  in_report: "TRUE",
};

/** SELECT of all columns of a table from a query that has some of them. */
function wholeSql(table, sql, given, more = {}) {
  const columns = Object.entries(tableNamed(table).columns).map(([name, { type }]) => {
    const value = more[name] ?? (given.has(name) ? name : "NULL");
    return `CAST(${value} AS ${duckdbType(type)}) AS ${name}`;
  });
  return `SELECT ${columns.join(", ")} FROM (${sql})`;
}

async function columnsOf(engine, sql) {
  return new Set((await engine.all(`DESCRIBE ${sql}`)).map(({ column_name: name }) => name));
}

async function makeFile(engine, table, sql, more) {
  const file = `${CACHE}/causes-${table}-${USERS}.parquet`;
  if (existsSync(file)) return;
  const whole = wholeSql(table, sql, await columnsOf(engine, sql), more);
  await engine.run(`COPY (${whole}) TO '${file}' (FORMAT parquet, COMPRESSION zstd)`);
}

async function makeFiles() {
  const engine = await openDuckDB({ threads: 2 });
  const users = `SELECT *, hash(arn) AS h FROM (${withDerivedColumns("iam_users", rawUsersSql(USERS))})`;
  await makeFile(engine, "iam_users", users, TRAITS);
  const verdicts = withDerivedColumns(
    "privilege",
    withDerivedColumns("effective_mfa", rawVerdictsSql(USERS)),
  );
  await makeFile(engine, "effective_mfa", verdicts, {});
  await makeFile(engine, "privilege", verdicts, {});
  const known = `SELECT account_id, arn, hash(arn) AS h, created_at FROM '${CACHE}/causes-iam_users-${USERS}.parquet'`;
  const policies = `SELECT account_id, arn AS principal_arn, 'user' AS principal_kind, 'attached' AS kind, 'arn:aws:iam::aws:policy/P' || CAST(h % 9 AS VARCHAR) AS policy_id FROM (${known}) WHERE h % 3 = 0`;
  await makeFile(engine, "policy_attachments", policies, {});
  const accounts = `SELECT account_id, 'aws' AS partition, 'o-1' AS org_id, 'member' AS org_role, ${pick(["/Prod", "/Prod/Web", "/Test"], "hash(account_id)")} AS ou_path, '{}' AS tags FROM (SELECT DISTINCT account_id FROM (${known}))`;
  await makeFile(engine, "accounts", accounts, {});
  engine.close();
}

/** In a process of its own: seconds and peak memory of one job. */
async function measure(job) {
  const engine = await openDuckDB({ threads: 2, memoryLimit: "1GB" });
  for (const table of ALL_TABLES) {
    const file = `${CACHE}/causes-${table.name}-${USERS}.parquet`;
    if (existsSync(file))
      await engine.run(`CREATE VIEW ${table.name} AS SELECT * FROM read_parquet('${file}')`);
    else await engine.run(createTable(table));
  }
  const plan = planJudging(await loadControls(), []);
  const start = performance.now();
  if (job === "causes") {
    const { findCauses } = await import("../dist/analyse/causes/find-causes.js");
    await findCauses(engine, { plan, asOf: AS_OF, accounts: [] });
  } else {
    const { tuneControls } = await import("../dist/analyse/tune/tune-controls.js");
    await tuneControls(engine, plan, await tuneData());
  }
  const seconds = (performance.now() - start) / 1000;
  engine.close();
  console.log(JSON.stringify({ seconds, peak: process.resourceUsage().maxRSS / 1024 }));
}

async function tuneData() {
  const { UserKinds } = await import("../dist/analyse/people/user-kinds.js");
  const { loadUserGroups } = await import("../dist/analyse/tune/groups.js");
  const { loadEvidencePitfalls } = await import("../dist/analyse/tune/evidence-pitfalls.js");
  return {
    asOf: AS_OF,
    kinds: await UserKinds.load(),
    groups: await loadUserGroups(),
    pitfalls: await loadEvidencePitfalls(),
  };
}

function run(job) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), job], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

const [job] = process.argv.slice(2);
if (job !== undefined) await measure(job);
else {
  await makeFiles();
  const [causes, tune] = [run("causes"), run("tune")];
  print("A million users with names, tags, groups and policies", [
    result("causes", causes.seconds, 15, "s"),
    result("causes, peak memory", causes.peak, 2_048, "MB"),
    result("tune", tune.seconds, 15, "s"),
    result("tune, peak memory", tune.peak, 2_048, "MB"),
  ]);
}
