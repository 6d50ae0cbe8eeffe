import type { Control } from "./control.js";
import type { ParameterValues } from "./parameters.js";
import type { JudgePlan } from "./plan.js";

/** Tells with which parameter values a control is judged in all of some accounts; undefined where they differ. */
export function commonValues(
  plan: JudgePlan,
  control: Control,
): (accountIds: readonly string[]) => ParameterValues | undefined {
  const special = new Map<string, ParameterValues>();
  let others: ParameterValues = new Map();
  for (const { set } of plan.runs.filter((run) => run.control === control)) {
    if ("only" in set.scope) for (const account of set.scope.only) special.set(account, set.values);
    else others = set.values;
  }
  return (accountIds) => {
    const sets = new Set(accountIds.map((account) => special.get(account) ?? others));
    const [values, ...more] = new Map([...sets].map((set) => [JSON.stringify([...set]), set])).values();
    return more.length > 0 ? undefined : (values ?? others);
  };
}
