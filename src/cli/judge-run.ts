import type { Control } from "../assess/control.js";
import { frameworkControls } from "../assess/framework.js";
import { loadControls } from "../assess/load.js";
import { parseSetting } from "../assess/parameters.js";
import { type JudgePlan, planJudging } from "../assess/plan.js";
import type { DeriveStep } from "../derive/derive-tables.js";
import { derivedVersion } from "../derive/derived-version.js";
import type { DuckDBEngine } from "../engine/duckdb/open.js";
import { versionedFile } from "../lake/layout.js";
import { madeManifests } from "../lake/list.js";
import type { Manifest } from "../lake/manifest.js";
import { filesOf, openTables, type Tables } from "../lake/open.js";
import type { Stage } from "../lake/stage.js";
import { UserError } from "../model/user-error.js";
import type { PolicyEngine } from "../policy/engine.js";
import type { Context, OptionValues } from "./command.js";
import { configSettings, type PlacedAccount, readConfig } from "./config.js";
import { Progress } from "./progress.js";
import type { judgeOptions } from "./shared-options.js";

type Options = OptionValues<typeof judgeOptions>;

/** The controls a command is about, under the names of the framework where one is asked for. */
export async function chosenControls(options: Omit<Options, "set" | "config">): Promise<Control[]> {
  const all = await loadControls(options.controls);
  const controls = options.framework === undefined ? all : await frameworkControls(options.framework, all);
  return onlyControls(controls, options.control);
}

/** The controls of these ids; none named: all. Throws `UserError` for an id that does not exist. */
export function onlyControls(controls: readonly Control[], ids: readonly string[]): Control[] {
  const unknown = ids.find((id) => !controls.some(({ declaration }) => declaration.id === id));
  if (unknown !== undefined) {
    throw new UserError({
      code: "no_control",
      what: `There is no control ${unknown}.`,
      fix: `There is: ${controls.map(({ declaration }) => declaration.id).join(", ")}.`,
    });
  }
  if (ids.length === 0) return [...controls];
  return controls.filter(({ declaration }) => ids.includes(declaration.id));
}

/** What judging needs beside a snapshot: it can be loaded while one is made. */
export interface Preparation {
  readonly controls: Promise<Control[]>;
  readonly policyEngine?: () => Promise<PolicyEngine>;
}

/** Begins to load controls and policy engine. What goes wrong shows when they are asked for. */
export function prepareJudging(options: Omit<Options, "set" | "config">): Preparation {
  const controls = chosenControls(options);
  const engine = import("../derive/policy-engine.js").then(({ openPolicyEngine }) => openPolicyEngine());
  for (const loading of [controls, engine]) loading.catch(() => undefined);
  return { controls, policyEngine: () => engine };
}

export interface Opening {
  /** Further files that a person's own controls may reach: those that judging writes. */
  readonly writable?: readonly string[];
  /** The snapshot is not committed: all of it lies in this stage. */
  readonly stage?: Stage;
  readonly preparation?: Preparation;
}

/**
 * Opens a snapshot with its derived tables, and says what to judge in it. Where a person's own controls are among it,
 * the engine is fenced: their SQL reaches the files of the snapshot and `writable`, nothing else.
 */
export async function openForJudging(
  engine: DuckDBEngine,
  lake: string,
  manifest: Manifest,
  options: Options,
  context: Context,
  { writable = [], stage, preparation }: Opening = {},
): Promise<JudgePlan> {
  await openTables(engine, lake, manifest);
  const derived = await openDerivedTables(engine, lake, manifest, context, {
    stage,
    policyEngine: preparation?.policyEngine,
  });
  const plan = await makePlan(engine, options, await (preparation?.controls ?? chosenControls(options)));
  if (options.controls.length > 0) {
    const stored = await madeManifests(lake, manifest.snapshot_id, "findings");
    const files = [manifest, derived, ...stored].flatMap((one) => filesOf(lake, one));
    const own = versionedFile(lake, "findings", manifest.snapshot_id, plan.version);
    await engine.fence([...files, own, ...writable]);
  }
  return plan;
}

export interface DerivedOpening {
  readonly stage?: Stage | undefined;
  readonly policyEngine?: (() => Promise<PolicyEngine>) | undefined;
}

/** The derived tables of an opened snapshot, made first where they are not there. */
export async function openDerivedTables(
  engine: DuckDBEngine,
  lake: string,
  manifest: Manifest,
  context: Context,
  { stage, policyEngine }: DerivedOpening = {},
): Promise<Tables> {
  const { openDerived, openStagedDerived } = await import("../derive/derive-snapshot.js");
  const steps: Readonly<Record<DeriveStep, Progress>> = {
    policies: new Progress(context, "Read", "policies"),
    profiles: new Progress(context, "Looked at the policies of", "kinds of users"),
    users: new Progress(context, "Looked at the policies of", "users whom they tell apart"),
  };
  const options = {
    policyEngine,
    onProgress: (step: DeriveStep, done: number, total: number) => steps[step].update(done, total),
  };
  const derived =
    stage === undefined
      ? await openDerived(engine, lake, manifest, options)
      : await openStagedDerived(engine, stage, manifest, options);
  for (const step of Object.values(steps)) step.end();
  return derived;
}

/** What to judge, from the options and the configuration, over the accounts of an opened snapshot. */
async function makePlan(
  engine: DuckDBEngine,
  options: Options,
  controls: readonly Control[],
): Promise<JudgePlan> {
  const found = await readConfig(options.config);
  const placed = found === undefined ? [] : await placedAccounts(engine);
  const configured = found === undefined ? [] : configSettings(found.config, found.file, placed);
  const known = new Set(controls.map(({ declaration }) => declaration.id));
  // A configuration speaks of all controls; with --control or --framework only some of them are there.
  const narrowed = options.control.length > 0 || options.framework !== undefined;
  const fitting = narrowed ? configured.filter(({ control }) => known.has(control)) : configured;
  const settings = [...fitting, ...options.set.map(parseSetting)];
  return planJudging(controls, settings, await derivedVersion());
}

async function placedAccounts(engine: DuckDBEngine): Promise<PlacedAccount[]> {
  const rows = await engine.all("SELECT account_id, ou_path FROM accounts");
  return rows.map((row) => ({
    accountId: String(row.account_id),
    ouPath: row.ou_path === null || row.ou_path === undefined ? null : String(row.ou_path),
  }));
}
