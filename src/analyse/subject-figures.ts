import type { JudgePlan } from "../assess/plan.js";
import type { Engine } from "../engine/engine.js";
import { knownPercent, measureByGroup } from "./prevalence.js";

/** How many subjects of a control fail, as `Prevalence` has it. */
export interface SubjectFigures {
  readonly control_id: string;
  readonly population: number;
  readonly fail: number;
  readonly unknown: number;
  readonly percent: number | null;
}

/** The figures of controls by the accounts that they are of. */
export type FiguresByAccount = ReadonlyMap<string, readonly SubjectFigures[]>;

/** The figures of controls over an opened snapshot, and over these accounts only where some are named. */
export async function measureAccounts(
  engine: Engine,
  plan: JudgePlan,
  accounts: readonly string[],
): Promise<FiguresByAccount> {
  const all = await measureByGroup(engine, plan, (account) => account);
  return accounts.length === 0 ? all : new Map([...all].filter(([account]) => accounts.includes(account)));
}

/** The figures of several accounts together, a row a control. */
export function addFigures(all: Iterable<readonly SubjectFigures[]>): SubjectFigures[] {
  const sums = new Map<string, SubjectFigures>();
  for (const figures of all) {
    for (const { control_id, population, fail, unknown } of figures) {
      const sum = sums.get(control_id) ?? { population: 0, fail: 0, unknown: 0 };
      const counts = {
        population: sum.population + population,
        fail: sum.fail + fail,
        unknown: sum.unknown + unknown,
      };
      sums.set(control_id, { control_id, ...counts, percent: knownPercent(counts) });
    }
  }
  return [...sums.values()];
}
