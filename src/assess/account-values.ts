import type { Control } from "./control.js";
import type { ParameterValues } from "./parameters.js";
import type { JudgePlan } from "./plan.js";

/** The parameters by which a control judges: those of most accounts, and of the accounts that have others. */
export interface AccountValues {
  readonly common: ParameterValues;
  readonly special: ReadonlyMap<string, ParameterValues>;
}

/** The parameters of a control of a plan. */
export function accountValues({ runs }: JudgePlan, control: Control): AccountValues {
  const sets = runs.filter((run) => run.control === control).map(({ set }) => set);
  const special = new Map<string, ParameterValues>();
  for (const { scope, values } of sets) {
    if ("only" in scope) for (const accountId of scope.only) special.set(accountId, values);
  }
  return { common: sets[0]?.values ?? new Map(), special };
}
