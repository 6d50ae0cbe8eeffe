import type { Prng } from "../prng.js";
import type { Group, Networks } from "./networks.js";
import type { RegionPlan } from "./plan.js";

/** The security groups of each instance and database: all lie in its VPC. */
export interface GroupUses {
  readonly instances: readonly (readonly Group[])[];
  readonly databases: readonly (readonly Group[])[];
}

/**
 * Gives every group that is to be in use to something, and something to use to everything: first the default groups, an
 * instance each, then the others in turn.
 */
export function giveGroups(prng: Prng, plan: RegionPlan, { defaults, used }: Networks): GroupUses {
  const instances = Array.from({ length: plan.instances }, (): Group[] => []);
  const databases = Array.from({ length: plan.databases }, (): Group[] => []);
  for (const [index, group] of defaults.slice(0, plan.openDefaults).entries()) instances[index]?.push(group);
  const users = [...instances, ...instances, ...instances, ...databases];
  for (const [index, group] of used.entries()) {
    // Where there is room enough, a database or an instance has one of them.
    const user =
      plan.instances + plan.databases >= used.length ? ofAll(instances, databases, index) : users[index];
    if (user === undefined) throw new Error("demo: a security group that nothing can use");
    group.vpc = user[0]?.vpc ?? group.vpc;
    user.push(group);
  }
  for (const user of [...instances, ...databases]) {
    if (user.length === 0) user.push(prng.pick(used));
  }
  return { instances, databases };
}

function ofAll(instances: readonly Group[][], databases: readonly Group[][], index: number) {
  return index < instances.length ? instances[index] : databases[index - instances.length];
}
