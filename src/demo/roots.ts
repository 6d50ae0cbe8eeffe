import type { AccessKey } from "./dated-user.js";
import { ageOf, ageOfDate, pickAge, recordedSignIn, timeAtAge } from "./dates.js";
import { Prng } from "./prng.js";
import { ROOT_COUNTS } from "./totals.js";

/** The root user of an account. Times are epoch seconds; every root user of 2021 has a password. */
export interface RootUser {
  readonly created: number;
  readonly passwordChanged: number;
  readonly passwordUsed: number | undefined;
  readonly mfa: boolean;
  readonly keys: readonly [AccessKey | undefined, AccessKey | undefined];
}

/** AWS has recorded sign-ins since 2014-10-20, and uses of keys since 2015-04-22. */
const OLDEST_SIGN_IN = ageOfDate("2014-11-01T00:00:00Z");
const OLDEST_KEY_USE = ageOfDate("2015-05-01T00:00:00Z");

/** In days: use "within 7 days before the audit" is how the publication read "used regularly". */
const REGULAR = 7;

/**
 * Root users for accounts created at these times (epoch seconds), in the same order, with as many in regular use,
 * with access keys and without MFA as `ROOT_COUNTS` tells.
 */
export function rootUsers(accountsCreated: readonly number[]): RootUser[] {
  const prng = new Prng("roots");
  const everyone = accountsCreated.map((_, index) => index);
  // Accounts old enough that every date finds room.
  const settled = everyone.filter((index) => ageOf(accountsCreated[index] ?? 0) > 400);
  const regular = new Set(prng.shuffled(settled).slice(0, ROOT_COUNTS.usedWithin7Days));
  const keyed = new Set(prng.shuffled(settled).slice(0, ROOT_COUNTS.withAccessKeys));
  const bare = new Set(prng.shuffled(everyone).slice(0, ROOT_COUNTS.withoutMfa));
  return accountsCreated.map((created, index) => ({
    created,
    ...rootPassword(prng, created, regular.has(index)),
    mfa: !bare.has(index),
    keys: keyed.has(index) ? rootKeys(prng, ageOf(created), regular.has(index)) : [undefined, undefined],
  }));
}

function rootPassword(prng: Prng, created: number, regular: boolean) {
  const age = ageOf(created);
  const used = regular
    ? pickAge(prng, 0, REGULAR)
    : recordedSignIn(pickAge(prng, REGULAR, Math.min(age - 0.1, OLDEST_SIGN_IN), "recent"));
  const known = used !== undefined && (regular || prng.chance(0.85));
  const changed = prng.chance(0.4) ? pickAge(prng, (used ?? 0) + 0.02, age - 0.02) : undefined;
  return {
    passwordUsed: known ? timeAtAge(used) : undefined,
    passwordChanged: changed === undefined ? created : timeAtAge(changed),
  };
}

function rootKeys(prng: Prng, accountAge: number, regular: boolean): RootUser["keys"] {
  const key = (): AccessKey | undefined => {
    const born = pickAge(prng, 60, accountAge - 0.5);
    if (born === undefined) return undefined;
    const used = pickAge(prng, regular ? 0 : REGULAR, Math.min(born - 0.1, OLDEST_KEY_USE), "recent");
    const known = used !== undefined && prng.chance(0.6);
    return { active: true, rotated: timeAtAge(born), used: known ? timeAtAge(used) : undefined };
  };
  const second = prng.chance(0.2) ? key() : undefined;
  return prng.chance(0.2) ? [second, key()] : [key(), second];
}
