import type { ExceptedSubjects } from "../govern/excepted-subjects.js";
import type { AuditedGroup, AuditedPrevalence } from "../model/results/audit.js";
import type { Prevalence } from "../model/results/prevalence.js";

const NONE = { excepted: 0, excepted_assumed: 0 };

/** Prevalence, and how many of the subjects are excepted. */
export function withExcepted(
  prevalence: readonly Prevalence[],
  excepted: readonly ExceptedSubjects[],
): AuditedPrevalence[] {
  const counts = new Map<string, { excepted: number; excepted_assumed: number }>();
  for (const { controlId, subjects, assumed } of excepted) {
    const before = counts.get(controlId) ?? NONE;
    counts.set(controlId, {
      excepted: before.excepted + subjects,
      excepted_assumed: before.excepted_assumed + assumed,
    });
  }
  return prevalence.map((one) => ({ ...one, ...(counts.get(one.control_id) ?? NONE) }));
}

/** The same by group; `groupOf` names the group of excepted subjects. */
export function withExceptedByGroup(
  groups: ReadonlyMap<string, readonly Prevalence[]>,
  excepted: readonly ExceptedSubjects[],
  groupOf: (subjects: ExceptedSubjects) => string,
): AuditedGroup[] {
  const own = new Map<string, ExceptedSubjects[]>([...groups.keys()].map((group) => [group, []]));
  for (const one of excepted) own.get(groupOf(one))?.push(one);
  return [...groups].map(([group, rows]) => ({
    group,
    name: null,
    prevalence: withExcepted(rows, own.get(group) ?? []),
  }));
}
