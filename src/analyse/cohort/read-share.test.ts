import { describe, expect, test } from "vitest";
import { UserError } from "../../model/user-error.js";
import { readShare } from "./read-share.js";
import { shareOf } from "./test-shares.js";

const good = shareOf([
  { tiers: [{ older_than_days: 90, fail: 2, population: 10 }], labels: [{ id: "a", count: 1 }] },
]);
const text = JSON.stringify(good);

function fault(source: string): string {
  try {
    readShare(source, "x.json");
  } catch (error) {
    if (error instanceof UserError) return [error.what, error.why].join(" ").trim();
    throw error;
  }
  return "it was read";
}

test("a file is read as it is, and the same content has the same hash however it is spaced", () => {
  const read = readShare(JSON.stringify(good, null, 2), "x.json");
  expect(read.share).toEqual(good);
  expect(readShare(text, "y.json").digest).toBe(read.digest);
  expect(readShare(text.replace('"users":10', '"users":11'), "y.json").digest).not.toBe(read.digest);
});

describe("what is no shared file is refused, with file and place", () => {
  const replaced = (from: string, to: string) => {
    expect(text).toContain(from);
    return fault(text.replace(from, to));
  };

  test.each([
    ["", "x.json is not JSON. Unexpected end of JSON input."],
    ["{}", "x.json: version: "],
    ["[]", "x.json: the file: "],
    ["null", "x.json: the file: "],
    ["version: 1", "x.json is not JSON. "],
    [text.slice(0, -1), "x.json is not JSON. "],
  ])("%s", (source, message) => {
    expect(fault(source)).toContain(message);
  });

  test.each([
    ["a version of later", '"version":1', '"version":2', "version: "],
    ["a count below zero", '"fail":3', '"fail":-1', "controls.0.fail: Too small"],
    ["a fraction", '"fail":3', '"fail":3.5', "controls.0.fail: must be a count"],
    ["a text", '"fail":3', '"fail":"3"', "controls.0.fail: must be a count"],
    ["nothing", '"fail":3', '"fail":null', "controls.0.fail: must be a count"],
    ["more than can be", '"fail":3', '"fail":1e9999', "controls.0.fail: must be a count"],
    ["more than is sensible", '"fail":3', '"fail":1000000001', "controls.0.fail: Too big"],
    ["half a range", '"fail":3', '"fail":[1]', "controls.0.fail: must be a count"],
    ["a range of three", '"fail":3', '"fail":[1,2,3]', "controls.0.fail: must be a count"],
    ["a month of 13", '"2026-11"', '"2026-13"', "month: must be a month"],
    ["a day", '"2026-11"', '"2026-11-23"', "month: must be a month"],
    ["another id", '"organization":"0', '"organization":"o-0', "organization: must be 32"],
    [
      "something more",
      '"users":10',
      '"users":10,"account_id":"111122223333"',
      'the file: Unrecognized key: "account_id"',
    ],
    ["something more in a control", '"fail":3', '"fail":3,"arn":"x"', 'controls.0: Unrecognized key: "arn"'],
    ["a name with a line break", '"user-unused"', '"user\nunused"', "not JSON"],
    ["a formula as name", '"user-unused"', '"=cmd()"', "controls.0.control_id: must be a name"],
    ["__proto__", '"max_idle_days":90', '"__proto__":{"polluted":1}', "holds \\ or __proto__"],
    ["an escape", '"max_idle_days"', '"\\u005f_proto__"', "holds \\ or __proto__"],
    ["a contradiction", '"fail":3', '"fail":4', "controls.0 (user-unused): the four statuses add up to 11"],
  ])("%s", (_, from, to, message) => {
    const what = replaced(from, to);
    expect(what).toMatch(/^x\.json/);
    expect(what).toContain(message);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

test("deep nesting ends as any other nonsense", () => {
  expect(fault("[".repeat(100_000))).toContain("not JSON");
  expect(fault(`${"[".repeat(5000)}${"]".repeat(5000)}`)).toContain("the file: ");
});
