import { basisOf, type Control } from "../assess/control.js";
import { frameworkControls } from "../assess/framework.js";
import { isOwn, loadControls } from "../assess/load.js";
import { collectedKinds } from "../assess/missing-evidence.js";
import { openPicture, openSnapshot } from "../assess/open-picture.js";
import { OWN_LIMIT_SECONDS, runsInTime, unjudged } from "../assess/own-controls.js";
import { parseSetting, type Setting } from "../assess/parameters.js";
import { type JudgePlan, planJudging } from "../assess/plan.js";
import { listsJudged } from "../assess/row-credentials.js";
import { openDerivedPicture } from "../derive/derive-picture.js";
import type { Derived } from "../derive/derive-snapshot.js";
import type { DeriveStep } from "../derive/derive-tables.js";
import { derivedVersion } from "../derive/derived-version.js";
import { type DuckDBEngine, openDuckDB } from "../engine/duckdb/open.js";
import { textOf } from "../engine/row-values.js";
import type { Manifest } from "../lake/manifest.js";
import { openTables, type Readable } from "../lake/open.js";
import { type AuditTimes, auditTimes, isWhole, type Picture, wholeSnapshot } from "../lake/picture.js";
import type { Stage } from "../lake/stage.js";
import { parseAuditTime } from "../model/time.js";
import type { PolicyEngine } from "../policy/engine.js";
import type { Context } from "./command.js";
import { configSettings, type PlacedAccount, readConfig } from "./config.js";
import { withSeverities } from "./own-severities.js";
import { Progress } from "./progress.js";
import { unknownName } from "./unknown-name.js";

/** Which controls; all where nothing is said. */
export interface ControlChoice {
  readonly control?: readonly string[];
  /** Folders of a person's own controls. */
  readonly controls?: readonly string[];
  /** Id of a framework, or a file of a person's own. */
  readonly framework?: string | undefined;
  /** What `--set` says: of requirements of the framework, too. */
  readonly set?: readonly string[];
  /** What `--set` said in the last audit; of controls that are not judged it says nothing. */
  readonly keptSet?: readonly string[];
  readonly config?: string | undefined;
  /** By the defaults, whatever is set: what is compared with published figures. */
  readonly defaults?: boolean;
}

/** Which controls, with which parameters. */
export interface JudgeChoice extends ControlChoice {
  /** Also controls of which nothing was collected anywhere: what they judge is unknown. */
  readonly requireComplete?: boolean;
}

/** A snapshot, and the engine to open it in. */
export interface LakeSnapshot {
  readonly engine: DuckDBEngine;
  readonly lake: string;
  /** Of the newest snapshot. */
  readonly manifest: Manifest;
  /** Where it is more than one snapshot, or less: what is shown as one. */
  readonly picture?: Picture;
}

/** What is opened for judging: a snapshot, or a picture of several. */
export interface OpenedPlan extends LakeSnapshot {
  /** The audit time of the newest snapshot, epoch seconds; each row has that of its account in the column `as_of`. */
  readonly asOf: number;
  readonly auditTime: AuditTimes;
  readonly plan: JudgePlan;
  /** Controls that are not looked at: nothing of what they judge was collected anywhere. */
  readonly left: readonly Control[];
  readonly picture: Picture;
  /** How its tables are read, and those that the policy engine made of it. */
  readonly readable: Readable;
  /** How many of a person's own controls took too long: all they judge is unknown. */
  readonly unjudged: number;
}

/** The controls a command is about, as the framework has them where one is asked for, with the severities that a person gave. */
export async function chosenControls(choice: ControlChoice): Promise<Control[]> {
  const { control, controls, framework, defaults = false } = choice;
  const all = await loadControls(controls);
  const judging =
    framework === undefined ? all : await frameworkControls(framework, all, requirementSettings(choice));
  const narrowed = framework !== undefined;
  const graded = defaults ? judging : await withSeverities(judging, choice.config, narrowed);
  return onlyControls(graded, control);
}

/** What is set by the names of requirements, among all that is set by hand. */
export function requirementSettings({ set = [], keptSet = [] }: ControlChoice): Setting[] {
  return [...keptSet, ...set].map(parseSetting);
}

/** Of more names than these the command that lists them is told. */
const MOST_NAMES = 20;

/** The controls of these ids, or of the requirements of these ids; none named: all. Throws `UserError` for an id that does not exist. */
export function onlyControls(controls: readonly Control[], ids: readonly string[] = []): Control[] {
  const isMeant = (id: string, { declaration, asked }: Control) =>
    declaration.id === id || asked?.requirements.includes(id) === true;
  const unknown = ids.find((id) => !controls.some((one) => isMeant(id, one)));
  if (unknown !== undefined) {
    const known = controls.map(({ declaration }) => declaration.id);
    throw unknownName({
      kind: "control",
      name: unknown,
      known,
      fix:
        known.length > MOST_NAMES
          ? "`iamspect controls list` has them all."
          : `Choose from: ${known.join(", ")}.`,
    });
  }
  if (ids.length === 0) return [...controls];
  return controls.filter((one) => ids.some((id) => isMeant(id, one)));
}

/** What judging needs beside a snapshot: it can be loaded while one is made. */
export interface Preparation {
  readonly controls: Promise<Control[]>;
  readonly policyEngine?: () => Promise<PolicyEngine>;
}

/** Begins to load controls and policy engine. What goes wrong shows when they are asked for. */
export function prepareJudging(choice: ControlChoice): Preparation {
  const controls = chosenControls(choice);
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
  snapshot: LakeSnapshot,
  choice: JudgeChoice,
  context: Context,
  { writable = [], stage, preparation }: Opening = {},
): Promise<OpenedPlan> {
  const { engine, lake, manifest, picture = wholeSnapshot(manifest) } = snapshot;
  const own = await openPicture(engine, lake, picture);
  const derived = isWhole(picture)
    ? await openDerivedTables(snapshot, context, { stage, policyEngine: preparation?.policyEngine })
    : await openDerivedPicture(engine, lake, picture, (one) => deriveAlone(lake, one, context));
  const readable = {
    files: [...own.files, ...derived.files],
    selects: { ...own.selects, ...derived.selects },
  };
  const chosen = await (preparation?.controls ?? chosenControls(choice));
  const { looked: controls, left } = await lookedAt(engine, chosen, choice);
  const plan = await makePlan(() => placedAccounts(engine), choice, controls);
  const asOf = parseAuditTime(manifest.as_of);
  const opened = { ...snapshot, left, picture, asOf, auditTime: auditTimes(picture), readable };
  if (choice.controls === undefined || choice.controls.length === 0) return { ...opened, plan, unjudged: 0 };
  await engine.fence([...readable.files, ...writable]);
  const slow = await tooSlow(engine, plan, context);
  if (slow.length === 0) return { ...opened, plan, unjudged: 0 };
  const ended = controls.map((control) => (slow.includes(control) ? unjudged(control, TOO_SLOW) : control));
  return {
    ...opened,
    plan: await makePlan(() => placedAccounts(engine), choice, ended),
    unjudged: slow.length,
  };
}

/** What is looked at of some controls: without their being asked for only those of which something was collected. */
async function lookedAt(
  engine: DuckDBEngine,
  controls: readonly Control[],
  { control = [], framework, requireComplete = false }: JudgeChoice,
): Promise<{ readonly looked: readonly Control[]; readonly left: readonly Control[] }> {
  if (control.length > 0 || framework !== undefined || requireComplete) return { looked: controls, left: [] };
  const collected = await collectedKinds(engine);
  const isLooked = (one: Control) => {
    const listedBy = listsJudged(one) ?? "run";
    return isOwn(one) || listedBy === "run" || listedBy.some((kind) => collected.has(kind));
  };
  return {
    looked: controls.filter(isLooked),
    left: controls.filter((one) => !isLooked(one)),
  };
}

const TOO_SLOW = `The control took longer than ${OWN_LIMIT_SECONDS} s and was ended.`;

/** Which of a person's own controls take longer than they may. */
async function tooSlow(engine: DuckDBEngine, plan: JudgePlan, context: Context): Promise<Control[]> {
  const slow: Control[] = [];
  for (const control of plan.controls.filter(isOwn)) {
    const runs = plan.runs.filter((run) => run.control === control);
    if (await runsInTime(engine, control, runs)) continue;
    slow.push(control);
    context.note(`warning: ${control.declaration.id}: ${TOO_SLOW} All that it judges is unknown.`);
  }
  return slow;
}

export interface DerivedOpening {
  readonly stage?: Stage | undefined;
  readonly policyEngine?: (() => Promise<PolicyEngine>) | undefined;
}

/** The derived tables of an opened snapshot, made first where they are not there. */
export async function openDerivedTables(
  { engine, lake, manifest }: LakeSnapshot,
  context: Context,
  { stage, policyEngine }: DerivedOpening = {},
): Promise<Derived> {
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

/** Makes the derived tables of a snapshot that is part of a picture. */
async function deriveAlone(lake: string, manifest: Manifest, context: Context): Promise<void> {
  const engine = await openDuckDB();
  try {
    await openSnapshot(engine, lake, manifest);
    await openDerivedTables({ engine, lake, manifest }, context);
  } finally {
    engine.close();
  }
}

/** What to judge, from the options and the configuration, over the accounts of a snapshot. */
async function makePlan(
  accounts: () => Promise<PlacedAccount[]>,
  { config, control = [], defaults = false, framework, keptSet = [], set = [] }: JudgeChoice,
  controls: readonly Control[],
): Promise<JudgePlan> {
  if (defaults) return planJudging(controls, [], await derivedVersion());
  const found = await readConfig(config);
  const placed = found === undefined ? [] : await accounts();
  const configured = found === undefined ? [] : configSettings(found.config, found.file, placed);
  const known = new Set(controls.flatMap((one) => [one.declaration.id, basisOf(one)]));
  // These are in the controls already.
  const requirements = new Set(controls.flatMap(({ asked }) => asked?.requirements ?? []));
  // A configuration speaks of all controls; with --control or --framework only some of them are there.
  const narrowed = control.length > 0 || framework !== undefined;
  const fitting = narrowed ? configured.filter((one) => known.has(one.control)) : configured;
  const kept = keptSet.map(parseSetting).filter((one) => known.has(one.control));
  const given = set.map(parseSetting).filter((one) => !requirements.has(one.control));
  return planJudging(controls, [...fitting, ...kept, ...given], await derivedVersion());
}

/** What to judge in a snapshot that nobody opened: only where its accounts lie is read, and that only where settings ask for it. */
export async function planUnopened(
  { lake, manifest: { tables } }: Omit<LakeSnapshot, "engine">,
  choice: JudgeChoice,
  controls: readonly Control[],
): Promise<JudgePlan> {
  const accounts = async () => {
    const engine = await openDuckDB({ threads: 1 });
    try {
      await openTables(engine, lake, {
        tables: tables.accounts === undefined ? {} : { accounts: tables.accounts },
      });
      return await placedAccounts(engine);
    } finally {
      engine.close();
    }
  };
  return await makePlan(accounts, choice, controls);
}

async function placedAccounts(engine: DuckDBEngine): Promise<PlacedAccount[]> {
  const rows = await engine.all("SELECT account_id, ou_path FROM accounts");
  return rows.map((row) => ({
    accountId: String(row.account_id),
    ouPath: textOf(row.ou_path),
  }));
}
