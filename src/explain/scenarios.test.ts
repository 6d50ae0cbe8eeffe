import { describe, expect, test } from "vitest";
import { UserError } from "../model/user-error.js";
import { testEngine } from "../policy/fixtures/engine.js";
import { runScenarios } from "./scenarios.js";

const engine = testEngine();
const base = {
  account: { id: "111122223333" },
  user: { name: "ann", arn: "arn:aws:iam::111122223333:user/ann" },
  scps: [],
  hasDevice: false,
  hasConsole: true,
  hasKeys: true,
};
const allow = { Version: "2012-10-17", Statement: { Effect: "Allow", Action: "*", Resource: "*" } };
const scenario = (doc: unknown, more: object = {}) =>
  JSON.stringify({ ...base, identity: [{ src: "inline:0", doc }], ...more });

function run(...lines: string[]) {
  return runScenarios(engine, lines.join("\n"), "cases.jsonl");
}

test("an unreadable policy is named with its line, in its own scenario only", () => {
  const broken = (word: string) => `{"Version": "2012-10-17",\n"Statement": [],\n"${word}": 1}`;
  const outcomes = run(scenario(broken("Secret")), scenario(broken("Other")), scenario(allow));
  expect(outcomes.map(({ result }) => result.missing_evidence)).toEqual([
    ['identity inline:0: unknown element "Secret" (line 3)'],
    ['identity inline:0: unknown element "Other" (line 3)'],
    [],
  ]);
  expect(outcomes.map(({ effective_mfa }) => effective_mfa?.key.sentence)).toEqual([
    'Unknown: what was not collected or cannot be read (identity inline:0: unknown element "Secret" (line 3)) could change the verdict.',
    'Unknown: what was not collected or cannot be read (identity inline:0: unknown element "Other" (line 3)) could change the verdict.',
    expect.stringMatching(/^Not enforced/),
  ]);
});

test("every scenario is compared with what it expects", () => {
  const expectation = { console: "enforced", key: "not_enforced", privilege: { no_mfa_at_most: "read" } };
  const [found] = run(scenario(allow, { expect: expectation }));
  expect(found?.unmet).toEqual([
    "console: expected enforced, got not_enforced",
    "privilege without MFA: expected read at most, got admin",
  ]);
});

test.each([
  [scenario(allow, { as_of: "soon" }), "cases.jsonl:2: as_of: write a time as 2026-11-23T00:00:00Z."],
  [scenario(allow, { hasKeys: "yes" }), "cases.jsonl:2: hasKeys: "],
  ["{", "cases.jsonl:2 is"],
])("%s is refused with its line", (line, message) => {
  expect(() => run(scenario(allow), line)).toThrow(UserError);
  expect(() => run(scenario(allow), line)).toThrow(message);
});

test("one object and an array of them are scenarios too", () => {
  expect(run(scenario(allow))).toHaveLength(1);
  expect(run(`[${scenario(allow)}, ${scenario(allow)}]`)).toHaveLength(2);
});

describe("what is no scenario", () => {
  const open = (value: object) => runScenarios(engine, JSON.stringify(value), "s.json");

  test("is told by its members, several at once", () => {
    expect(() => open({ user: { name: "" } })).toThrow(
      /^s\.json: account: is missing; user\.name: .+; user\.arn: is missing; .+; and \d+ more\.$/,
    );
  });

  test("a policy alone is called one", () => {
    expect(() => open({ Version: "2012-10-17", Statement: [] })).toThrow(
      "s.json: this is a policy, not a scenario.",
    );
  });
});
