import type { AccessKeyMetadata } from "@aws-sdk/client-iam";
import { describe, expect, test } from "vitest";
import { ANSWERS, type Answer } from "./answers.js";
import { type FreshUser, isChanged, type KnownUser, keysToAsk, ofWhatIsThere } from "./user-to-read.js";

const REPORT_AT = 1_000;
const at = (seconds: number) => new Date(seconds * 1_000 + 400);
const key = (AccessKeyId: string, made: number, active = true): AccessKeyMetadata => ({
  AccessKeyId,
  CreateDate: at(made),
  Status: active ? "Active" : "Inactive",
});
const NO_KEY = { active: false, createdAt: null };
const known = (more: Partial<KnownUser> = {}): KnownUser => ({
  device: false,
  password: true,
  keys: [{ active: true, createdAt: 100 }, NO_KEY],
  reportAt: REPORT_AT,
  ...more,
});
const read = (more: Partial<FreshUser>): FreshUser => ({
  userName: "ann",
  devices: undefined,
  password: undefined,
  keys: undefined,
  lastUsed: [],
  ...more,
});

describe("what was read differs from what was known", () => {
  test.each<[string, Partial<FreshUser>]>([
    ["a device", { devices: [{ UserName: "ann", SerialNumber: "s", EnableDate: at(1) }] }],
    ["no password any more", { password: null }],
    ["another password", { password: at(REPORT_AT) }],
    ["a key gone", { keys: [] }],
    ["a key switched off", { keys: [key("A", 100, false)] }],
    ["a key more", { keys: [key("A", 100), key("B", 200)] }],
    ["a key in place of another", { keys: [key("B", 200)] }],
  ])("%s", (_, more) => {
    expect(isChanged(read(more), known())).toBe(true);
  });

  test.each<[string, Partial<FreshUser>, Partial<KnownUser>]>([
    ["nothing was asked", {}, {}],
    ["all is the same", { devices: [], password: at(5), keys: [key("A", 100)] }, {}],
    ["an inactive key is not in the report", { keys: [key("A", 100), key("B", 200, false)] }, {}],
    [
      "a report keeps the date of an inactive key",
      { keys: [] },
      { keys: [{ active: false, createdAt: 9 }, NO_KEY] },
    ],
    [
      "nothing was known",
      { devices: [], password: at(REPORT_AT), keys: [key("A", 100)] },
      {
        device: null,
        password: null,
        keys: [{ active: null, createdAt: null }, NO_KEY],
      },
    ],
  ])("not where %s", (_, more, before) => {
    expect(isChanged(read(more), known(before))).toBe(false);
  });
});

describe("keys whose last use is asked", () => {
  const ask = (
    answers: readonly Answer[],
    keys: readonly AccessKeyMetadata[],
    more: Partial<KnownUser> = {},
  ) => keysToAsk(keys, new Set(answers), known(more));
  const two = {
    keys: [
      { active: true, createdAt: 100 },
      { active: true, createdAt: 200 },
    ],
  } as const;

  test("only that of the slot, found by the second it was made", () => {
    expect(ask(["last_use_2"], [key("B", 200), key("A", 100)], two)).toEqual(["B"]);
    expect(ask(["keys"], [key("A", 100)], two)).toEqual([]);
  });

  test("no inactive one, and none made since the report", () => {
    expect(ask(ANSWERS, [key("A", 100, false), key("B", REPORT_AT)])).toEqual([]);
  });

  test("one that the report does not have although it is older", () => {
    expect(ask(["last_use_1"], [key("B", 300)])).toEqual(["B"]);
  });
});

test("what the report denies is not asked, what it does not know is", () => {
  const answers = (more: Partial<KnownUser>) => [...ofWhatIsThere(ANSWERS, known(more))];
  expect(answers({})).toEqual(["devices", "password", "keys", "last_use_1"]);
  expect(answers({ password: false, keys: [NO_KEY, NO_KEY] })).toEqual(["devices"]);
  expect(answers({ password: null, keys: [NO_KEY, { active: null, createdAt: null }] })).toEqual([
    "devices",
    "password",
    "keys",
    "last_use_2",
  ]);
});
