import { type Activity, type AgeRange, SEGMENTS, type Segment } from "./allocation.js";
import { activeKey, inactiveKey, password } from "./credentials.js";
import type { AccessKey, DatedUser, UserGroup } from "./dated-user.js";
import { ageOf, pickAge, timeAtAge } from "./dates.js";
import { EXTREMES } from "./extremes.js";
import { Prng } from "./prng.js";

/** When the credential that decides was last used (ages in days); the user's others are used no later than `from`. */
const LAST_USE: Record<Activity, AgeRange> = {
  used: { from: 0, to: 90 },
  idle_90: { from: 90, to: 365 },
  idle_365: { from: 365, to: Number.POSITIVE_INFINITY },
};

/** In days, between a user and a key that was not made at set-up: far from the 10 seconds of the control. */
const KEY_GAP = 0.5;

/** Part of the users with a set-up key that a provisioning script made, several within a minute. */
const PART_IN_BURSTS = 0.6;

/** Every user of the cohort, dated and with credentials, in groups that share an account. */
export function userGroups(): UserGroup[] {
  const groups = SEGMENTS.flatMap((segment, index) => [
    ...segmentGroups(segment, new Prng(`segment ${index}`)),
  ]);
  return [...groups, ...EXTREMES.map((user) => ({ place: undefined, users: [user] }))];
}

function* segmentGroups(segment: Segment, prng: Prng): Generator<UserGroup> {
  const place = segment.place;
  let left = segment.users;
  const single = segment.atSetup ? Math.round(left * (1 - PART_IN_BURSTS)) : left;
  while (left > single) {
    const size = Math.min(left - single, 6 + prng.below(19));
    yield { place, users: burst(segment, prng, size) };
    left -= size;
  }
  for (; left > 0; left -= 1) yield { place, users: [datedUser(segment, prng, creation(segment, prng))] };
}

/** Users made one or two seconds after another. */
function burst(segment: Segment, prng: Prng, size: number): DatedUser[] {
  let created = creation(segment, prng);
  return Array.from({ length: size }, () => {
    created += 1 + prng.below(2);
    return { ...datedUser(segment, prng, created), kind: "batch" as const };
  });
}

function creation(segment: Segment, prng: Prng): number {
  // Five days of room for the keys that come later.
  const oldestKey = segment.atSetup ? 0 : Math.max(0, ...segment.keys.map((range) => range.from + 5));
  return timeAtAge(found(pickAge(prng, Math.max(segment.age.from + 1, oldestKey), segment.age.to, "recent")));
}

function datedUser(segment: Segment, prng: Prng, created: number): DatedUser {
  const hasPassword = segment.console === "some" ? prng.chance(0.35) : segment.console !== "none";
  const rotated = segment.keys.map((range) => keyCreation(segment, prng, created, range));
  const deciding = prng.below(rotated.length + (hasPassword ? 1 : 0));
  const range = LAST_USE[segment.activity];
  const window = (index: number) =>
    index === deciding ? range : { from: range.from, to: Number.POSITIVE_INFINITY };
  const keys = rotated.map((time, index) => activeKey(prng, time, window(index)));
  return {
    kind: hasPassword ? "person" : "service",
    created,
    password: hasPassword ? password(prng, created, window(rotated.length)) : undefined,
    mfa: hasPassword ? segment.console !== "no_device" : prng.chance(0.03),
    keys: slots(prng, keys, ageOf(created), segment.console === "none" ? 0.7 : 0.12),
  };
}

function keyCreation(segment: Segment, prng: Prng, created: number, range: AgeRange): number {
  if (segment.atSetup) return created + prng.below(7);
  return timeAtAge(found(pickAge(prng, range.from, Math.min(range.to, ageOf(created) - KEY_GAP))));
}

/** Puts the active keys, and sometimes keys that were switched off, into the two slots in any order. */
function slots(prng: Prng, active: readonly AccessKey[], userAge: number, off: number): DatedUser["keys"] {
  const [first, second] = [0, 1].map(
    (slot) => active[slot] ?? (prng.chance(off) ? inactiveKey(prng, userAge) : undefined),
  );
  // Most users with one key have it in slot 1.
  return prng.chance(active.length === 1 ? 0.22 : 0.5) ? [second, first] : [first, second];
}

function found(age: number | undefined): number {
  if (age === undefined) throw new Error("demo: no date fits");
  return age;
}
