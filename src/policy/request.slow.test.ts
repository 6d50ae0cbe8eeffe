import fc from "fast-check";
import { expect, test } from "vitest";
import { CONTEXTS } from "./context.js";
import { type Fact, known } from "./facts.js";
import { testEngine } from "./fixtures/engine.js";
import { type PointRequest, pointAllowed } from "./fixtures/point-evaluator.js";
import { type PolicySet, policySet } from "./fixtures/random-policies.js";
import { PATHS, random, randomLayers, randomRequest } from "./fixtures/random-requests.js";
import { ABSENT_KEYS, policy, setSubject, subject } from "./fixtures/subjects.js";
import { judgeRequest } from "./request.js";

const engine = testEngine();

function factsFor(request: PointRequest): Map<string, Fact> {
  const facts = new Map<string, Fact>(ABSENT_KEYS);
  for (const [key, values] of request.context)
    facts.set(key, { kind: "known", values, list: key === "aws:tagkeys" });
  return facts;
}

/** How many requests were decided; every decision is compared with the plain evaluator's. */
function compare(set: PolicySet, seed: number): number {
  const next = random(seed);
  const model = engine.model(setSubject(set));
  let decided = 0;
  for (const path of PATHS.flatMap((one) => Array<typeof one>(30).fill(one))) {
    const request = randomRequest(next, path, set.tags);
    const kind = path.session ? CONTEXTS["key-session"] : CONTEXTS[path.name];
    const answer = judgeRequest(model, { ...request, kind, facts: factsFor(request) });
    if (answer === "depends") continue;
    decided++;
    expect([answer, request]).toEqual([
      pointAllowed(request, randomLayers(next, set)) ? "allowed" : "denied",
      request,
    ]);
  }
  return decided;
}

test("agrees with the plain evaluator wherever it does not say that it depends", () => {
  let decided = 0;
  const property = fc.property(policySet, fc.integer(), (set, seed) => {
    decided += compare(set, seed);
  });
  fc.assert(property, { numRuns: 300 });
  expect(decided).toBeGreaterThan(5_000);
});

const guard = policy({
  Effect: "Deny",
  NotAction: ["iam:EnableMFADevice"],
  Resource: "*",
  Condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } },
});
const scoped = policy({
  Effect: "Deny",
  NotAction: ["iam:EnableMFADevice"],
  Resource: "*",
  Condition: {
    BoolIfExists: { "aws:MultiFactorAuthPresent": "false" },
    ArnLike: { "aws:PrincipalArn": "arn:*:iam::*:user/*" },
  },
});
const role = {
  kind: "role",
  accountId: "111122223333",
  arn: "arn:aws:iam::111122223333:role/deploy",
  name: null,
  id: null,
  tags: new Map(),
} as const;

test("a guard without a principal hits role sessions, one scoped to users does not", () => {
  const asRole = (scp: string) =>
    engine.model(
      subject({ principal: role, scps: [[policy({ Effect: "Allow", Action: "*", Resource: "*" }), scp]] }),
    );
  const request = { action: "s3:GetObject", resource: "arn:aws:s3:::b/k", kind: CONTEXTS["role-session"] };
  expect(judgeRequest(asRole(guard), request)).toBe("denied");
  expect(judgeRequest(asRole(scoped), request)).toBe("allowed");
});

test("a service that calls on a user's behalf carries ViaAWSService and no MFA", () => {
  const spared = policy(
    { Effect: "Allow", Action: "*", Resource: "*" },
    {
      Effect: "Deny",
      Action: "*",
      Resource: "*",
      Condition: { Bool: { "aws:MultiFactorAuthPresent": "false", "aws:ViaAWSService": "false" } },
    },
  );
  const model = engine.model(subject({ identity: [spared] }));
  const request = { action: "kms:Decrypt", resource: "*" };
  expect(judgeRequest(model, { ...request, kind: CONTEXTS.forwarded })).toBe("allowed");
  expect(judgeRequest(model, { ...request, kind: CONTEXTS.console })).toBe("denied");
});

test("depends on the region until it is known", () => {
  const regional = policy({
    Effect: "Allow",
    Action: "ec2:*",
    Resource: "*",
    Condition: { StringEquals: { "aws:RequestedRegion": "eu-west-1" } },
  });
  const model = engine.model(subject({ identity: [regional] }));
  const request = { action: "ec2:RunInstances", resource: "*", kind: CONTEXTS.key };
  expect(judgeRequest(model, request)).toBe("depends");
  const facts = (region: string) => new Map([["aws:requestedregion", known(region)]]);
  expect(judgeRequest(model, { ...request, facts: facts("eu-west-1") })).toBe("allowed");
  expect(judgeRequest(model, { ...request, facts: facts("us-east-1") })).toBe("denied");
});
