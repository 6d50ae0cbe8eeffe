import type { CohortAccount, CohortUser } from "../cohort.js";
import type { AccessKey, DatedUser, Password } from "../dated-user.js";
import { homeOf } from "../home.js";
import type { Prng } from "../prng.js";
import type { RootUser } from "../roots.js";
import { atWork } from "../working-time.js";
import type { Month } from "./month.js";

const DAY = 86_400;
const WEEK = 7 * DAY;

/** What was used within so many days goes on being used. */
export const IN_USE = 90 * DAY;

/** The user after a month in which it used its credentials as it did before, on the same days of the week. */
export function useAgain(user: CohortUser, month: Month): CohortUser {
  const { password, keys } = user.dated;
  const [first, second] = keys;
  const dated: DatedUser = {
    ...user.dated,
    password: password && usedPassword(password, month),
    keys: [first && usedKey(first, month), second && usedKey(second, month)],
  };
  return { ...user, dated };
}

/** The part of root users that sign in within a month: of those who did so lately, and of the others. */
const SIGNS_IN = { again: 0.4, anew: 0.09 } as const;

/** The root user of an account after such a month: who signs in is not the same every month. */
export function rootAgain(account: CohortAccount, month: Month, prng: Prng): RootUser {
  const { root } = account;
  const [first, second] = root.keys;
  return {
    ...root,
    passwordUsed: prng.chance(inUse(root.passwordUsed ?? 0, month) ? SIGNS_IN.again : SIGNS_IN.anew)
      ? signIn(account, month, prng)
      : root.passwordUsed,
    keys: [first && usedKey(first, month), second && usedKey(second, month)],
  };
}

function signIn(account: CohortAccount, { before, now }: Month, prng: Prng): number {
  const time = atWork(prng, before + prng.below(now - before - DAY), homeOf(account).zone);
  // The Friday before may lie before the month.
  return Math.max(time, account.root.passwordUsed ?? 0, account.root.passwordChanged);
}

function usedKey(key: AccessKey, month: Month): AccessKey {
  const last = key.used ?? key.rotated;
  return key.active && inUse(last, month) ? { ...key, used: later(last, month) } : key;
}

function usedPassword(password: Password, month: Month): Password {
  const last = password.used ?? password.changed;
  return inUse(last, month) ? { ...password, used: later(last, month) } : password;
}

function inUse(time: number, { before }: Month): boolean {
  return before - time < IN_USE;
}

/** Whole weeks later, as near to a month as they are and not after the audit. */
function later(time: number, { before, now }: Month): number {
  const weeks = Math.ceil((now - before) / WEEK);
  const next = time + weeks * WEEK;
  return next <= now - DAY / 2 ? next : next - WEEK;
}
