// Whole accounts: the demonstration of 650,000 things, from its files to the table, then all controls from the lake, as they are
// and as every framework asks for them, against the floor: DuckDB alone reads every column of the same tables.
// It calls itself for each measurement from the lake, so that peak memory is of one job alone.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { BIN, CACHE, median, print, ROOT, result, runNode, toLastLine } from "./lib.mjs";

const DEMO = ["--demo", "--full"];
const TIMES = 3;
const SELF = fileURLToPath(import.meta.url);

function frameworks() {
  const folder = join(ROOT, "frameworks");
  const texts = readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8"));
  return texts.flatMap((text) => /^id: *"?([^\s"]+)/m.exec(text)?.[1] ?? []);
}

/** Counts all controls; `all`: and what each framework asks of them by other names and values, each set of values once. */
async function judge(lake, all) {
  const { measurePrevalence } = await import("../.cache/modules/analyse/prevalence.js");
  const { withSnapshot } = await import("../.cache/modules/cli/with-snapshot.js");
  const context = { env: {}, note: () => undefined, width: 80 };
  const choice = { lake, snapshot: undefined, set: [], control: [], controls: [] };
  await withSnapshot(choice, context, async ({ engine, plan }) => {
    const judged = all ? await withFrameworks(plan) : plan;
    console.log((await measurePrevalence(engine, judged, new Map())).length);
  });
}

async function withFrameworks(plan) {
  const { frameworkControls } = await import("../.cache/modules/assess/framework.js");
  const { loadControls } = await import("../.cache/modules/assess/load.js");
  const { planJudging } = await import("../.cache/modules/assess/plan.js");
  const keyOf = ({ control, set }) =>
    JSON.stringify([control.basis ?? control.declaration.id, [...set.values]]);
  const runs = new Map(plan.runs.map((run) => [keyOf(run), run]));
  const own = await loadControls();
  for (const name of frameworks()) {
    for (const run of planJudging(await frameworkControls(name, own), []).runs) {
      const { control } = run;
      const declaration = { ...control.declaration, id: `${name} ${control.declaration.id}` };
      if (!runs.has(keyOf(run))) runs.set(keyOf(run), { ...run, control: { ...control, declaration } });
    }
  }
  const all = [...runs.values()];
  return { ...plan, runs: all, controls: [...new Set(all.map(({ control }) => control))] };
}

/** Every table of the newest snapshot: all columns of all rows, once. */
async function scan(lake) {
  const { openDuckDB } = await import("../.cache/modules/engine/duckdb/open.js");
  const engine = await openDuckDB({ threads: 2 });
  for (const file of readdirSync(lake, { recursive: true }).filter((name) => name.endsWith(".parquet"))) {
    const path = join(lake, file).replaceAll("'", "''");
    await engine.all(`SELECT count(*), bit_xor(hash(t)) FROM read_parquet('${path}') t`);
  }
  engine.close();
}

/** Runs in turn, so that a noisy machine is noisy for all. */
function inTurn(jobs, cwd) {
  const runs = Object.fromEntries(jobs.map((name) => [name, []]));
  const lake = join(cwd, ".iamspect-demo", "full", "lake");
  for (let round = 0; round < TIMES; round += 1) {
    for (const name of jobs) runs[name].push(runNode([SELF, name, lake], cwd));
  }
  return (name) => ({
    seconds: median(runs[name].map((run) => run.seconds)),
    peak: Math.max(...runs[name].map((run) => run.peak)),
  });
}

async function measure() {
  const cwd = mkdtempSync(join(CACHE, "whole-"));
  try {
    const cold = await toLastLine([BIN, "audit", ...DEMO], cwd);
    rmSync(join(cwd, ".iamspect-demo", "full", "lake"), { recursive: true });
    const read = runNode([BIN, "audit", ...DEMO], cwd);
    const of = inTurn(["floor", "controls", "frameworks"], cwd);
    const [floor, controls, all] = [of("floor"), of("controls"), of("frameworks")];
    print("650,000 things in 1,143 accounts", [
      result("nothing there yet, to the table: files written and read", cold, 60, "s"),
      result("files to table", read.seconds, 60, "s"),
      result("the same, processor time", read.cpu, 60, "s"),
      result("the same, peak memory", read.peak, 1_500, "MB"),
      result("all controls from the lake", controls.seconds, 5, "s"),
      result("the same, peak memory", controls.peak, 1_024, "MB"),
      result(
        `the same, times the scan of all tables (${floor.seconds.toFixed(2)} s)`,
        controls.seconds / floor.seconds,
        4,
        "x",
      ),
      result(`all controls and ${frameworks().length} frameworks from the lake`, all.seconds, 5, "s"),
      result("the same, peak memory", all.peak, 1_024, "MB"),
    ]);
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

const [job, lake] = process.argv.slice(2);
if (job === "floor") await scan(lake);
else if (job === "controls") await judge(lake, false);
else if (job === "frameworks") await judge(lake, true);
else await measure();
