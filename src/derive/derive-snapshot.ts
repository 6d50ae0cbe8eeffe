import type { DuckDBEngine } from "../engine/duckdb/open.js";
import { identifier } from "../engine/sql.js";
import { commitMade, stagedTables } from "../lake/commit.js";
import { findMade } from "../lake/list.js";
import type { Manifest } from "../lake/manifest.js";
import { openTables, type Tables } from "../lake/open.js";
import { openStage, type Stage } from "../lake/stage.js";
import type { PolicyEngine } from "../policy/engine.js";
import { Assessments } from "./assessments.js";
import { type DeriveOptions, deriveTables } from "./derive-tables.js";
import { derivedVersion } from "./derived-version.js";
import { earlierAssessments } from "./earlier.js";
import { Evaluators } from "./evaluate.js";
import { type Chain, readChains } from "./organization-chains.js";
import { openPolicyEngine } from "./policy-engine.js";
import { createProfiles, createUserViews } from "./user-profiles.js";
import { hasNoPolicies, viewsWithoutPolicies } from "./without-policies.js";

export interface MakeOptions extends DeriveOptions {
  /** The policy engine, where somebody has begun to open it. */
  readonly policyEngine?: (() => Promise<PolicyEngine>) | undefined;
}

/** The derived tables, and what making them took. */
export interface Derived extends Tables {
  /** SELECTs that stand for tables which need not be made, by their names. */
  readonly views: Readonly<Record<string, string>>;
  /** Assessments there are, and those that had to be made; null: the lake had the tables already. */
  readonly counts: { readonly all: number; readonly evaluated: number } | null;
}

/** Opens the derived tables of an opened snapshot; those of this version are made first where the lake has none. */
export async function openDerived(
  engine: DuckDBEngine,
  lake: string,
  { snapshot_id: snapshotId, as_of }: Pick<Manifest, "snapshot_id" | "as_of">,
  options: MakeOptions = {},
): Promise<Derived> {
  if (await hasNoPolicies(engine)) return await openViews(engine);
  const version = await derivedVersion();
  const known = await findMade(lake, snapshotId, "derived", version);
  const made =
    known === undefined
      ? await makeDerived(engine, lake, snapshotId, version, options)
      : { tables: known.tables, views: {}, counts: null };
  await openTables(engine, lake, { ...made, as_of });
  return made;
}

async function makeDerived(
  engine: DuckDBEngine,
  lake: string,
  snapshotId: string,
  version: string,
  options: MakeOptions,
): Promise<Derived> {
  const stage = await openStage(lake);
  try {
    const { staged, counts } = await derive(engine, stage, snapshotId, version, options);
    const { tables } = await commitMade(stage, snapshotId, "derived", version, staged);
    return { tables, views: {}, counts };
  } finally {
    await stage.discard();
  }
}

/** Makes and opens the derived tables of a snapshot that is only staged: a look ahead, which nobody else sees. */
export async function openStagedDerived(
  engine: DuckDBEngine,
  stage: Stage,
  { as_of }: Pick<Manifest, "as_of">,
  options: MakeOptions = {},
): Promise<Derived> {
  if (await hasNoPolicies(engine)) return await openViews(engine);
  const { staged, counts } = await derive(engine, stage, "", await derivedVersion(), options);
  const made = { tables: await stagedTables(stage, staged), views: {}, counts };
  await openTables(engine, stage.lake, { ...made, as_of });
  return made;
}

/** Has the policy engine make the derived tables of an opened snapshot, whatever there is to read; tells the file of each. */
export async function makeDerivedTables(
  engine: DuckDBEngine,
  stage: Stage,
): Promise<(name: string) => string> {
  await derive(engine, stage, "", await derivedVersion(), {});
  return (name) => stage.tableFile(name);
}

async function openViews(engine: DuckDBEngine): Promise<Derived> {
  const views = viewsWithoutPolicies();
  for (const [name, sql] of Object.entries(views)) {
    await engine.run(`CREATE OR REPLACE VIEW ${identifier(name)} AS ${sql}`);
  }
  return { tables: {}, views, counts: null };
}

async function profiles(engine: DuckDBEngine): Promise<Chain[]> {
  const chains = await createUserViews(engine, await readChains(engine));
  await createProfiles(engine);
  return chains;
}

async function derive(
  engine: DuckDBEngine,
  stage: Stage,
  snapshotId: string,
  version: string,
  options: MakeOptions,
) {
  // DuckDB works on the one while the catalogue of actions is read.
  const [chains, policyEngine] = await Promise.all([
    profiles(engine),
    (options.policyEngine ?? openPolicyEngine)(),
  ]);
  const earlier = await earlierAssessments(engine, stage.lake, snapshotId, version);
  const evaluators = new Evaluators(policyEngine);
  try {
    const assessments = new Assessments(policyEngine, (all) => evaluators.evaluate(all), earlier);
    const staged = await deriveTables(engine, stage, { chains, policyEngine, assessments }, options);
    return { staged, counts: assessments.counts };
  } finally {
    await evaluators.close();
  }
}
