// One million users from one CSV to findings: reading, lake, verdicts, stored findings.
import { existsSync, rmSync, statSync } from "node:fs";
import { openDuckDB } from "../dist/engine/duckdb/open.js";
import { BIN, CACHE, median, print, result, runNode } from "./lib.mjs";
import { AS_OF_TEXT, reportSql } from "./synthetic.mjs";

const file = `${CACHE}/report-1m.csv`;
if (!existsSync(file)) {
  const engine = await openDuckDB();
  await engine.run(`COPY (${reportSql(1_000_000)}) TO '${file}' (HEADER, DELIMITER ',')`);
  engine.close();
}
const megabytes = statSync(file).size / 1e6;
const lake = `${CACHE}/ingest-lake`;
const runs = Array.from({ length: 3 }, () => {
  rmSync(lake, { recursive: true, force: true });
  return runNode([BIN, "audit", file, "--as-of", AS_OF_TEXT, "--lake", lake], CACHE);
});
rmSync(lake, { recursive: true, force: true });
const seconds = median(runs.map((run) => run.seconds));
print(`One million users, ${megabytes.toFixed(0)} MB of CSV, in ${seconds.toFixed(1)} s`, [
  result("CSV to stored findings", megabytes / seconds, 60, "MB/s", false),
  result("peak memory", median(runs.map((run) => run.peak)), 2048, "MB"),
]);
