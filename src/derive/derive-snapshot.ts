import type { DuckDBEngine } from "../engine/duckdb/open.js";
import { commitMade, stagedTables } from "../lake/commit.js";
import { findMade } from "../lake/made.js";
import type { Manifest } from "../lake/manifest.js";
import { makeViews, openTables, type Readable, type Tables } from "../lake/open.js";
import { openStage, type Stage } from "../lake/stage.js";
import { parseAuditTime } from "../model/time.js";
import type { PolicyEngine } from "../policy/engine.js";
import { Assessments } from "./assessments.js";
import { type DeriveOptions, deriveTables } from "./derive-tables.js";
import { derivedVersion } from "./derived-version.js";
import { earlierAssessments } from "./earlier.js";
import { Evaluators } from "./evaluate.js";
import { readChains } from "./organization-chains.js";
import { openPolicyEngine } from "./policy-engine.js";
import { readRoleGraph } from "./roles.js";
import { createProfiles, createUserViews } from "./user-profiles.js";
import { hasNoPolicies, viewsWithoutPolicies } from "./without-policies.js";

/** A snapshot, and when its evidence is judged. */
type Audited = Pick<Manifest, "snapshot_id" | "as_of">;

export interface MakeOptions extends DeriveOptions {
  /** The policy engine, where somebody has begun to open it. */
  readonly policyEngine?: (() => Promise<PolicyEngine>) | undefined;
}

/** How the derived tables are read, and what making them took. */
export interface Derived extends Readable {
  /** Assessments there are, and those that had to be made; null: the lake had the tables already. */
  readonly counts: { readonly all: number; readonly evaluated: number } | null;
}

/** Opens the derived tables of an opened snapshot; those of this version are made first where the lake has none. */
export async function openDerived(
  engine: DuckDBEngine,
  lake: string,
  manifest: Audited,
  options: MakeOptions = {},
): Promise<Derived> {
  if (await hasNoPolicies(engine)) return await openViews(engine);
  const version = await derivedVersion();
  const known = await findMade(lake, manifest.snapshot_id, "derived", version);
  const { tables, counts } =
    known === undefined
      ? await makeDerived(engine, lake, manifest, version, options)
      : { tables: known.tables, counts: null };
  return await openMade(engine, lake, { tables, as_of: manifest.as_of }, counts);
}

async function openMade(
  engine: DuckDBEngine,
  lake: string,
  made: Required<Tables>,
  counts: Derived["counts"],
): Promise<Derived> {
  const readable = await openTables(engine, lake, made);
  return { ...readable, counts };
}

async function makeDerived(
  engine: DuckDBEngine,
  lake: string,
  manifest: Audited,
  version: string,
  options: MakeOptions,
): Promise<Pick<Derived, "counts"> & Pick<Tables, "tables">> {
  const stage = await openStage(lake);
  try {
    const { staged, counts } = await derive(engine, stage, manifest, version, options);
    const { tables } = await commitMade(stage, manifest.snapshot_id, "derived", version, staged);
    return { tables, counts };
  } finally {
    await stage.discard();
  }
}

/** Makes and opens the derived tables of a snapshot that is only staged: a look ahead, which nobody else sees. */
export async function openStagedDerived(
  engine: DuckDBEngine,
  stage: Stage,
  manifest: Audited,
  options: MakeOptions = {},
): Promise<Derived> {
  if (await hasNoPolicies(engine)) return await openViews(engine);
  const { staged, counts } = await derive(engine, stage, manifest, await derivedVersion(), options);
  const tables = await stagedTables(stage, staged);
  return await openMade(engine, stage.lake, { tables, as_of: manifest.as_of }, counts);
}

/** Has the policy engine make the derived tables of an opened snapshot, whatever there is to read; tells the file of each. */
export async function makeDerivedTables(
  engine: DuckDBEngine,
  stage: Stage,
  manifest: Audited,
): Promise<(name: string) => string> {
  await derive(engine, stage, manifest, await derivedVersion(), {});
  return (name) => stage.tableFile(name);
}

async function openViews(engine: DuckDBEngine): Promise<Derived> {
  const selects = viewsWithoutPolicies();
  await makeViews(engine, selects);
  return { files: [], selects, counts: null };
}

async function profiles(engine: DuckDBEngine) {
  const byAccount = await readChains(engine);
  const chains = await createUserViews(engine, byAccount);
  await createProfiles(engine);
  return { byAccount, chains };
}

async function derive(
  engine: DuckDBEngine,
  stage: Stage,
  { snapshot_id, as_of }: Audited,
  version: string,
  options: MakeOptions,
) {
  // DuckDB works on the one while the catalogue of actions is read.
  const [{ byAccount, chains }, policyEngine] = await Promise.all([
    profiles(engine),
    (options.policyEngine ?? openPolicyEngine)(),
  ]);
  const asOf = parseAuditTime(as_of);
  const graph = await readRoleGraph(engine, policyEngine, { chains: byAccount, asOf });
  const earlier = await earlierAssessments(engine, stage.lake, snapshot_id, version);
  const evaluators = new Evaluators(policyEngine);
  try {
    const assessments = new Assessments(policyEngine, (all) => evaluators.evaluate(all), earlier);
    const staged = await deriveTables(
      engine,
      stage,
      { chains, policyEngine, graph, assessments, asOf },
      options,
    );
    return { staged, counts: assessments.counts };
  } finally {
    await evaluators.close();
  }
}
