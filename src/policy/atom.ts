import type { Hop } from "./hops.js";
import type { AppliedStatement, Model } from "./model.js";
import type { AtomReach, Situation } from "./situation.js";
import type { Truth } from "./truth.js";

/** Actions that every statement treats alike, so that one of them answers for all. */
export interface Atom {
  /** The most dangerous listed action of it, or the pattern of an unlisted one. */
  readonly example: string;
  readonly listed: boolean;
  /** Listed actions in it. */
  readonly count: number;
  /** Highest access level in it: index into LEVELS. */
  readonly level: number;
  readonly harmless: boolean;
  /** Whether a GetSessionToken session without MFA cannot call it. */
  readonly limited: boolean;
  /** Whether the subject's credentials for single services are good for it. */
  readonly inService: boolean;
  /** Deny statements that hold it. */
  readonly denies: readonly number[];
  /** Allow statements that hold it, for each slot. */
  readonly allows: readonly (readonly number[])[];
  /** Set where it is not an action on any resource, but the assuming of some roles. */
  readonly role?: RoleAtom;
}

/** The assuming of a role, or of those that are not known. */
export interface RoleAtom {
  /** Null: roles that are not known. */
  readonly hop: Hop | null;
  readonly reach: (situation: Situation) => AtomReach;
  /** Whether its layers allow with MFA what they do not allow without it, or only if something else fits as well. */
  readonly opensMore?: (
    without: readonly Truth[],
    withMfa: readonly Truth[],
    granted: (slot: number) => boolean,
  ) => boolean;
}

export type Member = (statement: AppliedStatement, index: number) => boolean;

/** Which statements hold an action: the Denies, and the Allows by slot. */
export function membership(model: Model, holds: Member, rcp: boolean): Pick<Atom, "denies" | "allows"> {
  const denies: number[] = [];
  const allows: number[][] = model.slots.map(() => []);
  for (const [index, statement] of model.statements.entries()) {
    if (!holds(statement, index)) continue;
    if (!statement.compiled.deny) allows[statement.slot]?.push(index);
    else if (rcp || statement.ref.layer !== "rcp") denies.push(index);
  }
  return { denies, allows };
}
