import { expect, test } from "vitest";
import { loadControls } from "../../assess/load.js";
import { TRAIT_KINDS } from "../../model/trait-kinds.js";
import { isTrivial } from "./trivial.js";

async function trivialFor(id: string): Promise<string[]> {
  const control = (await loadControls()).find(({ declaration }) => declaration.id === id);
  return control === undefined ? ["no control"] : TRAIT_KINDS.filter((kind) => isTrivial(control, kind));
}

test("a control that reads a column is not explained by what is made of it", async () => {
  expect(await trivialFor("user-inline-policies")).toEqual(["inline_policy"]);
  expect(await trivialFor("user-direct-policies")).toEqual(["attached_policy"]);
});

test.each(["user-admin", "user-privilege-escalation", "user-key-mfa", "user-mfa-claimable"])(
  "what %s judges follows from groups and policies: they say it again",
  async (id) => {
    expect(await trivialFor(id)).toEqual(
      expect.arrayContaining(["group", "boundary", "attached_policy", "inline_policy"]),
    );
  },
);

test("whether a device is registered follows from no group and no policy", async () => {
  expect(await trivialFor("user-mfa-device")).toEqual([]);
  // But the role of the account says whether anybody could be judged without service control policies.
  expect(await trivialFor("user-console-mfa")).toEqual(["account_role"]);
});

test("where age is judged, years are no news; bursts always are", async () => {
  expect(await trivialFor("user-unused")).toContain("creation_year");
  expect(await trivialFor("user-key-rotation")).toContain("account_year");
  for (const id of ["user-key-at-setup", "user-key-rotation", "user-unused"]) {
    expect(await trivialFor(id)).not.toContain("in_burst");
  }
  // A single burst of keys is the time that these keys were made.
  expect(await trivialFor("user-key-rotation")).toContain("key_burst");
});
