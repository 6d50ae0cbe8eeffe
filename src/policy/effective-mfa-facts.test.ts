import { expect, test } from "vitest";
import type { EffectiveMfa } from "./effective-mfa.js";
import { testEngine } from "./fixtures/engine.js";
import { FULL, policy, subject } from "./fixtures/subjects.js";
import type { Subject } from "./subject.js";

// What patterns of ARNs, times and the kinds of a key's requests make of a verdict.
const engine = testEngine();
const NO_MFA = { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } };
const ENROL = ["iam:EnableMFADevice", "iam:CreateVirtualMFADevice", "sts:GetSessionToken"];

function mfa(one: Subject): EffectiveMfa {
  const found = engine.assess(one);
  if ("tooComplex" in found) throw new Error(found.tooComplex);
  return found.mfa;
}

const S3 = "arn:aws:s3";
const BUCKET = "arn:aws:s3:::data/*";
const deny = (resource: object) => ({ Effect: "Deny", Action: "*", ...resource, Condition: NO_MFA });
const allow = (Action: string, Resource: string) => policy({ Effect: "Allow", Action, Resource });
const keyOf = (one: Parameters<typeof subject>[0]) => mfa(subject(one)).key.verdict;

test("an incomplete ARN is completed in identity policies and boundaries", () => {
  const own = allow("iam:*", "arn:aws:iam::111122223333:user/alice");
  const spares = policy(deny({ NotResource: "arn:aws:iam::111122223333" }));
  expect(keyOf({ identity: [own, spares] })).toBe("not_enforced");
  expect(keyOf({ identity: [allow("s3:*", S3)], boundary: allow("s3:*", BUCKET) })).toBe("not_enforced");
  expect(keyOf({ identity: [allow("s3:*", BUCKET)], boundary: allow("s3:*", S3) })).toBe("not_enforced");
  expect(keyOf({ identity: [allow("s3:*", BUCKET), policy(deny({ Resource: S3 }))] })).toBe("enforced");
});

test("in service control policies an incomplete ARN denies nothing for sure, and spares what it may mean", () => {
  const identity = [allow("s3:*", BUCKET)];
  expect(keyOf({ identity, scps: [[FULL, policy(deny({ Resource: S3 }))]] })).toBe("partial");
  expect(keyOf({ identity, scps: [[FULL, policy(deny({ NotResource: S3 }))]] })).toBe("not_enforced");
  expect(keyOf({ identity, scps: [[allow("s3:*", S3)]] })).toBe("not_enforced");
  expect(keyOf({ identity, scps: [[FULL, policy(deny({ Resource: "arn:aws:s3:::*" }))]] })).toBe("enforced");
});

test("a wildcard in the middle of an ARN does not surely cross a colon", () => {
  const queue = allow("sqs:*", "arn:aws:sqs:eu-west-1:111122223333:q");
  expect(keyOf({ identity: [queue, policy(deny({ Resource: "arn:aws:sqs:*:q" }))] })).not.toBe("enforced");
  expect(keyOf({ identity: [queue, policy(deny({ Resource: "arn:aws:sqs:*:*:q" }))] })).toBe("enforced");
  const wide = allow("sqs:*", "arn:aws:sqs:*:*:q");
  expect(keyOf({ identity: [wide, policy(deny({ Resource: "arn:aws:sqs:*:*:q" }))] })).toBe("enforced");
});

test("what only one Deny spares is all that is left", () => {
  const one = policy(deny({ NotResource: "arn:aws:s3:::a/*" }));
  const other = policy(deny({ NotResource: "arn:aws:s3:::b/*" }));
  expect(keyOf({ identity: [FULL, one] })).toBe("partial");
  expect(keyOf({ identity: [FULL, one, other] })).toBe("enforced");
});

test("a date that has passed is no choice, one to come is a matter of waiting", () => {
  const guard = (operator: string, date: string) =>
    policy({
      Effect: "Deny",
      NotAction: ENROL,
      Resource: "*",
      Condition: { ...NO_MFA, [operator]: { "aws:CurrentTime": date } },
    });
  const at = (...guards: string[]) => {
    const one = subject({ identity: [FULL, ...guards] });
    return mfa({ ...one, principal: { ...one.principal, asOf: Date.parse("2026-11-30") / 1000 } }).key
      .verdict;
  };
  const [since, until] = [guard("DateGreaterThanEquals", "2027-01-01"), guard("DateLessThan", "2027-01-01")];
  expect(at(guard("DateGreaterThan", "2025-01-01"))).toBe("enforced");
  expect(at(guard("DateLessThan", "2025-01-01"))).toBe("not_enforced");
  expect([at(since), at(until)]).toEqual(["partial", "partial"]);
  expect(at(since, until)).toBe("enforced");
  expect(at(since, guard("DateLessThan", "2026-12-31"))).toBe("partial");
  expect(at(since, guard("DateLessThan", "2027-01-01"))).toBe("enforced");
});

test("a request is sent over TLS or not, so Denies of both cover all", () => {
  const guard = (secure: string) =>
    policy({
      Effect: "Deny",
      NotAction: ENROL,
      Resource: "*",
      Condition: { ...NO_MFA, Bool: { "aws:SecureTransport": secure } },
    });
  expect(keyOf({ identity: [FULL, guard("true"), guard("false")] })).toBe("enforced");
  expect(keyOf({ identity: [FULL, guard("true")] })).toBe("partial");
});

test("what both kinds of a key's requests lack MFA opens; what one has the key has", () => {
  const scp = (Condition: object) => [
    [FULL, policy({ Effect: "Deny", Action: "iam:*", Resource: "*", Condition })],
  ];
  expect(keyOf({ scps: scp(NO_MFA) })).toBe("partial");
  expect(keyOf({ scps: scp({ Bool: { "aws:MultiFactorAuthPresent": "false" } }) })).toBe("not_enforced");
});

test("what is open without MFA only from some address MFA opens from everywhere", () => {
  const from = { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } };
  const inside = { Effect: "Allow", Action: "*", Resource: "*", Condition: from };
  const withMfa = { ...inside, Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } };
  expect(keyOf({ identity: [policy(inside, withMfa)] })).toBe("partial");
  expect(keyOf({ identity: [policy(inside)] })).toBe("not_enforced");
});

test("the own user is whoever has the own name, in whatever account and path", () => {
  const warned = (resource: object) =>
    mfa(subject({ identity: [policy({ Effect: "Allow", Action: "iam:EnableMFADevice", ...resource })] }))
      .warnings;
  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: policy variables
  expect(warned({ Resource: "arn:aws:iam::*:user/${aws:username}" })).toEqual([]);
  expect(warned({ Resource: "arn:aws:iam::*:user/*/${aws:username}" })).toEqual([]);
  expect(warned({ Resource: "arn:*:iam::*:user/team/alice" })).toEqual([]);
  expect(warned({ Resource: "arn:aws:iam::*:user/*alice" })).toEqual(["enrol-others"]);
  expect(warned({ Resource: "arn:aws:iam::*:user/team/*" })).toEqual(["enrol-others"]);
  expect(warned({ Resource: ["arn:aws:iam::*:mfa/*", "arn:aws:iam::*:user/${aws:username}"] })).toEqual([]);
  const beside = policy(
    { Effect: "Allow", Action: "iam:*", Resource: "*" },
    {
      Effect: "Deny",
      Action: "iam:*",
      NotResource: "arn:aws:iam::*:user/${aws:username}",
    },
  );
  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: policy variables
  expect(mfa(subject({ identity: [beside] })).warnings).toEqual([]);
});
