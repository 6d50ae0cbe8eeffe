import { loadFrameworks } from "../assess/frameworks.js";
import { loadControls } from "../assess/load.js";
import { lackEvidence } from "../assess/missing-evidence.js";
import { findingsSql, type JudgePlan, withSubjects } from "../assess/plan.js";
import type { ExceptionState } from "../govern/exception-states.js";
import { layExceptions } from "../govern/lay-exceptions.js";
import type { ExceptionEntry, ExceptionsFile } from "../govern/read-exceptions.js";
import type { Context } from "./command.js";
import { exceptionNotes } from "./exception-notes.js";
import type { OpenedPlan } from "./judge-run.js";
import { Progress } from "./progress.js";

/** Exceptions, and what they are laid over. */
export interface Laying {
  /** A table, or a SELECT in brackets. */
  readonly findings: string;
  readonly entries: readonly ExceptionEntry[];
  /** Folders of a person's own controls. */
  readonly folders: readonly string[];
}

/** SELECT in brackets of what fails or is unknown in a snapshot that is opened for judging. */
export function openFindingsOf({ engine, plan }: OpenedPlan): string {
  return `(${findingsSql(plan, { statuses: ["fail", "unknown"], expanded: true, brief: true }, engine)})`;
}

/** The same of what fails: less to read where what is unknown does not matter. */
export async function failingFindingsOf({ engine, plan }: OpenedPlan): Promise<string> {
  const judged = await withSubjects(engine, plan);
  return `(${findingsSql(judged, { statuses: ["fail"], expanded: true, brief: true }, engine)})`;
}

/** The same of what is unknown and might be known with evidence that an account lacks. */
export async function lackingFindingsOf({ engine, plan }: OpenedPlan): Promise<string> {
  const controls = await lackEvidence(engine, plan.controls);
  return `(${findingsSql({ ...plan, controls }, { statuses: ["unknown"], expanded: true, brief: true }, engine)})`;
}

/** SELECT in brackets of those of the findings, a table or a SELECT in brackets, that no laid exception covers. */
export function notExcepted(findings: string): string {
  return `(SELECT f.* FROM ${findings} f LEFT JOIN excepted x ON x.finding_id = f.finding_id WHERE x.finding_id IS NULL)`;
}

/** Lays exceptions over findings of an opened snapshot; see `layExceptions`. */
export async function layOver(
  { engine, asOf, plan }: OpenedPlan,
  { findings, entries, folders }: Laying,
  context: Context,
): Promise<ExceptionState[]> {
  const progress = new Progress(context, "Laid over", "exceptions");
  const knownControls = await controlNames(plan, folders);
  const onStep = (what: string) => progress.step(what);
  const states = await layExceptions(engine, entries, { plan, asOf, findings, knownControls, onStep });
  progress.end();
  return states;
}

/** Lays a file of exceptions over an opened snapshot and says what they do. Gives the findings that they were laid over. */
export async function layFile(
  opened: OpenedPlan,
  { file, entries }: ExceptionsFile,
  folders: readonly string[],
  context: Context,
): Promise<string> {
  const findings = openFindingsOf(opened);
  const states = await layOver(opened, { findings, entries, folders }, context);
  for (const note of exceptionNotes(file, states)) context.note(note);
  return findings;
}

/** Ids of all controls that there are, under all names: those of the plan may be only some of them. */
async function controlNames(plan: JudgePlan, folders: readonly string[]): Promise<ReadonlySet<string>> {
  const [controls, frameworks] = await Promise.all([loadControls(folders), loadFrameworks()]);
  return new Set([
    ...[...plan.controls, ...controls].map(({ declaration }) => declaration.id),
    ...frameworks.flatMap(({ kind, requirements }) =>
      kind === "rules" ? requirements.map(({ id }) => id) : [],
    ),
  ]);
}
