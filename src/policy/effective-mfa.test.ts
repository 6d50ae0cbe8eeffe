import { expect, test } from "vitest";
import { type EffectiveMfa, KEY_KINDS } from "./effective-mfa.js";
import { testEngine } from "./fixtures/engine.js";
import { FULL, policy, source, subject } from "./fixtures/subjects.js";
import type { Subject } from "./subject.js";

const engine = testEngine();
const NO_MFA = { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } };
const ENROL = ["iam:EnableMFADevice", "iam:CreateVirtualMFADevice", "sts:GetSessionToken"];
const GUARD = policy({ Effect: "Deny", NotAction: ENROL, Resource: "*", Condition: NO_MFA });
const LOCKED = policy({ Effect: "Deny", NotAction: "sts:GetSessionToken", Resource: "*", Condition: NO_MFA });

function mfa(one: Subject): EffectiveMfa {
  const found = engine.assess(one);
  if ("tooComplex" in found) throw new Error(found.tooComplex);
  return found.mfa;
}

test("a registered device guards the console, never the keys", () => {
  const found = mfa(subject({ device: true }));
  expect(found.console).toMatchObject({ verdict: "enforced", by: ["signin"], robust: true });
  expect(found.key).toMatchObject({ verdict: "not_enforced", by: [] });
  expect(found.consoleWithoutDevice.verdict).toBe("not_enforced");
  expect(found.claimable).toBe(false);
});

test("paths that do not exist are not applicable", () => {
  const found = mfa(subject({ console: false, keys: false }));
  expect([found.console.verdict, found.key.verdict, found.claimable]).toEqual([
    "not_applicable",
    "not_applicable",
    false,
  ]);
});

test("credentials for single services reach nothing else, and with an access key all", () => {
  const git = { console: false, keys: false, services: ["codecommit"] };
  const tiers = (one: Subject) => {
    const found = engine.assess(one);
    if ("tooComplex" in found) throw new Error(found.tooComplex);
    const { mfa: verdicts, privilege, residual } = found;
    return [verdicts.key.verdict, privilege.noMfa.tier, privilege.byPath.key, residual.key.actions > 0].join(
      " ",
    );
  };
  const read = policy({ Effect: "Allow", Action: "s3:*", Resource: "*" });
  expect(tiers(subject({ ...git }))).toBe("not_enforced write write true");
  expect(tiers(subject({ ...git, identity: [read] }))).toBe("enforced none none false");
  expect(mfa(subject({ ...git, identity: [read] })).key.by).toEqual(["no-permissions"]);
  expect(tiers(subject({ ...git, identity: [FULL, GUARD] }))).toBe("enforced none none false");
  expect(tiers(subject({ ...git, keys: true }))).toBe("not_enforced admin admin true");
  expect(tiers(subject({ ...git, services: [] }))).toBe("not_applicable none none false");
  expect(mfa(subject({ ...git, keys: null })).key.verdict).toBe("unknown");
  expect(mfa(subject(git)).claimable).toBe(false);
  const future = policy({ Effect: "Allow", Action: "codecommit:Future", Resource: "*" });
  expect(tiers(subject({ ...git, identity: [future] }))).toBe("not_enforced write write false");
});

test("a Deny that asks for MFA of the one service is what such a credential meets", () => {
  const guard = (Action: string) => policy({ Effect: "Deny", Action, Resource: "*", Condition: NO_MFA });
  const key = (Action: string) =>
    mfa(subject({ console: false, keys: false, services: ["bedrock"], identity: [FULL, guard(Action)] })).key;
  expect(key("bedrock:*")).toMatchObject({ verdict: "enforced", by: ["identity"] });
  expect(key("bedrock:Invoke*")).toMatchObject({ verdict: "partial", by: ["identity"] });
  expect(key("iam:*").verdict).toBe("not_enforced");
});

test("what is not known about the user stays unknown, unless policy enforces anyway", () => {
  const open = mfa(subject({ console: null, keys: null, device: null }));
  expect([open.console.verdict, open.key.verdict, open.claimable]).toEqual(["unknown", "unknown", null]);
  const guarded = mfa(subject({ console: null, keys: null, device: null, identity: [FULL, GUARD] }));
  expect([guarded.console.verdict, guarded.key.verdict]).toEqual(["enforced", "enforced"]);
});

test("enforced is claimable while no device is there and enrolment is open", () => {
  expect(mfa(subject({ identity: [FULL, GUARD] })).claimable).toBe(true);
  expect(mfa(subject({ identity: [FULL, GUARD], device: true })).claimable).toBe(false);
  expect(mfa(subject({ identity: [FULL, LOCKED] })).claimable).toBe(false);
});

test("enrolment on other resources than oneself is not claimable", () => {
  const other = policy({ Effect: "Allow", Action: "iam:*", Resource: "arn:aws:iam::*:user/bob" });
  expect(mfa(subject({ identity: [other] })).claimable).toBe(false);
  const own = policy({
    Effect: "Allow",
    Action: "iam:Enable*",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
    Resource: "arn:aws:iam::*:user/${aws:username}",
  });
  expect(mfa(subject({ identity: [own] })).claimable).toBe(true);
});

test("whether it is claimable is unknown when missing policies decide it", () => {
  expect(mfa(subject({ scps: "missing" })).claimable).toBe(null);
  expect(mfa(subject({ identity: "missing" })).claimable).toBe(null);
  expect(mfa(subject({ identity: [LOCKED], scps: "missing" })).claimable).toBe(false);
});

test("warns where devices can be enrolled for others without MFA", () => {
  expect(mfa(subject({ identity: [FULL, GUARD] })).warnings).toContain("enrol-others");
  expect(mfa(subject({ identity: [FULL, LOCKED] })).warnings).toEqual([]);
});

test("warns that keys guarded by policy cannot be used with FIDO devices only", () => {
  const one = subject({ identity: [FULL, LOCKED], device: true, fidoOnly: true });
  expect(mfa(one).warnings).toEqual(["fido-only-keys"]);
  expect(mfa({ ...one, keys: false }).warnings).toEqual([]);
});

test("enforced only because nothing allows more is not robust", () => {
  const withMfa = policy({
    Effect: "Allow",
    Action: "*",
    Resource: "*",
    Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } },
  });
  expect(mfa(subject({ identity: [withMfa] })).key).toMatchObject({ verdict: "enforced", robust: false });
  expect(mfa(subject({ identity: [FULL, GUARD] })).key).toMatchObject({ verdict: "enforced", robust: true });
});

test("tags that were not collected and decide it make the verdict unknown", () => {
  const exempt = policy({
    Effect: "Deny",
    NotAction: ENROL,
    Resource: "*",
    Condition: { ...NO_MFA, StringNotEquals: { "aws:PrincipalTag/mfa-exempt": "true" } },
  });
  const one = subject({ identity: [FULL, exempt] });
  const tags = (value: ReadonlyMap<string, string> | null) =>
    mfa({ ...one, principal: { ...one.principal, tags: value } });
  expect(tags(null).key.verdict).toBe("unknown");
  expect(tags(new Map()).key.verdict).toBe("enforced");
  expect(tags(new Map([["mfa-exempt", "true"]])).key.verdict).toBe("not_enforced");
});

test("names the layers that enforce together when none does alone", () => {
  const half = (action: object) => policy({ Effect: "Deny", ...action, Resource: "*", Condition: NO_MFA });
  const found = mfa(
    subject({
      scps: [[FULL, half({ Action: ["s3:*"] })]],
      identity: [FULL, half({ NotAction: ["s3:*", ...ENROL] })],
    }),
  );
  expect(found.key).toMatchObject({ verdict: "enforced", by: ["scp+identity"] });
  expect(found.key.statements).toHaveLength(2);
});

test("opposite conditions on the region cover it together", () => {
  const regional = (operator: string) => ({
    Effect: "Deny",
    NotAction: ENROL,
    Resource: "*",
    Condition: { ...NO_MFA, [operator]: { "aws:RequestedRegion": ["eu-west-1", "us-east-1"] } },
  });
  const both = policy(regional("StringEquals"), regional("StringNotEquals"));
  expect(mfa(subject({ identity: [FULL, both] })).key.verdict).toBe("enforced");
  expect(mfa(subject({ identity: [FULL, policy(regional("StringEquals"))] })).key.verdict).toBe("partial");
  const gap = policy(regional("StringEqualsIfExists"), {
    ...regional("StringNotEquals"),
    Condition: {
      ...NO_MFA,
      StringNotEquals: { "aws:RequestedRegion": ["eu-west-1", "us-east-1", "eu-north-1"] },
    },
  });
  expect(mfa(subject({ identity: [FULL, gap] })).key.verdict).toBe("partial");
});

test("a list key has no opposites", () => {
  const tagged = (operator: string) => ({
    Effect: "Deny",
    NotAction: ENROL,
    Resource: "*",
    Condition: { ...NO_MFA, [operator]: { "aws:TagKeys": "a" } },
  });
  const both = policy(tagged("StringEquals"), tagged("StringNotEquals"));
  expect(mfa(subject({ identity: [FULL, both] })).key.verdict).toBe("partial");
});

test("Resource and NotResource of the same name cover everything together", () => {
  const deny = (resource: object) => ({ Effect: "Deny", NotAction: ENROL, ...resource, Condition: NO_MFA });
  const bucket = ["arn:aws:s3:::b", "arn:aws:s3:::b/*"];
  const both = policy(deny({ Resource: bucket }), deny({ NotResource: bucket }));
  expect(mfa(subject({ identity: [FULL, both] })).key.verdict).toBe("enforced");
  expect(mfa(subject({ identity: [FULL, policy(deny({ NotResource: bucket }))] })).key.verdict).toBe(
    "partial",
  );
});

test("denying every action AWS has published in a service does not deny the service", () => {
  const { names, services } = engine.catalogue;
  const [start = 0, end = 0] = services.get("sqs") ?? [];
  const deny = policy({
    Effect: "Deny",
    Action: names.slice(start, end - 1),
    Resource: "*",
    Condition: NO_MFA,
  });
  const allow = policy({ Effect: "Allow", Action: "sqs:*", Resource: "*" });
  const found = engine.assess(subject({ identity: [allow, deny] }));
  if ("tooComplex" in found) throw new Error(found.tooComplex);
  expect(found.mfa.key.verdict).toBe("partial");
  expect(found.residual.key).toEqual({ actions: 0, unlisted: true });
  expect(engine.examples(engine.judge(subject({ identity: [allow, deny] })), KEY_KINDS)).toMatchObject([
    { action: "sqs:*", listed: false },
  ]);
});

test("an action that no catalogue knows is harm as well, allowed or left out of a Deny", () => {
  const future = policy({ Effect: "Allow", Action: "newservice:DoIt", Resource: "*" });
  expect(mfa(subject({ identity: [future] })).key.verdict).toBe("not_enforced");
  const leaves = policy({
    Effect: "Deny",
    NotAction: [...ENROL, "newservice:DoIt"],
    Resource: "*",
    Condition: NO_MFA,
  });
  expect(mfa(subject({ identity: [FULL, leaves] })).key.verdict).toBe("partial");
});

test("a level without a document was not collected", () => {
  const one = subject({ scps: [[FULL], []] });
  expect(mfa(one).key.verdict).toBe("unknown");
  expect(mfa(one).gaps).toEqual([{ layer: "scp", name: null, problem: null }]);
  const known = subject({ identity: [source("user-managed", null, "Lost")] });
  expect(mfa(known).gaps).toEqual([{ layer: "identity", name: "Lost", problem: null }]);
});

test("a resource control policy counts for its services and this account's resources only", () => {
  const rcp = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Deny", Principal: "*", Action: "*", Resource: "*", Condition: NO_MFA }],
  });
  const allow = (Action: string, Resource: string) => policy({ Effect: "Allow", Action, Resource });
  const key = (identity: string) =>
    mfa(subject({ identity: [identity], rcps: [source("rcp", rcp)] })).key.verdict;
  expect(key(allow("sqs:SendMessage", "arn:aws:sqs:eu-west-1:111122223333:q"))).toBe("enforced");
  expect(key(allow("sqs:SendMessage", "*"))).toBe("partial");
  expect(key(allow("s3:PutObject", "arn:aws:s3:::b/*"))).toBe("partial");
  expect(key(allow("ec2:RunInstances", "*"))).toBe("not_enforced");
});

test("the limits of a session without MFA are no permission: IAM stays closed there, the key opens it", () => {
  const absentDenied = {
    Effect: "Deny",
    Action: "*",
    Resource: "*",
    Condition: { Null: { "aws:TokenIssueTime": "true" } },
  };
  const iam = policy({ Effect: "Allow", Action: "iam:*", Resource: "*" }, absentDenied);
  expect(mfa(subject({ identity: [iam] })).key.verdict).toBe("enforced");
  const s3 = policy({ Effect: "Allow", Action: ["iam:*", "s3:*"], Resource: "*" }, absentDenied);
  expect(mfa(subject({ identity: [s3] })).key.verdict).toBe("not_enforced");
});
