import type { AgeRange } from "./allocation.js";
import type { AccessKey, Password } from "./dated-user.js";
import { ageOf, ageOfDate, pickAge, recordedSignIn, timeAtAge } from "./dates.js";
import type { Prng } from "./prng.js";

/**
 * Uses recorded before AWS tracked them do not exist (passwords 2014-10-20, keys 2015-04-22), and nothing but the
 * extreme users may be idle for longer than those: older credentials need a recorded use, these days or younger.
 */
const OLDEST_PASSWORD_DATE = ageOfDate("2014-12-01T00:00:00Z");
const OLDEST_KEY_DATE = ageOfDate("2015-06-01T00:00:00Z");

/** In days: a use comes at least this long after the credential. */
const SETTLED = 0.1;

/**
 * An active key that was last used at an age within `window`, or never, where its creation falls into the window.
 *
 * @param born age of the key in days
 */
export function activeKey(prng: Prng, rotated: number, window: AgeRange): AccessKey {
  const born = ageOf(rotated);
  const mayBeUnused = born >= window.from && born <= window.to && born < OLDEST_KEY_DATE;
  const used = pickAge(prng, window.from, Math.min(window.to, born - SETTLED, OLDEST_KEY_DATE), "recent");
  const unused = mayBeUnused && prng.chance(0.2);
  if (used === undefined && !mayBeUnused) throw new Error("demo: no date for the last use of a key");
  return { active: true, rotated, used: unused || used === undefined ? undefined : timeAtAge(used) };
}

/** A key that was switched off: its dates stay in the report. Undefined when the user is too young for one. */
export function inactiveKey(prng: Prng, userAge: number): AccessKey | undefined {
  const born = pickAge(prng, 1, userAge - 0.5);
  if (born === undefined) return undefined;
  const used = pickAge(prng, 0.5, Math.min(born - SETTLED, OLDEST_KEY_DATE), "recent");
  const known = used !== undefined && prng.chance(0.7);
  return { active: false, rotated: timeAtAge(born), used: known ? timeAtAge(used) : undefined };
}

/** A password that was last used at an age within `window`, or never, where its last change falls into the window. */
export function password(prng: Prng, created: number, window: AgeRange): Password {
  const userAge = ageOf(created);
  const inTime = Math.min(window.to, userAge - SETTLED, OLDEST_PASSWORD_DATE);
  const untouched = userAge >= window.from && userAge <= window.to && userAge < OLDEST_PASSWORD_DATE;
  const used = recordedSignIn(pickAge(prng, window.from, inTime, "recent"));
  if (used !== undefined && !prng.chance(0.15)) {
    return { changed: lastChange(prng, created, used), used: timeAtAge(used) };
  }
  const changed = pickAge(prng, window.from, inTime);
  if (untouched && (changed === undefined || prng.chance(0.7))) {
    return { changed: created + prng.below(5), used: undefined };
  }
  if (changed === undefined) throw new Error("demo: no date for the last change of a password");
  return { changed: timeAtAge(changed), used: undefined };
}

/** Most never change the password they were given; nobody changes it after the last sign-in. */
function lastChange(prng: Prng, created: number, used: number): number {
  const age = prng.chance(0.45) ? pickAge(prng, used + 0.02, ageOf(created) - 0.02) : undefined;
  return age === undefined ? created + prng.below(5) : timeAtAge(age);
}
