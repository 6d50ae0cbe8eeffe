// A lake of monthly snapshots of synthetic users for bench/trend.mjs: tables written by DuckDB, judged and stored by the
// program's own code. Users come, rotate and switch off keys, register devices and go; all of it by hashes of their numbers.
import { existsSync, readdirSync, renameSync, rmSync } from "node:fs";
import { storeVerdicts } from "../.cache/modules/analyse/history/store-verdicts.js";
import { loadControls } from "../.cache/modules/assess/load.js";
import { openSnapshot } from "../.cache/modules/assess/open-picture.js";
import { planJudging } from "../.cache/modules/assess/plan.js";
import { derivedVersion } from "../.cache/modules/derive/derived-version.js";
import { duckdbType } from "../.cache/modules/engine/ddl.js";
import { openDuckDB } from "../.cache/modules/engine/duckdb/open.js";
import { commitMade, commitSnapshot } from "../.cache/modules/lake/commit.js";
import { openTables } from "../.cache/modules/lake/open.js";
import { parquetTarget } from "../.cache/modules/lake/parquet.js";
import { openStage } from "../.cache/modules/lake/stage.js";
import { withDerivedColumns } from "../.cache/modules/model/derived-columns.js";
import { tableNamed } from "../.cache/modules/sources/tables.js";
import { CACHE } from "./lib.mjs";
import { AS_OF, rawUsersSql, rawVerdictsSql } from "./synthetic.mjs";

const MONTH = 30 * 86_400;
const USERS_AN_ACCOUNT = 50;

/** Makes the lake, unless it is there already with the verdicts of these controls, and gives its folder. */
export async function trendLake(users, snapshots) {
  const plan = planJudging(await loadControls(), [], await derivedVersion());
  const size = `trend-${users}-${snapshots}`;
  const lake = `${CACHE}/${size}-${plan.version}`;
  if (existsSync(lake)) return lake;
  // Verdicts of other controls would be made again while it is measured.
  for (const old of readdirSync(CACHE)) {
    if (old.startsWith(size)) rmSync(`${CACHE}/${old}`, { recursive: true, force: true });
  }
  const made = `${lake}.part`;
  rmSync(made, { recursive: true, force: true });
  for (let place = 0; place < snapshots; place += 1) {
    const month = { place, asOf: AS_OF - (snapshots - 1 - place) * MONTH, snapshots };
    await writeSnapshot(made, users, month, plan);
    console.error(`made snapshot ${place + 1} of ${snapshots}`);
  }
  renameSync(made, lake);
  return lake;
}

async function writeSnapshot(lake, users, month, plan) {
  const stage = await openStage(lake);
  const engine = await openDuckDB();
  try {
    const write = async (tables) => {
      const staged = [];
      for (const [name, sql] of Object.entries(tables)) {
        const [row] = await engine.all(
          `COPY (${asTable(name, await columnsOf(engine, sql), sql)}) TO ${parquetTarget(stage.tableFile(name))}`,
        );
        staged.push({ name, rows: Number(Object.values(row)[0]) });
      }
      return staged;
    };
    const accounts = Math.ceil(users / USERS_AN_ACCOUNT);
    const staged = await write(snapshotTables(users, accounts, month));
    const coverage = { accounts, complete: accounts, incomplete: 0 };
    const manifest = await commitSnapshot(stage, month.asOf, staged, coverage);
    await openSnapshot(engine, lake, manifest);
    const derived = await write(derivedTables(users, month));
    const made = await commitMade(stage, manifest.snapshot_id, "derived", await derivedVersion(), derived);
    await openTables(engine, lake, { ...made, as_of: manifest.as_of });
    await storeVerdicts(engine, stage, manifest.snapshot_id, plan);
  } finally {
    engine.close();
    await stage.discard();
  }
}

async function columnsOf(engine, sql) {
  return new Set((await engine.all(`DESCRIBE ${sql}`)).map((row) => String(row.column_name)));
}

/** All columns of a table of the lake: NULL where the query has none of the name. */
function asTable(name, there, sql) {
  const columns = Object.entries(tableNamed(name).columns).map(([column, { type }]) =>
    there.has(column) ? column : `CAST(NULL AS ${duckdbType(type)}) AS ${column}`,
  );
  return `SELECT ${columns.join(", ")} FROM (${sql})`;
}

const NUMBER = "CAST(right(arn, 8) AS BIGINT)";
const NONE = "SELECT 1 AS nothing WHERE FALSE";

/** Who is there in a month: made before it, and not among the hundredth that goes each month. */
const present = ({ asOf, place }) => `created_at < ${asOf} AND hash(${NUMBER} * 23) % 100 >= ${place}`;
/** Has a thing that happens to one in `of` users each month happened by now? */
const happened = ({ place }, salt, of) => `hash(${NUMBER} * ${salt}) % ${of} < ${place}`;

function snapshotTables(users, accounts, month) {
  const { asOf, snapshots } = month;
  const account = "lpad(CAST(100000000000 + i AS VARCHAR), 12, '0')";
  const perAccount = `FROM range(${accounts}) r(i)`;
  const start = AS_OF - (snapshots - 1) * MONTH;
  // The month in which the key is rotated, where one is: the key then is ten days old.
  const rotatedAt = `${start} + CAST(hash(${NUMBER} * 31) % 50 AS BIGINT) * ${MONTH} - 864000`;
  const created = `CASE WHEN ${rotatedAt} < ${asOf} AND ${rotatedAt} > created_at THEN ${rotatedAt} ELSE access_key_1_created_at END`;
  const clamped = (column) => `least(${column}, ${asOf}) AS ${column}`;
  const people =
    "SELECT * REPLACE (" +
    [
      `${created} AS access_key_1_created_at`,
      `access_key_1_active AND access_key_1_created_at < ${asOf} AND NOT (${happened(month, 37, 100)}) AS access_key_1_active`,
      `access_key_2_active AND access_key_2_created_at < ${asOf} AS access_key_2_active`,
      `mfa_active OR (password_enabled AND ${happened(month, 41, 60)}) AS mfa_active`,
      ...[
        "password_last_used_at",
        "password_last_changed_at",
        "access_key_1_last_used_at",
        "access_key_2_created_at",
      ].map(clamped),
    ].join(", ") +
    `), split_part(arn, '/', 2) AS user_name, 'AIDA' || ${NUMBER} AS user_id FROM (${rawUsersSql(users)}) WHERE ${present(month)}`;
  return {
    accounts: `SELECT ${account} AS account_id, 'aws' AS partition, 'standalone' AS org_role, FALSE AS scps_may_apply ${perAccount}`,
    coverage: `SELECT ${account} AS account_id, k.kind, 'ok' AS status ${perAccount}, (VALUES ('credential_report'), ('authorization_details')) k(kind)`,
    iam_users: withDerivedColumns(tableNamed("iam_users"), people),
    root_users: `SELECT ${account} AS account_id, 'arn:aws:iam::' || ${account} || ':root' AS arn, i % 12 > 0 AS mfa_active, 'hardware' AS mfa_kind, 0 AS access_keys, 0 AS active_keys, TRUE AS has_credentials, TRUE AS password_enabled, TRUE AS use_known, created_at AS last_used_at, created_at FROM (SELECT i, ${start} - 100000 AS created_at ${perAccount})`,
    policies: NONE,
  };
}

function derivedTables(users, month) {
  const there = `SELECT * FROM (${rawVerdictsSql(users)}) WHERE ${present(month)}`;
  const verdicts = `SELECT *, 'AIDA' || ${NUMBER} AS user_id, mfa_kind IS NOT NULL AS mfa FROM (${there})`;
  return {
    effective_mfa: withDerivedColumns(tableNamed("effective_mfa"), verdicts),
    privilege: withDerivedColumns(tableNamed("privilege"), verdicts),
    policy_grants: NONE,
  };
}
