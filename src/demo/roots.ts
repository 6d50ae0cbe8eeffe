import type { AccessKey, MfaDevice } from "./dated-user.js";
import { ageOf, ageOfDate, recordedSignIn } from "./dates.js";
import { mfaDevice } from "./devices.js";
import { Prng } from "./prng.js";
import { ROOT_COUNTS } from "./totals.js";
import { pickTime } from "./working-time.js";

/** The root user of an account. Times are epoch seconds; every root user of 2021 has a password. */
export interface RootUser {
  readonly created: number;
  readonly passwordChanged: number;
  readonly passwordUsed: number | undefined;
  readonly device: MfaDevice | undefined;
  readonly keys: readonly [AccessKey | undefined, AccessKey | undefined];
}

/** AWS has recorded sign-ins since 2014-10-20, and uses of keys since 2015-04-22. */
const OLDEST_SIGN_IN = ageOfDate("2014-11-01T00:00:00Z");
const OLDEST_KEY_USE = ageOfDate("2015-05-01T00:00:00Z");

/** In days: use "within 7 days before the audit" is how the publication read "used regularly". */
const REGULAR = 7;

/** An account of which a root user is made: when it was created (epoch seconds), and how far its people are ahead of UTC (hours). */
interface RootAccount {
  readonly created: number;
  readonly zone: number;
}

/**
 * Root users for these accounts, in the same order, with as many in regular use, with access keys and without MFA as
 * `ROOT_COUNTS` tells.
 */
export function rootUsers(accounts: readonly RootAccount[]): RootUser[] {
  const prng = new Prng("roots");
  const everyone = accounts.map((_, index) => index);
  // Accounts old enough that every date finds room.
  const settled = everyone.filter((index) => ageOf(accounts[index]?.created ?? 0) > 400);
  const regular = new Set(prng.shuffled(settled).slice(0, ROOT_COUNTS.usedWithin7Days));
  const keyed = new Set(prng.shuffled(settled).slice(0, ROOT_COUNTS.withAccessKeys));
  const bare = new Set(prng.shuffled(everyone).slice(0, ROOT_COUNTS.withoutMfa));
  return accounts.map((account, index) => ({
    created: account.created,
    ...rootPassword(prng, account, regular.has(index)),
    device: bare.has(index) ? undefined : mfaDevice(prng, account.created, 0.7),
    keys: keyed.has(index) ? rootKeys(prng, account, regular.has(index)) : [undefined, undefined],
  }));
}

function rootPassword(prng: Prng, { created, zone }: RootAccount, regular: boolean) {
  const age = ageOf(created);
  const used = regular
    ? pickTime(prng, 0, REGULAR, zone)
    : recordedSignIn(pickTime(prng, REGULAR, Math.min(age - 0.1, OLDEST_SIGN_IN), zone, "recent"));
  const usedAge = used === undefined ? 0 : ageOf(used);
  const changed = prng.chance(0.4) ? pickTime(prng, usedAge + 0.02, age - 0.02, zone) : undefined;
  return {
    passwordUsed: regular || prng.chance(0.85) ? used : undefined,
    passwordChanged: changed ?? created,
  };
}

/** Programs use them. */
function rootKeys(prng: Prng, { created, zone }: RootAccount, regular: boolean): RootUser["keys"] {
  const key = (): AccessKey | undefined => {
    const rotated = pickTime(prng, 60, ageOf(created) - 0.5, zone);
    if (rotated === undefined) return undefined;
    const oldest = Math.min(ageOf(rotated) - 0.1, OLDEST_KEY_USE);
    const used = pickTime(prng, regular ? 0 : REGULAR, oldest, undefined, "recent");
    return { active: true, rotated, used: prng.chance(0.6) ? used : undefined };
  };
  const second = prng.chance(0.2) ? key() : undefined;
  return prng.chance(0.2) ? [second, key()] : [key(), second];
}
