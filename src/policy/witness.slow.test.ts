import fc from "fast-check";
import { expect, test } from "vitest";
import { CONTEXTS } from "./context.js";
import { CONSOLE_KINDS, KEY_KINDS } from "./effective-mfa.js";
import { testEngine } from "./fixtures/engine.js";
import { pointAllowed } from "./fixtures/point-evaluator.js";
import { type PolicySet, policySet } from "./fixtures/random-policies.js";
import { PATHS, random, randomLayers, randomRequest } from "./fixtures/random-requests.js";
import { FULL, policy, setSubject, source, subject } from "./fixtures/subjects.js";
import type { Subject } from "./subject.js";
import type { Witness } from "./wanted.js";

const engine = testEngine();
const NO_MFA = { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } };

function examples(one: Subject, kinds = [...CONSOLE_KINDS]): Witness[] {
  return engine.examples(engine.judge(one), kinds);
}

function shown(one: Subject): string[] {
  return examples(one).map(({ action, resource, confidence }) => `${action} on ${resource}, ${confidence}`);
}

const allow = (Action: string | string[], Resource: string | string[], more: object = {}) =>
  policy({ Effect: "Allow", Action, Resource, ...more });
const deny = (what: object) => policy({ Effect: "Deny", Action: "*", Condition: NO_MFA, ...what });

test("an action on a resource that it does not know grants nothing", () => {
  expect(shown(subject({ identity: [allow("s3:ListAllMyBuckets", "arn:aws:s3:::b")] }))).toEqual([]);
  expect(shown(subject({ identity: [allow("s3:ListAllMyBuckets", "*")] }))).toEqual([
    "s3:ListAllMyBuckets on *, certain",
  ]);
  const both = subject({ identity: [allow(["s3:ListBucket", "s3:GetObject"], "arn:aws:s3:::b/*")] });
  expect(shown(both)).toEqual(["s3:GetObject on arn:aws:s3:::b/*, certain"]);
});

test("an action that AWS has not published may work on anything", () => {
  expect(shown(subject({ identity: [allow("newservice:DoIt", "arn:aws:newservice:::x")] }))).toEqual([
    "newservice:doit on arn:aws:newservice:::x, certain",
  ]);
});

test("what is left of everything is named, and what it is no resource of is not", () => {
  const spared = subject({ identity: [FULL, deny({ NotResource: "arn:aws:iam::*:mfa/alice" })] });
  const found = examples(spared);
  expect(found.filter(({ listed }) => listed).map(({ action }) => action)).toEqual(["iam:TagMFADevice"]);
  for (const { resource } of found) expect(resource).toBe("arn:aws:iam::*:mfa/alice");
});

test("every Deny is asked again about the resource that was found", () => {
  const buckets = subject({ identity: [allow("s3:GetObject", "arn:aws:s3:::*")] });
  const denied = (Resource: string) =>
    subject({ identity: [allow("s3:GetObject", "arn:aws:s3:::*"), deny({ Resource })] });
  expect(shown(buckets)).toEqual(["s3:GetObject on arn:aws:s3:::*, certain"]);
  expect(shown(denied("arn:aws:s3:::secret/*"))).toEqual(["s3:GetObject on arn:aws:s3:::*, certain"]);
  // All that the action works on, but not all that the pattern names.
  expect(shown(denied("arn:aws:s3:::*/*"))).toEqual([]);
});

test("what rests on the caller's choice is conditional, in every case of it", () => {
  const regional = (operator: string) => ({
    [operator]: { "aws:RequestedRegion": "eu-west-1" },
  });
  const guard = deny({ Resource: "*", Condition: { ...NO_MFA, ...regional("StringEquals") } });
  const inside = allow("s3:GetObject", "*", { Condition: regional("StringNotEquals") });
  expect(examples(subject({ identity: [inside, guard] }))).toMatchObject([
    { confidence: "conditional", needs: ["aws:RequestedRegion"] },
  ]);
});

test("what was not collected makes a request conditional", () => {
  const [found] = examples(subject({ identity: [FULL, source("user-managed", null)], scps: [[FULL], []] }));
  expect(found).toMatchObject({ confidence: "conditional", needs: [], allowedBy: { statement: 0 } });
});

test("a resource control policy speaks of its own account's resources", () => {
  const rcp = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Deny", Principal: "*", Action: "*", Resource: "*", Condition: NO_MFA }],
  });
  const queue = (account: string) =>
    shown(
      subject({
        identity: [allow("sqs:SendMessage", `arn:aws:sqs:eu-west-1:${account}:q`)],
        rcps: [source("rcp", rcp)],
      }),
    );
  expect(queue("111122223333")).toEqual([]);
  expect(queue("999999999999")).toEqual([
    "sqs:SendMessage on arn:aws:sqs:eu-west-1:999999999999:q, conditional",
  ]);
});

test("a session without MFA is named where only it can", () => {
  const only = allow("s3:GetObject", "*", { Condition: { Null: { "aws:TokenIssueTime": "false" } } });
  expect(examples(subject({ identity: [only] }), [...KEY_KINDS])).toMatchObject([{ context: "key-session" }]);
});

/** Whether the plain evaluator allows a request that is called certain, whatever the caller chooses. */
function refuted(set: PolicySet, seed: number): string | undefined {
  const next = random(seed);
  const judge = engine.judge(setSubject(set));
  for (const path of PATHS) {
    const kind = path.session ? CONTEXTS["key-session"] : CONTEXTS[path.name];
    for (const { action, tried, listed, confidence } of engine.examples(judge, [kind])) {
      if (!listed || confidence !== "certain") continue;
      certain++;
      for (let i = 0; i < 5; i++) {
        const request = { ...randomRequest(next, path, set.tags), action, resource: tried };
        if (!pointAllowed(request, randomLayers(next, set))) return `${path.name}: ${action} on ${tried}`;
      }
    }
  }
  return undefined;
}

let certain = 0;

test("a request that is called certain is allowed, says the plain evaluator", () => {
  certain = 0;
  fc.assert(
    fc.property(policySet, fc.integer(), (set, seed) => {
      expect(refuted(set, seed)).toBeUndefined();
    }),
    { numRuns: 60 },
  );
  expect(certain).toBeGreaterThan(150);
});
