import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadControls } from "../assess/load.js";
import { openSnapshot } from "../assess/open-picture.js";
import { findingsSql, type JudgePlan, planJudging } from "../assess/plan.js";
import { readFolder, writeFiles } from "../collect/files/test-support.js";
import { openDerived } from "../derive/derive-snapshot.js";
import { type DuckDBEngine, openDuckDB } from "../engine/duckdb/open.js";
import type { SqlRow } from "../engine/engine.js";
import { parseAuditTime } from "../model/time.js";
import type { Exception } from "./exception-schema.js";
import type { ExceptionState } from "./exception-states.js";
import { layExceptions } from "./lay-exceptions.js";

/** A judged snapshot to lay exceptions over, in tests. */
export interface Laying {
  readonly engine: DuckDBEngine;
  readonly asOf: number;
  /** SELECT in brackets of what fails or is unknown. */
  readonly findings: string;
  readonly rows: readonly SqlRow[];
  lay(exceptions: readonly Exception[]): Promise<ExceptionState[]>;
  close(): Promise<void>;
}

/** Reads files into a lake of their own and judges them by some of the shipped controls, as of 2026-11-23. */
export async function openLaying(
  files: Readonly<Record<string, string>>,
  controlIds: readonly string[],
): Promise<Laying> {
  const folder = await mkdtemp(join(tmpdir(), "iamspect-"));
  await writeFiles(join(folder, "in"), files);
  const lake = join(folder, "lake");
  const { manifest } = await readFolder(join(folder, "in"), lake);
  const engine = await openDuckDB({ threads: 1 });
  await openSnapshot(engine, lake, manifest);
  await openDerived(engine, lake, manifest);
  const asOf = parseAuditTime(manifest.as_of);
  const all = await loadControls();
  const knownControls = new Set(all.map(({ declaration }) => declaration.id));
  const plan: JudgePlan = planJudging(
    all.filter(({ declaration }) => controlIds.includes(declaration.id)),
    [],
  );
  const findings = `(${findingsSql(plan, { statuses: ["fail", "unknown"], expanded: true }, engine)})`;
  return {
    engine,
    asOf,
    findings,
    rows: await engine.all(`SELECT * FROM ${findings} f ORDER BY finding_id`),
    lay: async (exceptions) => {
      const entries = exceptions.map((exception, n) => ({ exception, place: `exceptions.yaml:${n}` }));
      return await layExceptions(engine, entries, { plan, asOf, findings, knownControls });
    },
    close: async () => {
      engine.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
