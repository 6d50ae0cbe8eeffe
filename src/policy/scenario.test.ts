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

const evaluate = (change: object) => evaluateScenario(engine, parseScenario({ ...base, ...change }));

test("gives verdicts, warnings, privilege and what is not known", () => {
  const { privilege, ...rest } = evaluate({});
  expect(rest).toEqual({
    console: { verdict: "enforced", by: ["signin"], robust: true },
    key: { verdict: "not_enforced", by: [], robust: false },
    claimable: false,
    warnings: ["enrol-others"],
    missing_evidence: [],
  });
  expect([privilege?.no_mfa.tier, privilege?.mfa.tier]).toEqual(["admin", "admin"]);
});

const ARN = "arn:aws:iam::111122223333:policy/team";
const VERSIONS = {
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Action: "iam:CreatePolicyVersion", Resource: "*" },
};
const own = (change: object) => evaluate(change).privilege?.no_mfa.rules.map(({ rule }) => rule);

test("managed policies have ARNs, so whoever may change one is found", () => {
  const policies = { [ARN]: VERSIONS };
  expect(own({ identity: [{ src: "managed", doc: VERSIONS }] })).toEqual([]);
  expect(own({ identity: [{ src: "managed", arn: ARN, doc: VERSIONS }] })).toEqual(["iam-001"]);
  expect(own({ identity: [{ src: `managed:${ARN}` }], policies })).toEqual(["iam-001"]);
  expect(own({ identity: [{ src: "inline", doc: VERSIONS }], boundary: ARN, policies })).toEqual(["iam-001"]);
});

test("a policy that is only named was not collected", () => {
  const found = evaluate({ identity: [{ src: `managed:${ARN}` }] });
  expect([found.key.verdict, found.missing_evidence, found.privilege]).toEqual([
    "unknown",
    ["identity team"],
    null,
  ]);
  expect(evaluate({ boundary: ARN }).missing_evidence).toEqual(["boundary team"]);
});

test("an unreadable policy is named with its line, and nobody else's is", () => {
  const broken = (word: string) => [
    { src: "inline:0", doc: { Version: "2012-10-17", Statement: [{ [word]: 1 }] } },
  ];
  const evidence = (word: string) => evaluate({ identity: broken(word) }).missing_evidence;
  expect(evidence("Secret")).toEqual(['identity inline:0: unknown element "Secret" (line 5)']);
  expect(evidence("Other")).toEqual(['identity inline:0: unknown element "Other" (line 5)']);
});

test("resource control policies, the audit time, the id and the groups count", () => {
  const guard = {
    Effect: "Deny",
    Principal: "*",
    Action: "*",
    Resource: "*",
    Condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } },
  };
  const queue = { Effect: "Allow", Action: "sqs:*", Resource: "arn:aws:sqs:eu-west-1:111122223333:q" };
  const identity = [{ src: "inline", doc: { Version: "2012-10-17", Statement: queue } }];
  const rcps = [{ Version: "2012-10-17", Statement: guard }];
  expect([evaluate({ identity }).key.verdict, evaluate({ identity, rcps }).key.verdict]).toEqual([
    "not_enforced",
    "enforced",
  ]);
  const when = (Condition: object) => [
    { src: "inline", doc: { Version: "2012-10-17", Statement: { ...FULL.Statement, Condition } } },
  ];
  const past = when({ DateLessThan: { "aws:CurrentTime": "2021-01-01T00:00:00Z" } });
  expect(evaluate({ identity: past }).key.verdict).toBe("not_enforced");
  expect(evaluate({ identity: past, as_of: "2021-01-01T00:00:00Z" }).key.by).toEqual(["no-permissions"]);
  const byId = when({ StringLike: { "aws:userid": "AIDA*" } });
  const user = { ...base.user, id: "AROA" };
  expect([evaluate({ identity: byId }).key.verdict, evaluate({ identity: byId, user }).key.verdict]).toEqual([
    "unknown",
    "enforced",
  ]);
  const group = { Effect: "Allow", Action: "iam:PutGroupPolicy", Resource: "arn:aws:iam::*:group/dev" };
  const change = { identity: [{ src: "inline", doc: { Version: "2012-10-17", Statement: group } }] };
  expect(own(change)).toEqual(["iam-011"]);
  expect(own({ ...change, user: { ...base.user, groups: ["ops"] } })).toEqual([]);
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
  const privileged = parseScenario({
    ...base,
    expect: {
      console: "enforced",
      key: "not_enforced",
      privilege: { no_mfa_at_most: "write", mfa_at_most: "admin" },
      warnings: ["fido-only-keys"],
      warnings_not: ["enrol-others"],
    },
  });
  expect(unmet(privileged, evaluateScenario(engine, privileged))).toEqual([
    "privilege without MFA: expected write at most, got admin",
    "expected the warning fido-only-keys, which was not given",
    "expected no warning enrol-others, but it was given",
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
  ["an audit time", { as_of: "yesterday" }],
  ["a tier", { expect: { console: "enforced", key: "enforced", privilege: { no_mfa_at_most: "root" } } }],
  ["the ARN of a policy", { policies: { AdministratorAccess: FULL } }],
])("refuses %s", (_, change) => {
  expect(() => parseScenario({ ...base, ...change })).toThrow();
});
