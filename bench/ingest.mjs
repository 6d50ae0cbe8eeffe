// One million users from one CSV to findings: reading, lake, verdicts, stored findings. Beside it what the engine alone takes
// to make one typed Parquet file of that CSV, which no way of doing it can beat.
import { existsSync, rmSync, statSync } from "node:fs";
import { openDuckDB } from "../dist/engine/duckdb/open.js";
import { BIN, CACHE, inTurn, median, print, result, runNode } from "./lib.mjs";
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

const TIMES =
  /^(user_creation_time|password_(last|next)_.*|access_key_\d_last_(rotated|used_date)|cert_\d_last_rotated)$/;
const FLAGS = /^(password_enabled|mfa_active|(access_key|cert)_\d_active)$/;

/** Seconds in which the engine alone turns the CSV into Parquet with times and flags as such. */
async function floor() {
  const engine = await openDuckDB();
  const from = `read_csv('${file}', all_varchar = true)`;
  const columns = (await engine.all(`DESCRIBE SELECT * FROM ${from}`)).map(({ column_name: name }) => {
    if (TIMES.test(name)) return `CAST(epoch(TRY_CAST("${name}" AS TIMESTAMPTZ)) AS BIGINT) AS "${name}"`;
    return FLAGS.test(name) ? `lower("${name}") = 'true' AS "${name}"` : `"${name}"`;
  });
  const target = `${CACHE}/ingest-floor.parquet`;
  const copy = `COPY (SELECT ${columns.join(", ")} FROM ${from}) TO '${target}' (FORMAT parquet, COMPRESSION zstd)`;
  const [fastest] = await inTurn([() => engine.run(copy)], 3);
  engine.close();
  rmSync(target);
  return fastest;
}

const alone = await floor();
const seconds = median(runs.map((run) => run.seconds));
print(
  `One million users, ${megabytes.toFixed(0)} MB of CSV, in ${seconds.toFixed(1)} s; the engine alone to one Parquet file: ${alone.toFixed(1)} s (${(megabytes / alone).toFixed(0)} MB/s)`,
  [
    result("CSV to stored findings", megabytes / seconds, 60, "MB/s", false),
    result("peak memory", median(runs.map((run) => run.peak)), 2048, "MB"),
  ],
);
