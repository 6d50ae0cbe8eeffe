import type { Run } from "./run.js";
import { sortedTiers } from "./truth.js";

/**
 * The run that tells how many reached each tier: the run itself, or, where its limit lies above the first tier, the same with
 * that tier as its limit. So who is older than 90 days is counted, although only who is older than 180 days fails.
 */
export function tierRun(run: Run): Run {
  const { control, set } = run;
  const limit = control.declaration.tiers?.limit;
  const [first] = sortedTiers(control);
  if (limit === undefined || first === undefined || Number(set.values.get(limit)) <= first) return run;
  return { control, set: { ...set, values: new Map([...set.values, [limit, first]]) } };
}
