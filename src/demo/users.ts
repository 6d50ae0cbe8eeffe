import { type Activity, type AgeRange, SEGMENTS, type Segment } from "./allocation.js";
import { activeKey, inactiveKey, password } from "./credentials.js";
import type { AccessKey, DatedUser, UserGroup } from "./dated-user.js";
import { ageOf } from "./dates.js";
import { EXTREMES } from "./extremes.js";
import { Prng } from "./prng.js";
import { pickTime } from "./working-time.js";

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

/** Days at which keys become too old and users unused, and the part of ages that come as near to it as a day. */
const LIMIT = 90;
const PART_NEARLY = 0.04;

/** Part of the keys that follow their user within the hour: a person made them, and just too late for a set-up key. */
const PART_WITHIN_THE_HOUR = 0.05;

/** Every user of the cohort, dated and with credentials, in groups that share an account. Who has a device is not settled yet. */
export function userGroups(): UserGroup[] {
  const groups = SEGMENTS.flatMap((segment, index) => [
    ...segmentGroups(segment, new Prng(`segment ${index}`)),
  ]);
  return [...groups, ...EXTREMES.map((user) => ({ size: 1, make: () => [user] }))];
}

function* segmentGroups(segment: Segment, prng: Prng): Generator<UserGroup> {
  let left = segment.users;
  const single = segment.atSetup ? Math.round(left * (1 - PART_IN_BURSTS)) : left;
  while (left > single) {
    const size = Math.min(left - single, 6 + prng.below(19));
    yield { size, make: (zone) => burst(segment, prng, size, zone) };
    left -= size;
  }
  for (; left > 0; left -= 1) yield { size: 1, make: (zone) => [oneUser(segment, prng, zone)] };
}

function oneUser(segment: Segment, prng: Prng, zone: number): DatedUser {
  return datedUser(segment, prng, creation(segment, prng, zone), zone);
}

/** Users made one or two seconds after another. */
function burst(segment: Segment, prng: Prng, size: number, zone: number): DatedUser[] {
  let created = creation(segment, prng, zone);
  return Array.from({ length: size }, () => {
    created += 1 + prng.below(2);
    return { ...datedUser(segment, prng, created, zone), kind: "batch" as const };
  });
}

function creation(segment: Segment, prng: Prng, zone: number): number {
  // Five days of room for the keys that come later.
  const oldestKey = segment.atSetup ? 0 : Math.max(0, ...segment.keys.map((range) => range.from + 5));
  const range = { from: Math.max(segment.age.from + 1, oldestKey), to: segment.age.to };
  const { from, to } = nearly(prng, range, Number.POSITIVE_INFINITY);
  return found(pickTime(prng, from, to, zone, "recent"));
}

function datedUser(segment: Segment, prng: Prng, created: number, zone: number): DatedUser {
  const hasPassword = segment.console === "some" ? prng.chance(0.35) : segment.console === "all";
  const rotated = segment.keys.map((range) => keyCreation(segment, prng, created, range, zone));
  const deciding = prng.below(rotated.length + (hasPassword ? 1 : 0));
  const range = LAST_USE[segment.activity];
  const window = (index: number) =>
    index === deciding
      ? nearly(prng, range, ageOf(rotated[index] ?? created))
      : { from: range.from, to: Number.POSITIVE_INFINITY };
  const user = hasPassword ? zone : undefined;
  const keys = rotated.map((time, index) => activeKey(prng, time, window(index), user));
  const off = segment.console === "none" ? 0.7 : 0.12;
  return {
    kind: hasPassword ? "person" : "service",
    created,
    password: hasPassword ? password(prng, created, window(rotated.length), zone) : undefined,
    device: undefined,
    keys: slots(prng, keys, () => (prng.chance(off) ? inactiveKey(prng, ageOf(created), user) : undefined)),
  };
}

function keyCreation(segment: Segment, prng: Prng, created: number, range: AgeRange, zone: number): number {
  if (segment.atSetup) return created + prng.below(7);
  const age = ageOf(created);
  if (age > range.from + 1 && age <= range.to && prng.chance(PART_WITHIN_THE_HOUR)) {
    return created + 11 + prng.below(3590);
  }
  const { from, to } = nearly(prng, range, age);
  return found(pickTime(prng, from, Math.min(to, age - KEY_GAP), zone));
}

/** Now and then the day of a range that is next to 90 days, where that is younger than `oldest` (days). */
function nearly(prng: Prng, range: AgeRange, oldest: number): AgeRange {
  if (oldest < LIMIT + 2 || !prng.chance(PART_NEARLY)) return range;
  if (range.to === LIMIT) return { from: LIMIT - 1, to: LIMIT };
  return range.from === LIMIT ? { from: LIMIT, to: LIMIT + 1 } : range;
}

/** Puts the active keys, and sometimes keys that were switched off, into the two slots in any order. */
function slots(
  prng: Prng,
  active: readonly AccessKey[],
  inactive: () => AccessKey | undefined,
): DatedUser["keys"] {
  const [first, second] = [0, 1].map((slot) => active[slot] ?? inactive());
  // Most users with one key have it in slot 1.
  return prng.chance(active.length === 1 ? 0.22 : 0.5) ? [second, first] : [first, second];
}

function found(time: number | undefined): number {
  if (time === undefined) throw new Error("demo: no date fits");
  return time;
}
