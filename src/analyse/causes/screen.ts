import type { TraitKind } from "../../model/trait-kinds.js";
import { adjustedLogP, logCritical } from "./benjamini-yekutieli.js";
import type { TraitCount, TraitCounts } from "./count-traits.js";
import { logUpperTail } from "./hypergeometric.js";
import { LIMITS } from "./limits.js";
import type { Population } from "./population.js";
import type { SubjectTable } from "./subject-table.js";
import { isTrivial } from "./trivial.js";

/** A trait that goes with failing more often than chance explains. */
export interface Candidate {
  /** Index of the control. */
  readonly control: number;
  readonly kind: TraitKind;
  readonly value: string;
  readonly carriers: number;
  readonly failing: number;
  /** Natural logarithm of the p-value, and of the one adjusted for all hypotheses. */
  readonly logP: number;
  readonly logAdjusted: number;
}

export interface Screening {
  /** Those of each table. */
  readonly candidates: readonly (readonly Candidate[])[];
  /** Hypotheses there were: a trait and a control each, whoever carries the trait. */
  readonly tested: number;
  /** The largest p-value (logarithm) that is small enough beside what was found; what is tested later must be as small. */
  readonly logThreshold: number;
}

/** The traits of the subjects of a table, counted. */
interface Counted {
  readonly table: SubjectTable;
  readonly counts: TraitCounts;
  readonly populations: readonly Population[];
}

/** Tests each trait against each control. All tables together are one family of hypotheses. */
export function screen(tables: readonly Counted[]): Screening {
  const tested = tables.reduce((sum, { table, counts }) => sum + hypotheses(table, counts), 0);
  const found = tables.map(tests);
  const flat = found.flat();
  const { alpha } = LIMITS;
  const adjusted = adjustedLogP(
    flat.map(({ logP }) => logP),
    Math.max(1, tested),
  );
  const logAdjusted = new Map(flat.map((test, index) => [test, adjusted[index] ?? 0]));
  const isSure = (test: Test) => (logAdjusted.get(test) ?? 0) <= Math.log(alpha);
  return {
    tested,
    logThreshold: logCritical(flat.filter(isSure).length, { tested, alpha }),
    candidates: found.map((own, index) =>
      own
        .filter((test) => isSure(test) && isStrong(test, tables[index]?.populations ?? []))
        .map((test) => ({ ...test, logAdjusted: logAdjusted.get(test) ?? 0 })),
    ),
  };
}

type Test = Omit<Candidate, "logAdjusted">;

function hypotheses(table: SubjectTable, { values }: TraitCounts): number {
  return table.controls.reduce(
    (sum, control) =>
      [...values].reduce((own, [kind, count]) => own + (isTrivial(control, kind) ? 0 : count), sum),
    0,
  );
}

/** Tests that could come out: of all others the p-value counts as 1. */
function tests({ table, counts, populations }: Counted): Test[] {
  return table.controls.flatMap((control, index) => {
    const { judged = 0, failing = 0 } = populations[index] ?? {};
    const news = [...counts.values.keys()].filter((kind) => !isTrivial(control, kind));
    const kinds = new Set(news);
    return counts.counts.flatMap((count) => {
      const test = toTest(count, index);
      const worth = test.failing >= LIMITS.minFailing && test.failing * judged > failing * test.carriers;
      if (!worth || !kinds.has(count.kind)) return [];
      const logP = logUpperTail({ all: judged, failing, carriers: test.carriers, both: test.failing });
      return logP > Math.log(LIMITS.alpha) ? [] : [{ ...test, logP }];
    });
  });
}

function toTest({ kind, value, carriers, failing }: TraitCount, control: number) {
  return { control, kind, value, carriers: carriers[control] ?? 0, failing: failing[control] ?? 0 };
}

function isStrong(candidate: Test, populations: readonly Population[]): boolean {
  const population = populations[candidate.control];
  return population !== undefined && liftOf(candidate, population) >= LIMITS.minLift;
}

/** The share of failing among carriers, divided by that among the rest; infinite where nobody else fails. */
export function liftOf(
  { carriers, failing }: { readonly carriers: number; readonly failing: number },
  population: Pick<Population, "judged" | "failing">,
): number {
  const [rest, restFailing] = [population.judged - carriers, population.failing - failing];
  if (rest === 0) return 1;
  return restFailing === 0 ? Number.POSITIVE_INFINITY : failing / carriers / (restFailing / rest);
}
