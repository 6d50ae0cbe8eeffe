import type { CohortUser } from "../cohort.js";
import type { AccessKey, DatedUser } from "../dated-user.js";
import type { Prng } from "../prng.js";
import { uniqueId } from "../unique-id.js";
import type { Month } from "./month.js";
import { useAgain } from "./use-again.js";

/** What happens to users in a month. `went_idle`: the one credential it has is not used again. */
export const EVENTS = [
  "user_deleted",
  "user_recreated",
  "key_rotated",
  "key_deactivated",
  "key_deleted",
  "key_reactivated",
  "mfa_registered",
  "went_idle",
] as const;
export type EventName = (typeof EVENTS)[number];

interface EventRule {
  /** To so many users a month. */
  readonly users: number;
  /** May it happen to this one? */
  readonly fits: (user: CohortUser, month: Month) => boolean;
  /** The user afterwards; undefined: gone. */
  readonly happen: (user: CohortUser, month: Month, prng: Prng) => CohortUser | undefined;
}

const DAY = 86_400;

const activeKeys = ({ dated }: CohortUser) => dated.keys.filter((key) => key?.active === true);
const someKey = (user: CohortUser) => activeKeys(user).length > 0;

/** The events by name. A user meets one of them a month at most, the first in this order. */
export const HAPPENING: Readonly<Record<EventName, EventRule>> = {
  user_deleted: { users: 60, fits: () => true, happen: () => undefined },
  user_recreated: {
    users: 5,
    fits: (user) => user.dated.password !== undefined && someKey(user),
    happen: (user, { now }, prng) => {
      const created = now - 20 * DAY - prng.below(3600);
      const key = { active: true, rotated: created + 3, used: now - DAY };
      const dated: DatedUser = {
        ...user.dated,
        created,
        password: { changed: created, used: now - DAY },
        device: undefined,
        keys: [key, undefined],
      };
      return { ...user, dated, id: uniqueId("AIDA", prng) };
    },
  },
  key_rotated: {
    users: 120,
    fits: (user) => activeKeys(user).length === 1,
    happen: (user, month, prng) => {
      const rotated = month.now - (3 + prng.below(20)) * DAY - prng.below(3600);
      return withKeys(user, month, (key) => ({ ...key, rotated, used: month.now - DAY }));
    },
  },
  key_deactivated: {
    users: 90,
    fits: someKey,
    happen: (user, month) => withKeys(user, month, (key) => ({ ...key, active: false })),
  },
  key_deleted: { users: 40, fits: someKey, happen: (user, month) => withKeys(user, month, () => undefined) },
  // Only keys that were switched off in an earlier month come back: `fits` is asked of those alone.
  key_reactivated: {
    users: 10,
    fits: (user) => !someKey(user) && user.dated.keys.some((key) => key !== undefined),
    happen: (user, month) => {
      const [first, second] = useAgain(user, month).dated.keys;
      const on = (key: AccessKey) => ({ ...key, active: true, used: month.now - DAY });
      return { ...user, dated: { ...user.dated, keys: [first && on(first), second && on(second)] } };
    },
  },
  mfa_registered: {
    users: 50,
    fits: ({ dated }) => dated.password !== undefined && dated.device === undefined,
    happen: (user, month, prng) => {
      const again = useAgain(user, month);
      const since = month.before + prng.below(month.now - month.before);
      return { ...again, dated: { ...again.dated, device: { virtual: true, since } } };
    },
  },
  went_idle: {
    users: 20,
    fits: (user, { before }) => {
      const [key, ...more] = activeKeys(user);
      const idle = (before - (key?.used ?? 0)) / DAY;
      return user.dated.password === undefined && more.length === 0 && idle > 65 && idle < 89;
    },
    happen: (user) => user,
  },
};

/** The user after a month, its active keys changed. */
function withKeys(
  user: CohortUser,
  month: Month,
  change: (key: AccessKey) => AccessKey | undefined,
): CohortUser {
  const again = useAgain(user, month);
  const [first, second] = again.dated.keys;
  const changed = (key: AccessKey | undefined) => (key?.active === true ? change(key) : key);
  return { ...again, dated: { ...again.dated, keys: [changed(first), changed(second)] } };
}
