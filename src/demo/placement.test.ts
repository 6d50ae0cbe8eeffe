import { expect, test } from "vitest";
import type { Account } from "./accounts.js";
import type { DatedUser, UserGroup } from "./dated-user.js";
import { placeUsers } from "./placement.js";

function account(id: string, role: "management" | "member" | "standalone", userCount: number): Account {
  const membership = role === "standalone" ? undefined : { orgId: "o-1", managementId: "m", role };
  return { id, name: id, email: `${id}@example.com`, membership, userCount };
}

const user = (created: number): DatedUser => ({
  kind: "person",
  created,
  password: undefined,
  mfa: false,
  keys: [undefined, undefined],
});
const single = (created: number, place?: UserGroup["place"]): UserGroup => ({
  place,
  users: [user(created)],
});

const ACCOUNTS = [account("m", "management", 3), account("n", "member", 4), account("s", "standalone", 5)];

test("every account gets as many users as it holds, and each user one account", () => {
  const groups = Array.from({ length: 12 }, (_, index) => single(index));
  const placed = placeUsers(ACCOUNTS, groups);
  expect([...placed].map(([id, users]) => [id, users.length])).toEqual([
    ["m", 3],
    ["n", 4],
    ["s", 5],
  ]);
  const all = [...placed.values()].flat().map((each) => each.created);
  expect(all.sort((left, right) => left - right)).toEqual(groups.map((_, index) => index));
});

test("users who need a kind of account get it, and bursts stay together", () => {
  const burst: UserGroup = { place: "standalone", users: [user(100), user(101), user(102)] };
  const groups = [
    single(1, "member"),
    single(2, "member"),
    single(3, "standalone"),
    ...[10, 11, 12, 13, 14, 15].map((created) => single(created)),
    burst,
  ];
  const placed = placeUsers(ACCOUNTS, groups);
  const created = (id: string) => placed.get(id)?.map((each) => each.created) ?? [];
  expect(created("s")).toEqual(expect.arrayContaining([3, 100, 101, 102]));
  expect(created("n")).toEqual(expect.arrayContaining([1, 2]));
});

test("too many for a kind of account is an error, not a user lost", () => {
  const groups = Array.from({ length: 6 }, (_, index) => single(index, "standalone"));
  expect(() => placeUsers(ACCOUNTS, groups)).toThrow("no room for standalone users");
});
