import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Control } from "../assess/control.js";
import { loadControls } from "../assess/load.js";
import { openSnapshot } from "../assess/open-picture.js";
import { findingsSql, planJudging } from "../assess/plan.js";
import { type ReadOptions, readFolder, writeFiles } from "../collect/files/test-support.js";
import { openDerived } from "../derive/derive-snapshot.js";
import { type DuckDBEngine, openDuckDB } from "../engine/duckdb/open.js";
import { parseAuditTime } from "../model/time.js";
import { loadBreakGlass } from "./people/break-glass.js";
import { DEFAULT_OWNERS, type OwnerRule } from "./people/owners.js";
import type { Selector } from "./people/selector.js";
import { type KindOverride, UserKinds } from "./people/user-kinds.js";
import type { RiskContext } from "./risk/credential-risks.js";
import { loadRiskModel } from "./risk/risk-model.js";

/** A snapshot that is open with its derived tables, and what fails in it. */
export interface Analysing {
  readonly engine: DuckDBEngine;
  readonly asOf: number;
  /** SELECT in brackets of all failing findings of the shipped controls; `open` also of what is unknown. */
  readonly findings: string;
  readonly open: string;
  readonly controls: readonly Control[];
  close(): Promise<void>;
  context(settings?: {
    owners?: readonly OwnerRule[];
    users?: readonly KindOverride[];
    breakGlass?: readonly Selector[];
  }): Promise<RiskContext>;
}

/** Reads files into a lake in a folder of its own and opens them; `close` removes all of it. */
export async function openAnalysing(
  files: Readonly<Record<string, object | string>>,
  options: ReadOptions = {},
): Promise<Analysing> {
  const folder = await mkdtemp(join(tmpdir(), "iamspect-"));
  const texts = Object.entries(files).map(([name, content]) => [
    name,
    typeof content === "string" ? content : JSON.stringify(content),
  ]);
  await writeFiles(join(folder, "in"), Object.fromEntries(texts));
  const lake = join(folder, "lake");
  const { manifest } = await readFolder(join(folder, "in"), lake, options);
  const engine = await openDuckDB({ threads: 1 });
  await openSnapshot(engine, lake, manifest);
  await openDerived(engine, lake, manifest);
  const asOf = parseAuditTime(manifest.as_of);
  const plan = planJudging(await loadControls(), []);
  return {
    engine,
    asOf,
    close: async () => {
      engine.close();
      await rm(folder, { recursive: true, force: true });
    },
    findings: `(${findingsSql(plan, { statuses: ["fail"] }, engine)})`,
    open: `(${findingsSql(plan, { statuses: ["fail", "unknown"], expanded: true, brief: true }, engine)})`,
    controls: plan.controls,
    context: async ({ owners = DEFAULT_OWNERS, users = [], breakGlass = [] } = {}) => ({
      model: await loadRiskModel(),
      kinds: await UserKinds.load(users),
      owners,
      breakGlass: await loadBreakGlass(breakGlass),
      dialect: engine.dialect,
    }),
  };
}
