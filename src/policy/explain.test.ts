import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type Explanation, explain } from "./explain.js";
import { testEngine } from "./fixtures/engine.js";
import { FULL, policy, source, subject } from "./fixtures/subjects.js";
import { parseScenario, scenarioSubject } from "./scenario.js";
import type { Subject } from "./subject.js";

const engine = testEngine();
const lines = readFileSync(new URL("fixtures/effective-mfa-vectors.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n");

function explained(one: Subject): Explanation {
  const found = explain(engine, one);
  if (found === null) throw new Error("too complex");
  return found;
}

const guard = (operator: string) => `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "DenyNoMfa",
      "Effect": "Deny",
      "NotAction": ["iam:EnableMFADevice", "sts:GetSessionToken"],
      "Resource": "*",
      "Condition": { "${operator}": { "aws:MultiFactorAuthPresent": "false" } }
    }
  ]
}`;

test("a device and a key: the console is enforced by sign-in, the key is not", () => {
  const found = explained(subject({ device: true }));
  expect(found.console.sentence).toBe(
    "Enforced at sign-in: a device is registered, and the console asks for it.",
  );
  expect(found.key.sentence).toMatch(
    /^Not enforced: 2\d,\d{3} harmful actions can be called with an access key alone/,
  );
  expect(found.key.examples).toHaveLength(10);
  expect(found.key.examples[0]).toMatchObject({
    context: "key",
    resource: "*",
    confidence: "certain",
    needs: [],
  });
  expect(found.key.examples[0]?.allowedBy).toMatchObject({ origin: "user-inline", number: 1 });
});

test("Bool against BoolIfExists: why the key escapes, and what would close it", () => {
  const found = explained(subject({ scps: [[FULL, guard("Bool")]] }));
  expect([found.console.verdict.verdict, found.key.verdict.verdict]).toEqual(["enforced", "not_enforced"]);
  expect(found.guards[0]?.applies).toEqual({ console: "T", key: "F", "key-session": "T", mfa: "F" });
  expect(found.guards[0]?.why).toContain(
    "A request signed with a long-term access key does not carry the key at all: Bool aws:MultiFactorAuthPresent false is false, so the Deny is skipped.",
  );
  expect(found.guards[0]?.why).toContain(
    "BoolIfExists instead of Bool would also match requests that do not carry the key.",
  );
  expect(found.changes[0]).toEqual({
    what: 'In statement "DenyNoMfa" of scp, test MFA with BoolIfExists aws:MultiFactorAuthPresent false.',
    console: "enforced",
    key: "enforced",
  });
  const right = explained(subject({ scps: [[FULL, guard("BoolIfExists")]] }));
  expect(right.key.verdict).toMatchObject({ verdict: "enforced", by: ["scp"] });
  expect(right.key.sentence).toBe("Enforced by scp: with an access key alone, nothing harmful is allowed.");
});

test("the responsible statement comes with its policy, Sid, place and text", () => {
  const arn = "arn:aws:iam::111122223333:policy/mfa";
  const found = explained(
    subject({ identity: [FULL, { ...source("group-managed", guard("BoolIfExists")), arn }] }),
  );
  expect(found.key.statements).toHaveLength(1);
  expect(found.key.statements[0]).toMatchObject({
    policy: arn,
    sid: "DenyNoMfa",
    number: 1,
    line: 4,
    column: 5,
  });
  expect(found.key.statements[0]?.text).toContain('"Sid": "DenyNoMfa"');
});

test("a credential for one service is said to be good for nothing else", () => {
  const found = explained(subject({ console: false, keys: false, services: ["codecommit"] }));
  expect(found.key.sentence).toMatch(
    /^Not enforced: [\d,]+ harmful actions can be called with a certificate, an SSH key or a credential for codecommit alone, which is good for nothing else, and MFA/,
  );
  expect(found.key.contexts).toEqual([{ name: "service-credential", strength: "not_enforced" }]);
  expect(found.key.examples.every(({ action }) => action.startsWith("codecommit:"))).toBe(true);
});

test("what depends on the caller's choice says on which", () => {
  const regional = policy({
    Effect: "Deny",
    Action: "*",
    Resource: "*",
    Condition: {
      BoolIfExists: { "aws:MultiFactorAuthPresent": "false" },
      StringEquals: { "aws:RequestedRegion": "eu-west-1" },
    },
  });
  const found = explained(subject({ identity: [FULL, regional] }));
  expect(found.key.examples[0]).toMatchObject({ confidence: "conditional", needs: ["aws:RequestedRegion"] });
  expect(found.changes.map((change) => change.what)).toContain(
    "In statement 1 of user-inline, drop every other condition.",
  );
});

test("exemptions that do harm can be taken out", () => {
  const wide = policy({
    Effect: "Deny",
    NotAction: ["iam:EnableMFADevice", "iam:CreateAccessKey"],
    Resource: "*",
    Condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } },
  });
  const found = explained(subject({ identity: [FULL, wide] }));
  expect(found.key.examples.map((example) => example.action)).toEqual(["iam:CreateAccessKey"]);
  expect(found.changes[0]?.what).toContain("leave only enrolment out of its NotAction");
});

for (const line of lines) {
  const scenario = parseScenario(JSON.parse(line));
  test(`${scenario.id}: every change that is offered helps, and enforced needs none`, () => {
    const found = explained(scenarioSubject(engine, scenario).subject);
    const now = [found.console.verdict.verdict, found.key.verdict.verdict];
    for (const change of found.changes) expect([change.console, change.key]).not.toEqual(now);
    const enforced = now.every((verdict) => verdict === "enforced" || verdict === "not_applicable");
    expect(found.changes.some((change) => change.console === "enforced" && change.key === "enforced")).toBe(
      !enforced && scenario.hasConsole && scenario.hasKeys,
    );
  });
}
