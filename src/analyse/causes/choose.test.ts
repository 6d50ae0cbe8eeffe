import { describe, expect, test } from "vitest";
import type { TraitKind } from "../../model/trait-kinds.js";
import { chooseCauses } from "./choose.js";
import type { Pattern } from "./patterns.js";
import type { Candidate } from "./screen.js";

function candidate(kind: TraitKind, value: string, failing: number, carriers: number): Candidate {
  return { control: 0, kind, value, failing, carriers, logP: -failing, logAdjusted: -failing / 2 };
}

function pattern(carried: readonly Candidate[], failing: number, passing: number): Pattern {
  return { carried: new Set(carried), failing, passing, unknown: 0 };
}

const values = new Map<TraitKind, number>([
  ["account", 100],
  ["iam_path", 3],
  ["group", 10],
  ["tag", 50],
]);
const options = { logThreshold: Math.log(1e-6), values, refused: new Set<Candidate>() };
const told = (patterns: readonly Pattern[], all: readonly Candidate[], given = options) =>
  chooseCauses(patterns, all, given).map(({ kind, values: chosen }) => [
    kind,
    chosen.map(({ value }) => value),
  ]);

describe("chooseCauses", () => {
  const account = candidate("account", "1", 80, 100);
  const path = candidate("iam_path", "/x/", 80, 100);
  const group = candidate("group", "g", 60, 80);

  test("of two traits with the same carriers one is told and the other named beside it", () => {
    const patterns = [pattern([account, path], 80, 20), pattern([], 40, 1000)];
    const [cause, ...others] = chooseCauses(patterns, [account, path], options);
    expect(others).toEqual([]);
    expect(cause?.kind).toBe("iam_path");
    expect(cause?.alike).toEqual([{ kind: "account", values: [account], jaccard: 1 }]);
  });

  test("what was refused is told of only as what another one shares", () => {
    const patterns = [pattern([account, path], 80, 20), pattern([], 40, 1000)];
    const [cause] = chooseCauses(patterns, [account, path], { ...options, refused: new Set([path]) });
    expect(cause?.kind).toBe("account");
    expect(cause?.alike.map(({ kind }) => kind)).toEqual(["iam_path"]);
  });

  test("a second cause is told for what it explains beyond the first", () => {
    const patterns = [
      pattern([path], 60, 0),
      pattern([path, group], 20, 0),
      pattern([group], 60, 20),
      pattern([], 10, 2000),
    ];
    const causes = chooseCauses(patterns, [path, group], options);
    expect(causes.map(({ kind, all, beyond }) => [kind, all.failing, beyond.failing])).toEqual([
      ["iam_path", 80, 80],
      ["group", 80, 60],
    ]);
  });

  test("a trait that is only in company of the first is not told again", () => {
    const patterns = [
      pattern([path], 40, 0),
      pattern([path, group], 40, 0),
      pattern([group], 2, 38),
      pattern([], 40, 2000),
    ];
    expect(told(patterns, [path, group])).toEqual([["iam_path", ["/x/"]]]);
  });

  test("several values of a kind of which each has one are put together, the surest first", () => {
    const accounts = ["1", "2", "3"].map((id, index) => candidate("account", id, 20 + index, 22 + index));
    const patterns = [...accounts.map((one) => pattern([one], one.failing, 2)), pattern([], 30, 3000)];
    expect(told(patterns, accounts)).toEqual([["account", ["3", "2", "1"]]]);
  });

  test("what too few of the failing share is not told, however sure it is", () => {
    const few = candidate("tag", "t=1", 30, 30);
    expect(told([pattern([few], 30, 0), pattern([], 1000, 9000)], [few])).toEqual([]);
    expect(told([pattern([few], 60, 0), pattern([], 1000, 9000)], [few])).toEqual([["tag", ["t=1"]]]);
  });

  test("at most four causes are told", () => {
    const all = Array.from({ length: 8 }, (_, index) => candidate("tag", `t=${index}`, 100, 100));
    expect(told([...all.map((one) => pattern([one], 100, 0)), pattern([], 0, 9000)], all)).toHaveLength(4);
  });
});
