import { loadFrameworks } from "../assess/framework.js";
import { loadControls } from "../assess/load.js";
import { findingsSql, type JudgePlan } from "../assess/plan.js";
import type { ExceptionState } from "../govern/exception-states.js";
import { layExceptions } from "../govern/lay-exceptions.js";
import type { ExceptionEntry } from "../govern/read-exceptions.js";
import { parseAuditTime } from "../model/time.js";
import type { Context } from "./command.js";
import { Progress } from "./progress.js";
import type { OpenedPlan } from "./with-snapshot.js";

/** SELECT in brackets of what fails or is unknown in a snapshot that is opened for judging. */
export function openFindingsOf({ engine, plan }: OpenedPlan): string {
  return `(${findingsSql(plan, { statuses: ["fail", "unknown"], expanded: true, brief: true }, engine)})`;
}

/** Lays exceptions over the findings of an opened snapshot; see `layExceptions`. */
export async function layOver(
  { engine, manifest, plan }: OpenedPlan,
  findings: string,
  entries: readonly ExceptionEntry[],
  controlFolders: readonly string[],
  context: Context,
): Promise<ExceptionState[]> {
  const progress = new Progress(context, "Laid over", "exceptions");
  const knownControls = await controlNames(plan, controlFolders);
  const asOf = parseAuditTime(manifest.as_of);
  const onStep = (what: string) => progress.step(what);
  const states = await layExceptions(engine, entries, { plan, asOf, findings, knownControls, onStep });
  progress.end();
  return states;
}

/** Ids of all controls that there are, under all names: those of the plan may be only some of them. */
async function controlNames(plan: JudgePlan, folders: readonly string[]): Promise<ReadonlySet<string>> {
  const [controls, frameworks] = await Promise.all([loadControls(folders), loadFrameworks()]);
  return new Set([
    ...[...plan.controls, ...controls].map(({ declaration }) => declaration.id),
    ...frameworks.flatMap(({ requirements }) => requirements.map(({ id }) => id)),
  ]);
}
