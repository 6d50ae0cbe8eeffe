import type { Account } from "./accounts.js";
import type { DatedUser, UserGroup } from "./dated-user.js";
import { Prng } from "./prng.js";

/**
 * Gives every user an account, such that each account gets as many as it holds, groups stay together and users
 * who need a kind of account get one of it.
 *
 * @returns the users of each account, by account id
 */
export function placeUsers(
  accounts: readonly Account[],
  groups: readonly UserGroup[],
): Map<string, DatedUser[]> {
  const prng = new Prng("placement");
  const placed = new Map<string, DatedUser[]>(accounts.map((account) => [account.id, []]));
  const free = (account: Account) => account.userCount - (placed.get(account.id)?.length ?? 0);
  // Groups first, for they need room; then the particular, who need a place of their kind.
  const bursts = groups.filter((group) => group.users.length > 1);
  for (const burst of bursts) {
    const fitting = accounts.filter((each) => suits(each, burst.place) && free(each) >= burst.users.length);
    placed.get(prng.pick(fitting).id)?.push(...burst.users);
  }
  for (const place of ["standalone", "member", undefined] as const) {
    const users = groups.filter((group) => group.users.length === 1 && group.place === place);
    const suitable = accounts.filter((account) => suits(account, place));
    const slots = suitable.flatMap((account) => Array<string>(free(account)).fill(account.id));
    if (slots.length < users.length) throw new Error(`demo: no room for ${place ?? "all"} users`);
    const shuffled = prng.shuffled(slots);
    users.forEach((user, index) => {
      placed.get(shuffled[index] ?? "")?.push(...user.users);
    });
  }
  return placed;
}

function suits(account: Account, place: UserGroup["place"]): boolean {
  if (place === undefined) return true;
  return place === (account.membership?.role ?? "standalone");
}
