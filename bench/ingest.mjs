// Users from one CSV to the printed table and to the end of the audit, as multiples of the time in which DuckDB alone reads
// that CSV and prints the five counts with their tiers (floor.mjs): all in turn, so that a noisy machine is noisy for all. Then
// the same of five times as many users: memory, and how the time of each step grows.
import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { openDuckDB } from "../.cache/modules/engine/duckdb/open.js";
import { BIN, CACHE, median, print, ROOT, result, runNode, toLastLine } from "./lib.mjs";
import { AS_OF_TEXT, reportSql } from "./synthetic.mjs";

const ROUNDS = 3;
const lake = `${CACHE}/ingest-lake`;
const FLOOR = `${ROOT}bench/floor.mjs`;

async function report(millions) {
  const file = `${CACHE}/reports-${millions}m.csv`;
  if (existsSync(file)) return file;
  const engine = await openDuckDB();
  await engine.run(`COPY (${reportSql(millions * 1e6)}) TO '${file}' (HEADER, DELIMITER ',')`);
  engine.close();
  return file;
}

/** A command over a report, with a lake of its own. */
function command(name, file) {
  rmSync(lake, { recursive: true, force: true });
  return [BIN, name, file, "--as-of", AS_OF_TEXT, "--lake", lake];
}

/** One round: the floor, the snapshot alone, the audit to its table and to its end. */
async function round(file) {
  return {
    floor: runNode([FLOOR, file, AS_OF_TEXT], CACHE),
    snapshot: runNode(command("collect", file), CACHE),
    table: { seconds: await toLastLine(command("audit", file), CACHE) },
    end: runNode(command("audit", file), CACHE),
  };
}

const of = (rounds, step, what = "seconds") => median(rounds.map((one) => one[step][what]));
const small = [];
const one = await report(1);
for (let count = 0; count < ROUNDS; count += 1) small.push(await round(one));
const files = readdirSync(lake, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
const bytes = files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
const large = [await round(await report(5))];
rmSync(lake, { recursive: true, force: true });

const ratio = (step, what) =>
  median(small.map((run) => run[step][what ?? "seconds"] / run.floor[what ?? "seconds"]));
/** 1: five times as many users take five times as long. */
const growth = (seconds) => Math.log(seconds(large) / seconds(small)) / Math.log(5);
const seconds = (step) => of(small, step).toFixed(1);
print(
  `One million users, ${(statSync(one).size / 1e6).toFixed(0)} MB of CSV: table after ${seconds("table")} s, end after ${seconds("end")} s, DuckDB alone ${seconds("floor")} s`,
  [
    result("CSV to the printed table, times DuckDB alone", ratio("table"), 4, "x"),
    result("CSV to the end, times DuckDB alone", ratio("end"), 5, "x"),
    result("the same in processor time", ratio("end", "cpu"), 5, "x"),
    result("the lake", bytes / 1e6, 60, "bytes a user"),
    result("peak memory", of(small, "end", "peak"), 2048, "MB"),
    result("peak memory, 5 million users", of(large, "end", "peak"), 2048, "MB"),
    result(
      "growth of CSV to snapshot, exponent",
      growth((runs) => of(runs, "snapshot")),
      1.1,
      "",
    ),
    result(
      "growth of snapshot to table, exponent",
      growth((runs) => of(runs, "table") - of(runs, "snapshot")),
      1.1,
      "",
    ),
    result(
      "growth of CSV to the end, exponent",
      growth((runs) => of(runs, "end")),
      1.1,
      "",
    ),
  ],
);
