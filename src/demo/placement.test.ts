import { expect, test } from "vitest";
import type { Account } from "./accounts.js";
import { placeGroups } from "./placement.js";

function account(id: string, userCount: number): Account {
  return { id, name: id, email: `${id}@example.com`, membership: undefined, userCount };
}

const groupsOf = (count: number) => Array.from({ length: count }, () => ({ size: 1 }));
const ACCOUNTS = [account("m", 3), account("n", 4), account("s", 5)];
const sizes = (placed: ReadonlyMap<string, readonly { size: number }[]>) =>
  [...placed].map(([id, groups]) => [id, groups.reduce((sum, { size }) => sum + size, 0)]);

test("every account gets as many users as it holds, and each user one account", () => {
  const groups = groupsOf(12);
  const placed = placeGroups(ACCOUNTS, groups);
  expect(sizes(placed)).toEqual([
    ["m", 3],
    ["n", 4],
    ["s", 5],
  ]);
  expect(new Set([...placed.values()].flat())).toEqual(new Set(groups));
  expect([...placed.values()].flat().length).toBe(12);
});

test("bursts stay together, where they fit", () => {
  const burst = { size: 5 };
  const placed = placeGroups(ACCOUNTS, [...groupsOf(7), burst]);
  expect(placed.get("s")).toEqual([burst]);
  expect(sizes(placed)).toContainEqual(["m", 3]);
});

test("too many users are an error, not a user lost", () => {
  expect(() => placeGroups(ACCOUNTS, groupsOf(13))).toThrow("no room");
});
