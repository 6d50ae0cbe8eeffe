// Prevalence of the user controls over ten million users in the lake, against the bare scan of the same columns.
import { existsSync } from "node:fs";
import { loadControls } from "../dist/assess/load.js";
import { planPasses } from "../dist/assess/pass.js";
import { planJudging } from "../dist/assess/plan.js";
import { openDuckDB } from "../dist/engine/duckdb/open.js";
import { ACTIVITY_COLUMNS, DERIVED_COLUMNS } from "../dist/lake/derived-columns.js";
import { iamUsers } from "../dist/model/tables/iam-users.js";
import { CACHE, inTurn, print, result } from "./lib.mjs";
import { AS_OF, rawUsersSql } from "./synthetic.mjs";

const list = (columns) =>
  Object.entries(columns)
    .map(([name, sql]) => `${sql} AS ${name}`)
    .join(", ");

/** The users as the lake has them: derived columns by the SQL of a real snapshot. */
async function makeUsers(engine, count) {
  const file = `${CACHE}/users-${count}.parquet`;
  if (existsSync(file)) return file;
  const derived = `SELECT *, ${list(DERIVED_COLUMNS)} FROM (SELECT *, ${list(ACTIVITY_COLUMNS)} FROM (${rawUsersSql(count)}))`;
  await engine.run(`COPY (${derived}) TO '${file}' (FORMAT parquet, COMPRESSION zstd)`);
  return file;
}

/** The columns of the table that a query reads. */
function columnsOf(sql) {
  const names = new Set([...sql.matchAll(/\bu\.(\w+)/g)].map(([, name]) => name));
  return Object.keys(iamUsers.columns).filter((name) => names.has(name));
}

/** Only the columns that counting reads: where a control gives the user's verdict, its credentials are not looked at. */
function countedColumns(_, passes) {
  return columnsOf(passes.map(({ sql }) => sql).join(" "));
}

/** Reads the columns and nothing else; sums cannot be answered from the statistics of the file. */
function scanSql(columns) {
  const read = columns.map((name) =>
    iamUsers.columns[name].type === "boolean" ? `count_if(${name})` : `sum(${name})`,
  );
  return `SELECT ${read.join(", ")} FROM iam_users`;
}

/** A control's own columns: those it declares to rest on, whether counting takes a short cut over derived ones or not. */
function ownColumns(controls) {
  const names = new Set(controls.flatMap(({ declaration }) => declaration.evidence.fields));
  return Object.keys(iamUsers.columns).filter(
    (name) => names.has(name) && ["boolean", "bigint", "integer"].includes(iamUsers.columns[name].type),
  );
}

async function ratio(engine, controls, columnsFor, times) {
  const passes = planPasses(planJudging(controls, []).runs, AS_OF, false);
  const columns = columnsFor(controls, passes);
  const judge = async () => {
    for (const { sql } of passes) await engine.all(sql);
  };
  const [scan, judged] = await inTurn([() => engine.all(scanSql(columns)), judge], times);
  return { scan, judged, ratio: judged / scan };
}

const controls = (await loadControls()).filter(
  ({ declaration }) => declaration.subject.table === "iam_users",
);
const results = [];
const peaks = [];
for (const count of [1_000_000, 10_000_000]) {
  const engine = await openDuckDB({ threads: 2 });
  await engine.run(
    `CREATE VIEW iam_users AS SELECT * FROM read_parquet('${await makeUsers(engine, count)}')`,
  );
  const fused = await ratio(engine, controls, countedColumns, 7);
  peaks.push(process.resourceUsage().maxRSS / 1024);
  if (count === 10_000_000) {
    const name = `all ${controls.length} user controls in one pass (${fused.judged.toFixed(2)} s), times the scan`;
    results.push(result(name, fused.ratio, 2, "x"));
    for (const control of controls) {
      const own = await ratio(engine, [control], ownColumns, 7);
      const counted = await ratio(engine, [control], countedColumns, 7);
      const detail = `${own.judged.toFixed(2)} s; ${counted.ratio.toFixed(1)} x what it counts`;
      results.push(result(`${control.declaration.id} (${detail})`, own.ratio, 1.5, "x"));
    }
  }
  engine.close();
}
results.push(result("memory at 10 million users, times that at 1 million", peaks[1] / peaks[0], 2, "x"));
print("Ten million users in the lake", results);
