import { join } from "node:path";
import type { Control } from "../assess/control.js";
import { frameworkControls } from "../assess/framework.js";
import { loadControls } from "../assess/load.js";
import { parseSetting } from "../assess/parameters.js";
import { type JudgePlan, planJudging } from "../assess/plan.js";
import type { DuckDBEngine } from "../engine/duckdb/open.js";
import { findingsManifests } from "../lake/list.js";
import type { Manifest } from "../lake/manifest.js";
import { openSnapshot, snapshotFiles } from "../lake/open.js";
import { UserError } from "../model/user-error.js";
import type { OptionValues } from "./command.js";
import { configSettings, type PlacedAccount, readConfig } from "./config.js";
import type { judgeOptions } from "./shared-options.js";

type Options = OptionValues<typeof judgeOptions>;

/** The controls a command is about, under the names of the framework where one is asked for. */
export async function chosenControls(options: Omit<Options, "set" | "config">): Promise<Control[]> {
  const all = await loadControls(options.controls);
  const controls = options.framework === undefined ? all : await frameworkControls(options.framework, all);
  const unknown = options.control.find((id) => !controls.some(({ declaration }) => declaration.id === id));
  if (unknown !== undefined) {
    throw new UserError({
      code: "no_control",
      what: `There is no control ${unknown}.`,
      fix: `There is: ${controls.map(({ declaration }) => declaration.id).join(", ")}.`,
    });
  }
  if (options.control.length === 0) return controls;
  return controls.filter(({ declaration }) => options.control.includes(declaration.id));
}

/**
 * Opens a snapshot and says what to judge in it. Where a person's own controls are among it, the engine is fenced:
 * their SQL reaches the files of the snapshot and `writable`, nothing else.
 */
export async function openForJudging(
  engine: DuckDBEngine,
  lake: string,
  manifest: Manifest,
  options: Options,
  writable: readonly string[] = [],
): Promise<JudgePlan> {
  await openSnapshot(engine, lake, manifest);
  const plan = await makePlan(engine, options);
  if (options.controls.length > 0) {
    const stored = await findingsManifests(lake, manifest.snapshot_id);
    const findings = stored.map((one) => join(lake, one.findings.file));
    await engine.fence([...snapshotFiles(lake, manifest), ...findings, ...writable]);
  }
  return plan;
}

/** What to judge, from the options and the configuration, over the accounts of an opened snapshot. */
export async function makePlan(engine: DuckDBEngine, options: Options): Promise<JudgePlan> {
  const controls = await chosenControls(options);
  const found = await readConfig(options.config);
  const placed = found === undefined ? [] : await placedAccounts(engine);
  const configured = found === undefined ? [] : configSettings(found.config, found.file, placed);
  const known = new Set(controls.map(({ declaration }) => declaration.id));
  // A configuration speaks of all controls; with --control or --framework only some of them are there.
  const narrowed = options.control.length > 0 || options.framework !== undefined;
  const fitting = narrowed ? configured.filter(({ control }) => known.has(control)) : configured;
  return planJudging(controls, [...fitting, ...options.set.map(parseSetting)]);
}

async function placedAccounts(engine: DuckDBEngine): Promise<PlacedAccount[]> {
  const rows = await engine.all("SELECT account_id, ou_path FROM accounts");
  return rows.map((row) => ({
    accountId: String(row.account_id),
    ouPath: row.ou_path === null || row.ou_path === undefined ? null : String(row.ou_path),
  }));
}
