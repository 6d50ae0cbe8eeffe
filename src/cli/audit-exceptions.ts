import type { Prevalence } from "../analyse/prevalence.js";
import { type ExceptedSubjects, exceptedSubjects } from "../govern/excepted-subjects.js";
import type { ExceptionsFile } from "../govern/read-exceptions.js";
import type { Context } from "./command.js";
import { exceptionNotes } from "./exception-notes.js";
import { layOver, openFindingsOf } from "./lay-over.js";
import type { OpenedPlan } from "./with-snapshot.js";

/** How often a control fails, and how many of the failing subjects are excepted; 0 where there are no exceptions. */
export type AuditedPrevalence = Prevalence & { readonly excepted: number };

/** Lays exceptions over an audited snapshot, says what they do, and counts the excepted subjects. */
export async function auditExceptions(
  opened: OpenedPlan,
  { file, entries }: ExceptionsFile,
  controlFolders: readonly string[],
  context: Context,
): Promise<ExceptedSubjects[]> {
  const findings = openFindingsOf(opened);
  const states = await layOver(opened, findings, entries, controlFolders, context);
  for (const note of exceptionNotes(file, states)) context.note(note);
  return await exceptedSubjects(opened.engine, findings);
}

/** Prevalence, and how many of the subjects are excepted. */
export function withExcepted(
  prevalence: readonly Prevalence[],
  excepted: readonly ExceptedSubjects[],
): AuditedPrevalence[] {
  const counts = new Map<string, number>();
  for (const { controlId, subjects } of excepted) {
    counts.set(controlId, (counts.get(controlId) ?? 0) + subjects);
  }
  return prevalence.map((one) => ({ ...one, excepted: counts.get(one.control_id) ?? 0 }));
}

/** The same by group; `groupOf` names the group of excepted subjects. */
export function withExceptedByGroup(
  groups: ReadonlyMap<string, readonly Prevalence[]>,
  excepted: readonly ExceptedSubjects[],
  groupOf: (subjects: ExceptedSubjects) => string,
): Map<string, AuditedPrevalence[]> {
  const own = new Map<string, ExceptedSubjects[]>([...groups.keys()].map((group) => [group, []]));
  for (const one of excepted) own.get(groupOf(one))?.push(one);
  return new Map([...groups].map(([group, rows]) => [group, withExcepted(rows, own.get(group) ?? [])]));
}
