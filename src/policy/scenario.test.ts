import { expect, test } from "vitest";
import { testEngine } from "./fixtures/engine.js";
import { evaluateScenario, parseScenario, unmet } from "./scenario.js";

const engine = testEngine();
const FULL = { Version: "2012-10-17", Statement: { Effect: "Allow", Action: "*", Resource: "*" } };
const base = {
  account: { id: "111122223333" },
  user: { name: "alice", arn: "arn:aws:iam::111122223333:user/alice" },
  scps: [],
  identity: [{ src: "inline", doc: FULL }],
  hasDevice: true,
  hasConsole: true,
  hasKeys: true,
};

test("gives the published form", () => {
  expect(evaluateScenario(engine, parseScenario(base))).toEqual({
    console: { verdict: "enforced", by: ["signin"], robust: true },
    key: { verdict: "not_enforced", by: [], robust: false },
    claimable: false,
  });
});

test("a document may be text, also URL-encoded", () => {
  const identity = [{ src: "inline", doc: encodeURIComponent(JSON.stringify(FULL)) }];
  expect(evaluateScenario(engine, parseScenario({ ...base, identity })).key.verdict).toBe("not_enforced");
});

test("says what was expected and not met", () => {
  const met = parseScenario({
    ...base,
    expect: { console: "enforced", key: "not_enforced", claimable: false },
  });
  expect(unmet(met, evaluateScenario(engine, met))).toEqual([]);
  const expected = {
    console: "enforced",
    key: "enforced",
    by: { console: ["scp"], key: [] },
    robust: { console: false, key: false },
    claimable: true,
  };
  const wrong = parseScenario({ ...base, expect: expected });
  expect(unmet(wrong, evaluateScenario(engine, wrong))).toEqual([
    "console: expected by [scp], got [signin]",
    "console: expected robust false",
    "key: expected enforced, got not_enforced",
    "expected claimable true, got false",
  ]);
  const either = parseScenario({
    ...base,
    expect: {
      ...expected,
      by: undefined,
      robust: undefined,
      claimable: false,
      acceptable: { key: ["not_enforced"] },
    },
  });
  expect(unmet(either, evaluateScenario(engine, either))).toEqual([]);
});

test.each([
  ["an account id", { account: { id: "1" } }],
  ["an ARN", { user: { name: "alice", arn: "alice" } }],
  ["a field nobody knows", { scp: [] }],
  ["no flag", { hasKeys: undefined }],
])("refuses %s", (_, change) => {
  expect(() => parseScenario({ ...base, ...change })).toThrow();
});
