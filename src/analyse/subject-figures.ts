import type { JudgePlan } from "../assess/plan.js";
import type { Engine } from "../engine/engine.js";
import { measureByGroup, measurePrevalence } from "./prevalence.js";

/** How many subjects of a control fail, as `Prevalence` has it. */
export interface SubjectFigures {
  readonly control_id: string;
  readonly population: number;
  readonly fail: number;
  readonly unknown: number;
  readonly percent: number | null;
}

/** The figures of controls over an opened snapshot, and over these accounts only where some are named. */
export async function measureSubjects(
  engine: Engine,
  plan: JudgePlan,
  accounts: readonly string[],
): Promise<readonly SubjectFigures[]> {
  if (accounts.length === 0) return await measurePrevalence(engine, plan, new Map());
  const groups = await measureByGroup(engine, plan, (account) => String(accounts.includes(account)));
  return groups.get("true") ?? [];
}
