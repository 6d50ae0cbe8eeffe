import { describe, expect, test } from "vitest";
import { locateYaml } from "./locate-yaml.js";
import { UserError } from "./user-error.js";

const TEXT = `version: 1
# a comment
list:
  - id: a
    owner: &team platform
  - id: b
    owner: *team
    subject: {arn: x,
      accounts: [1]}
`;
const place = (...path: PropertyKey[]) => locateYaml(TEXT, "x.yaml", "bad").place(path);

describe("the place of", () => {
  test.each([
    ["the file", [], "x.yaml:1"],
    ["a list", ["list"], "x.yaml:4"],
    ["an entry", ["list", 1], "x.yaml:6"],
    ["a member", ["list", 0, "owner"], "x.yaml:5"],
    ["a member that is an alias: where it is used", ["list", 1, "owner"], "x.yaml:7"],
    ["what stands in braces over two lines", ["list", 1, "subject", "accounts", 0], "x.yaml:9"],
    ["a member that is missing: what should hold it", ["list", 1, "expires"], "x.yaml:6"],
    ["something deep in what is missing", ["list", 1, "a", "b", "c"], "x.yaml:6"],
    ["something in a plain value", ["version", "x", 0], "x.yaml:1"],
  ])("%s", (_, path, expected) => {
    expect(place(...path)).toBe(expected);
  });

  test("anything in an empty file is the file", () => {
    expect(locateYaml("", "x.yaml", "bad").place(["list", 0])).toBe("x.yaml");
  });
});

function fault(text: string): UserError {
  try {
    locateYaml(text, "x.yaml", "bad");
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error("it was read");
}

test("every fault is told, up to a limit, each with its line", () => {
  const error = fault("a: 1\na: 2\nb: 1\nb: 2\n");
  expect(error).toMatchObject({ code: "bad", what: "x.yaml:2 is not valid YAML." });
  expect(error.details).toEqual([expect.stringMatching(/^x\.yaml:4: Map keys must be unique/)]);
  expect(fault("[".repeat(5_000)).details.length).toBe(10);
});

test("nothing nested deeply enough overflows the stack", () => {
  expect(fault("[".repeat(50_000)).what).toMatch(/^x\.yaml:1 is not valid YAML/);
  expect(fault("a: ".repeat(3_000)).what).toMatch(/^x\.yaml:1 is not valid YAML/);
});
