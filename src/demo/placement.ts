import type { Account } from "./accounts.js";
import { Prng } from "./prng.js";

/**
 * Gives every group of users an account, such that each account gets as many users as it holds.
 *
 * @returns the groups of each account, by account id
 */
export function placeGroups<Group extends { readonly size: number }>(
  accounts: readonly Account[],
  groups: readonly Group[],
): Map<string, Group[]> {
  const prng = new Prng("placement");
  const placed = new Map<string, Group[]>(accounts.map((account) => [account.id, []]));
  const free = new Map(accounts.map((account) => [account.id, account.userCount]));
  const place = (id: string, group: Group) => {
    placed.get(id)?.push(group);
    free.set(id, (free.get(id) ?? 0) - group.size);
  };
  // Bursts first, for they need room.
  for (const burst of groups.filter(({ size }) => size > 1)) {
    place(prng.pick(accounts.filter(({ id }) => (free.get(id) ?? 0) >= burst.size)).id, burst);
  }
  const seats = prng.shuffled([...free].flatMap(([id, count]) => Array<string>(count).fill(id)));
  const single = groups.filter(({ size }) => size === 1);
  if (seats.length < single.length) throw new Error("demo: no room for all users");
  single.forEach((group, index) => {
    place(seats[index] ?? "", group);
  });
  return placed;
}
