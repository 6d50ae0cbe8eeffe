import type { AgeRange } from "./allocation.js";
import type { AccessKey, Password } from "./dated-user.js";
import { ageOf, ageOfDate, recordedSignIn } from "./dates.js";
import type { Prng } from "./prng.js";
import { pickTime } from "./working-time.js";

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
 * @param rotated when the key was made, in epoch seconds
 * @param zone of the people who use it; undefined: a machine does
 */
export function activeKey(
  prng: Prng,
  rotated: number,
  window: AgeRange,
  zone: number | undefined,
): AccessKey {
  const born = ageOf(rotated);
  const mayBeUnused = born >= window.from && born <= window.to && born < OLDEST_KEY_DATE;
  const oldest = Math.min(window.to, born - SETTLED, OLDEST_KEY_DATE);
  const used = pickTime(prng, window.from, oldest, zone, "recent");
  const unused = mayBeUnused && prng.chance(0.2);
  if (used === undefined && !mayBeUnused) throw new Error("demo: no date for the last use of a key");
  return { active: true, rotated, used: unused ? undefined : used };
}

/** A key that was switched off: its dates stay in the report. Undefined when the user is too young for one. */
export function inactiveKey(prng: Prng, userAge: number, zone: number | undefined): AccessKey | undefined {
  const rotated = pickTime(prng, 1, userAge - 0.5, zone);
  if (rotated === undefined) return undefined;
  const oldest = Math.min(ageOf(rotated) - SETTLED, OLDEST_KEY_DATE);
  const used = pickTime(prng, 0.5, oldest, zone, "recent");
  return { active: false, rotated, used: prng.chance(0.7) ? used : undefined };
}

/** A password that was last used at an age within `window`, or never, where its last change falls into the window. */
export function password(prng: Prng, created: number, window: AgeRange, zone: number): Password {
  const userAge = ageOf(created);
  const inTime = Math.min(window.to, userAge - SETTLED, OLDEST_PASSWORD_DATE);
  const untouched = userAge >= window.from && userAge <= window.to && userAge < OLDEST_PASSWORD_DATE;
  const used = recordedSignIn(pickTime(prng, window.from, inTime, zone, "recent"));
  if (used !== undefined && !prng.chance(0.15)) {
    return { changed: lastChange(prng, created, used, zone), used };
  }
  const changed = pickTime(prng, window.from, inTime, zone);
  if (untouched && (changed === undefined || prng.chance(0.7))) {
    return { changed: created + prng.below(5), used: undefined };
  }
  if (changed === undefined) throw new Error("demo: no date for the last change of a password");
  return { changed, used: undefined };
}

/** Most never change the password they were given; nobody changes it after the last sign-in. */
function lastChange(prng: Prng, created: number, used: number, zone: number): number {
  const change = prng.chance(0.45)
    ? pickTime(prng, ageOf(used) + 0.02, ageOf(created) - 0.02, zone)
    : undefined;
  return change ?? created + prng.below(5);
}
