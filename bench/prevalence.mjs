// Prevalence of the user controls over ten million users in the lake, against the bare scan of the same columns.
import { existsSync } from "node:fs";
import { loadControls } from "../dist/assess/load.js";
import { planPasses } from "../dist/assess/pass.js";
import { planJudging } from "../dist/assess/plan.js";
import { openDuckDB } from "../dist/engine/duckdb/open.js";
import { withDerivedColumns } from "../dist/lake/derived-columns.js";
import { tableNamed } from "../dist/entities/index.js";
import { CACHE, inTurn, print, result } from "./lib.mjs";
import { AS_OF, rawUsersSql, rawVerdictsSql } from "./synthetic.mjs";

/** The users as the lake has them: derived columns by the SQL of a real snapshot. */
async function makeUsers(engine, count) {
  const file = `${CACHE}/users-${count}.parquet`;
  if (existsSync(file)) return file;
  await engine.run(
    `COPY (${withDerivedColumns("iam_users", rawUsersSql(count))}) TO '${file}' (FORMAT parquet, COMPRESSION zstd)`,
  );
  return file;
}

async function makeVerdicts(engine, count) {
  const file = `${CACHE}/verdicts-${count}.parquet`;
  if (!existsSync(file)) {
    await engine.run(
      `COPY (${withDerivedColumns("privilege", withDerivedColumns("effective_mfa", rawVerdictsSql(count)))}) TO '${file}' (FORMAT parquet, COMPRESSION zstd)`,
    );
  }
  return file;
}

/** The columns of a table that a query reads. */
function columnsOf(table, sql) {
  const names = new Set([...sql.matchAll(/\b[a-z]\.(\w+)/g)].map(([, name]) => name));
  return Object.keys(tableNamed(table).columns).filter((name) => names.has(name));
}

/** Only the columns that counting reads: where a control gives the user's verdict, its credentials are not looked at. */
function countedColumns(table, _, passes) {
  return columnsOf(table, passes.map(({ sql }) => sql).join(" "));
}

/**
 * A control's own columns: those it declares to rest on, whether counting takes a short cut over derived ones or not.
 * Texts of `iam_users` are left out: no verdict rests on them.
 */
function ownColumns(table, controls) {
  const names = new Set(controls.flatMap(({ declaration }) => declaration.evidence.fields));
  const { columns } = tableNamed(table);
  const types = ["boolean", "bigint", "integer", ...(table === "iam_users" ? [] : ["varchar"])];
  return Object.keys(columns).filter((name) => names.has(name) && types.includes(columns[name].type));
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

async function ratio(engine, table, controls, columnsFor, times) {
  const passes = planPasses(planJudging(controls, [], "none").runs, AS_OF, "none");
  const columns = columnsFor(table, controls, passes);
  const judge = async () => {
    for (const { sql } of passes) await engine.all(sql);
  };
  const [scan, judged] = await inTurn([() => engine.all(scanSql(table, columns)), judge], times);
  return { scan, judged, ratio: judged / scan };
}

const controls = (await loadControls()).filter(({ declaration }) => declaration.subject.kind === "iam_user");
const tables = [...new Set(controls.map(({ declaration }) => declaration.subject.table))];
const byTable = tables.map((table) => [
  table,
  controls.filter(({ declaration }) => declaration.subject.table === table),
]);
const results = [];
const peaks = [];
for (const count of [1_000_000, 10_000_000]) {
  const engine = await openDuckDB({ threads: 2 });
  const view = (name, file) => engine.run(`CREATE VIEW ${name} AS SELECT * FROM read_parquet('${file}')`);
  await view("iam_users", await makeUsers(engine, count));
  const verdicts = await makeVerdicts(engine, count);
  await view("effective_mfa", verdicts);
  await view("privilege", verdicts);
  for (const [table, own] of byTable) {
    const fused = await ratio(engine, table, own, countedColumns, 7);
    if (count < 10_000_000) continue;
    const name = `all ${own.length} controls on ${table} in one pass (${fused.judged.toFixed(2)} s), times the scan`;
    results.push(result(name, fused.ratio, 2, "x"));
    for (const control of own) {
      const one = await ratio(engine, table, [control], ownColumns, 7);
      const counted = await ratio(engine, table, [control], countedColumns, 7);
      const detail = `${one.judged.toFixed(2)} s; ${counted.ratio.toFixed(1)} x what it counts`;
      results.push(result(`${control.declaration.id} (${detail})`, one.ratio, 1.5, "x"));
    }
  }
  peaks.push(process.resourceUsage().maxRSS / 1024);
  engine.close();
}
results.push(result("memory at 10 million users, times that at 1 million", peaks[1] / peaks[0], 2, "x"));
print("Ten million users in the lake", results);
