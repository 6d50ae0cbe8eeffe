// Prevalence of the user controls over ten million users in the lake, against the bare scan of the same columns.
import { existsSync } from "node:fs";
import { loadControls } from "../.cache/modules/assess/load.js";
import { planPasses } from "../.cache/modules/assess/passes.js";
import { planJudging } from "../.cache/modules/assess/plan.js";
import { openDuckDB } from "../.cache/modules/engine/duckdb/open.js";
import { withDerivedColumns } from "../.cache/modules/model/derived-columns.js";
import { tableNamed } from "../.cache/modules/sources/tables.js";
import { CACHE, inTurn, print, result } from "./lib.mjs";
import { AS_OF, rawUsersSql, rawVerdictsSql } from "./synthetic.mjs";

/** The users as the lake has them: derived columns by the SQL of a real snapshot. */
async function makeUsers(engine, count) {
  const file = `${CACHE}/users-${count}.parquet`;
  if (existsSync(file)) return file;
  await engine.run(
    `COPY (${withDerivedColumns(tableNamed("iam_users"), rawUsersSql(count))}) TO '${file}' (FORMAT parquet, COMPRESSION zstd)`,
  );
  return file;
}

async function makeVerdicts(engine, count) {
  const file = `${CACHE}/verdicts-${count}.parquet`;
  if (!existsSync(file)) {
    await engine.run(
      `COPY (${withDerivedColumns(tableNamed("privilege"), withDerivedColumns(tableNamed("effective_mfa"), rawVerdictsSql(count)))}) TO '${file}' (FORMAT parquet, COMPRESSION zstd)`,
    );
  }
  return file;
}

/** The columns of a table that a query reads. */
function columnsOf(table, sql) {
  const names = new Set([...sql.matchAll(/\b[a-z]\.(\w+)/g)].map(([, name]) => name));
  return Object.keys(tableNamed(table).columns).filter((name) => names.has(name));
}

/** Reads the columns and nothing else; sums cannot be answered from the statistics of the file. */
function scanSql(table, columns) {
  const read = columns.map((name) => {
    const { type } = tableNamed(table).columns[name];
    if (type === "boolean") return `count_if(${name})`;
    return type === "varchar" ? `sum(length(${name}))` : `sum(${name})`;
  });
  return `SELECT ${read.join(", ")} FROM ${table}`;
}

async function ratio(engine, table, controls, times) {
  const passes = planPasses(planJudging(controls, [], "none").runs, "none");
  const columns = columnsOf(table, passes.map(({ sql }) => sql).join(" "));
  const judge = async () => {
    for (const { sql } of passes) await engine.all(sql);
  };
  const [scan, judged] = await inTurn([() => engine.all(scanSql(table, columns)), judge], times);
  return { scan, judged, ratio: judged / scan };
}

const controls = (await loadControls()).filter(({ declaration }) => declaration.subject === "iam_user");
const tables = [...new Set(controls.map(({ table }) => table.name))];
const byTable = tables.map((name) => [name, controls.filter(({ table }) => table.name === name)]);
const results = [];
const peaks = [];
for (const count of [1_000_000, 10_000_000]) {
  const engine = await openDuckDB({ threads: 2 });
  const view = (name, file) =>
    engine.run(
      `CREATE VIEW ${name} AS SELECT *, CAST(${AS_OF} AS BIGINT) AS as_of FROM read_parquet('${file}')`,
    );
  await view("iam_users", await makeUsers(engine, count));
  const verdicts = await makeVerdicts(engine, count);
  await view("effective_mfa", verdicts);
  await view("privilege", verdicts);
  for (const [table, own] of byTable) {
    const fused = await ratio(engine, table, own, 7);
    if (count < 10_000_000) continue;
    const name = `all ${own.length} controls on ${table} in one pass (${fused.judged.toFixed(2)} s), times the scan`;
    results.push(result(name, fused.ratio, 2.5, "x"));
    for (const control of own) {
      const one = await ratio(engine, table, [control], 7);
      results.push(result(`${control.declaration.id} (${one.judged.toFixed(2)} s)`, one.ratio, 1.5, "x"));
    }
  }
  peaks.push(process.resourceUsage().maxRSS / 1024);
  engine.close();
}
results.push(result("memory at 10 million users, times that at 1 million", peaks[1] / peaks[0], 2, "x"));
print("Ten million users in the lake", results);
