// diff and trend over a lake of monthly snapshots, against the bare reading of all finding ids.
// `node bench/trend.mjs [users] [snapshots]`; without arguments a million users in 24 snapshots, and the size of the demonstration in 2.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { openDuckDB } from "../.cache/modules/engine/duckdb/open.js";
import { BIN, CACHE, median, print, result, runNode } from "./lib.mjs";
import { trendLake } from "./trend-lake.mjs";

/** Files of the verdicts of a lake, as its manifests name them. */
function verdictFiles(lake) {
  const names = readdirSync(join(lake, "manifests")).filter((name) => name.includes(".verdicts-"));
  return names.map((name) => {
    const { tables } = JSON.parse(readFileSync(join(lake, "manifests", name), "utf8"));
    return { file: join(lake, tables.verdicts.file), rows: tables.verdicts.rows };
  });
}

/** Seconds to read every finding id and nothing else. */
async function scan(files) {
  const engine = await openDuckDB();
  const list = files.map(({ file }) => `'${file}'`).join(", ");
  const start = performance.now();
  await engine.all(`SELECT bit_xor(hash(finding_id)) FROM read_parquet([${list}])`);
  engine.close();
  return (performance.now() - start) / 1000;
}

async function measure(users, snapshots, times, limits) {
  const lake = await trendLake(users, snapshots);
  const files = verdictFiles(lake);
  const rows = files.reduce((sum, one) => sum + one.rows, 0);
  const runs = { floor: [], version: [], diff: [], trend: [] };
  for (let round = 0; round < times; round += 1) {
    runs.floor.push({ seconds: await scan(files), peak: 0 });
    runs.version.push(runNode([BIN, "--version"], CACHE));
    runs.diff.push(runNode([BIN, "diff", "--lake", lake], CACHE));
    runs.trend.push(runNode([BIN, "trend", "--lake", lake], CACHE));
  }
  const of = (name, what) => median(runs[name].map((run) => run[what]));
  const floor = of("floor", "seconds");
  print(
    `${users.toLocaleString("en")} users in ${snapshots} snapshots, ${rows.toLocaleString("en")} findings; reading their ids takes ${floor.toFixed(2)} s`,
    ["diff", "trend"].flatMap((name) => [
      result(`${name}, its start aside`, of(name, "seconds") - of("version", "seconds"), limits.seconds, "s"),
      result(`${name}, times the reading of the ids`, of(name, "seconds") / floor, limits.ratio, "x"),
      result(`${name}, peak memory`, of(name, "peak"), 2048, "MB"),
    ]),
  );
}

const [users, snapshots] = process.argv.slice(2).map(Number);
const LARGE = { seconds: 30, ratio: 10 };
// What is small is done before the files are open: a ratio says nothing there.
const SMALL = { seconds: 1, ratio: 100 };
if (users !== undefined && snapshots !== undefined)
  await measure(users, snapshots, 3, users < 100_000 ? SMALL : LARGE);
else {
  await measure(12_478, 2, 5, SMALL);
  await measure(1_000_000, 24, 3, LARGE);
}
