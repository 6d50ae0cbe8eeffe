import type { CohortUser } from "../cohort.js";
import type { AccessKey, DatedUser, Password } from "../dated-user.js";
import type { RootUser } from "../roots.js";
import type { Month } from "./month.js";

/** What was used within so many days goes on being used. */
export const IN_USE = 90 * 86_400;

/** The user after a month in which it used its credentials as it did before: those in use are as idle as they were. */
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

/** The root user after such a month. */
export function rootAgain(root: RootUser, month: Month): RootUser {
  const used = root.passwordUsed;
  const [first, second] = root.keys;
  return {
    ...root,
    passwordUsed: used !== undefined && inUse(used, month) ? later(used, month) : used,
    keys: [first && usedKey(first, month), second && usedKey(second, month)],
  };
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

function later(time: number, { before, now }: Month): number {
  return time + now - before;
}
