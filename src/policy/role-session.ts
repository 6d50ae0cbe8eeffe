import { CONTEXTS } from "./context.js";
import { ENROL } from "./harmless.js";
import type { Judge } from "./judge.js";
import { type RoleGift, UNKNOWN_GIFT } from "./known-roles.js";
import { type Powers, powerBy } from "./privilege.js";

/** What the sessions of a role may do. */
export interface RoleSession {
  /** By the role's own policies. */
  readonly gift: RoleGift;
  /** Numbers of the roles it can assume, in the order of its hops. */
  readonly open: readonly number[];
}

function ownGift(judge: Judge, powers: Powers, enrol: number | undefined): RoleGift {
  if (judge.model.gaps.some(({ layer }) => layer === "identity" || layer === "boundary")) return UNKNOWN_GIFT;
  const kind = CONTEXTS["role-session"];
  const reach = judge.reach(judge.conditions(kind, "against"));
  const harmful = judge.harmful(reach, kind);
  // A role has no device of its own: to enrol one takes a user over that has none.
  const enrols = enrol === undefined ? undefined : judge.atoms.of.get(enrol);
  if (enrols !== undefined && (reach[enrols] ?? null) !== null) harmful.push(enrols);
  return {
    harmful: harmful.length > 0,
    level: harmful.reduce((most, index) => Math.max(most, judge.atoms.atoms[index]?.level ?? 0), 0),
    tier: powerBy(powers, kind).tier,
    known: true,
  };
}

/**
 * Judges the sessions of a role, which carry no MFA whatever the caller used. The roles that it
 * assumes give nothing yet.
 * @param indexOf catalogue indices by action in lower case
 */
export function roleSession(judge: Judge, powers: Powers, indexOf: ReadonlyMap<string, number>): RoleSession {
  const reach = judge.reach(judge.conditions(CONTEXTS["role-session"], "against"));
  const hops = judge.atoms.atoms.flatMap(({ role }, index) => (role?.hop ? [reach[index] !== null] : []));
  return {
    gift: ownGift(judge, powers, indexOf.get(ENROL.toLowerCase())),
    open: hops.flatMap((open, number) => (open ? [number] : [])),
  };
}
