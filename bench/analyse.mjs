// What is made of findings, over the demonstration and over a million users with names, paths, tags, groups and policies.
// It calls itself for each measurement, so that peak memory is of one job alone.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { loadControls } from "../.cache/modules/assess/load.js";
import { findingsSql, planJudging } from "../.cache/modules/assess/plan.js";
import { createTable, duckdbType } from "../.cache/modules/engine/ddl.js";
import { openDuckDB } from "../.cache/modules/engine/duckdb/open.js";
import { withDerivedColumns } from "../.cache/modules/model/derived-columns.js";
import { ALL_TABLES, tableNamed } from "../.cache/modules/sources/tables.js";
import { BIN, CACHE, inTurn, median, print, result, runNode } from "./lib.mjs";
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
  const users = `SELECT *, hash(arn) AS h FROM (${withDerivedColumns(tableNamed("iam_users"), rawUsersSql(USERS))})`;
  await makeFile(engine, "iam_users", users, TRAITS);
  const verdicts = withDerivedColumns(
    tableNamed("privilege"),
    withDerivedColumns(tableNamed("effective_mfa"), rawVerdictsSql(USERS)),
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

const JOBS = {
  "fix-first": async (engine, plan) => {
    const { loadFixes } = await import("../.cache/modules/analyse/fixes/catalogue.js");
    const { fixFirst } = await import("../.cache/modules/analyse/fixes/fix-first.js");
    const { DEFAULT_OWNERS } = await import("../.cache/modules/analyse/people/owners.js");
    const { UserKinds } = await import("../.cache/modules/analyse/people/user-kinds.js");
    const { loadRiskModel } = await import("../.cache/modules/analyse/risk/risk-model.js");
    const kinds = await UserKinds.load();
    const model = await loadRiskModel();
    const { loadBreakGlass } = await import("../.cache/modules/analyse/people/break-glass.js");
    const breakGlass = await loadBreakGlass();
    const context = {
      model,
      kinds,
      owners: DEFAULT_OWNERS,
      breakGlass,
      asOf: AS_OF,
      dialect: engine.dialect,
    };
    const findings = `(${findingsSql(plan, { statuses: ["fail"], brief: true }, engine)})`;
    await fixFirst(
      { engine, context, catalogue: await loadFixes(), findings, controls: plan.controls },
      { most: 20 },
    );
  },
  causes: async (engine, plan) => {
    const { findCauses } = await import("../.cache/modules/analyse/causes/find-causes.js");
    await findCauses(engine, { plan, asOf: AS_OF, accounts: [] });
  },
  tune: async (engine, plan) => {
    const { UserKinds } = await import("../.cache/modules/analyse/people/user-kinds.js");
    const { loadBreakGlass } = await import("../.cache/modules/analyse/people/break-glass.js");
    const { loadUserGroups } = await import("../.cache/modules/analyse/tune/groups.js");
    const { loadEvidencePitfalls } = await import("../.cache/modules/analyse/tune/evidence-pitfalls.js");
    const { tuneControls } = await import("../.cache/modules/analyse/tune/tune-controls.js");
    const kinds = await UserKinds.load();
    const [groups, pitfalls] = [await loadUserGroups(await loadBreakGlass()), await loadEvidencePitfalls()];
    await tuneControls(engine, plan, { kinds, groups, pitfalls });
  },
  benchmark: async (engine) => {
    const { benchmark } = await import("../.cache/modules/analyse/benchmark/benchmark.js");
    const { loadSources } = await import("../.cache/modules/analyse/benchmark/sources.js");
    const { measurePrevalence } = await import("../.cache/modules/analyse/prevalence.js");
    const plan = planJudging(await loadControls(), []);
    const prevalence = await measurePrevalence(engine, plan, new Map());
    await benchmark(engine, await loadSources(), prevalence, AS_OF);
  },
};

/** In a process of its own: seconds and peak memory of one job. */
async function measure(job) {
  const engine = await openDuckDB({ threads: 2, memoryLimit: "1GB" });
  for (const table of ALL_TABLES) {
    const file = `${CACHE}/causes-${table.name}-${USERS}.parquet`;
    if (existsSync(file))
      await engine.run(
        `CREATE VIEW ${table.name} AS SELECT *, CAST(${AS_OF} AS BIGINT) AS as_of FROM read_parquet('${file}')`,
      );
    else await engine.run(createTable(table));
  }
  const plan = planJudging(await loadControls(), []);
  const start = performance.now();
  await JOBS[job](engine, plan);
  const seconds = (performance.now() - start) / 1000;
  engine.close();
  console.log(JSON.stringify({ seconds, peak: process.resourceUsage().maxRSS / 1024 }));
}

function run(job) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), job], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

/** Commands over the demonstration, as a person runs them; what starting the program takes is taken off. */
async function demonstration() {
  const lake = `${CACHE}/analyse-demo`;
  const demo = ["--demo", "--with-policies", "--lake", lake];
  runNode([BIN, "audit", ...demo], CACHE);
  const names = ["--version", ...Object.keys(JOBS), "share", "exceptions"];
  const more = { share: ["--organization", "standalone"], exceptions: ["list"] };
  const args = names.map((name) =>
    name === "--version" ? [BIN, name] : [BIN, name, ...(more[name] ?? []), ...demo],
  );
  const seconds = await inTurn(
    args.map((one) => () => runNode(one, CACHE, false)),
    5,
  );
  const [start = 0, ...rest] = seconds;
  print(
    "12,478 users of the demonstration, the start of the program aside",
    rest.map((one, index) => result(names[index + 1], one - start, 1, "s")),
  );
}

const [job] = process.argv.slice(2);
if (job !== undefined) await measure(job);
else {
  await demonstration();
  await makeFiles();
  const jobs = Object.keys(JOBS).map((name) => [name, [1, 2, 3].map(() => run(name))]);
  const of = (runs, what) => median(runs.map((one) => one[what]));
  print(
    "A million users with names, tags, groups and policies",
    jobs.flatMap(([name, runs]) => [
      result(name, of(runs, "seconds"), 15, "s"),
      result(`${name}, peak memory`, of(runs, "peak"), 2_048, "MB"),
    ]),
  );
}
