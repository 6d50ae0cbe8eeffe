import { describe, expect, test } from "vitest";
import { explain } from "./explain.js";
import { assessed, verdicts } from "./fixtures/assessed-ann.js";
import { testEngine } from "./fixtures/engine.js";
import {
  ACCOUNT,
  ADMIN,
  ASSUME_ALL,
  ASSUME_DEPLOY,
  allow,
  ann,
  arn,
  document,
  HARMLESS,
  lets,
  MFA,
  OTHER,
  on,
  ROOT,
  role,
  trusting,
  USER,
  unless,
} from "./fixtures/roles.js";
import { evaluateScenario, scenarioSubject } from "./scenario.js";

const engine = testEngine();

test("a role that asks for MFA in its trust policy is closed to a password and a key alone", () => {
  const roles = [role("Deploy", trusting(ROOT, MFA), ADMIN)];
  const { console, key } = evaluateScenario(engine, ann({ roles }));
  const byTrust = { verdict: "enforced", by: ["trust"], robust: false };
  expect([console, key]).toEqual([byTrust, byTrust]);
});

describe("whom a role trusts", () => {
  const EVERYBODY = lets("*");
  const USER_OF_OTHER = `arn:aws:iam::${OTHER}:user/ann`;
  test.each([
    ["its account, and an identity policy allows it", trusting(ROOT), [ASSUME_DEPLOY], "not_enforced"],
    ["its account by id", trusting(ACCOUNT), [ASSUME_DEPLOY], "not_enforced"],
    ["its account, and an identity policy allows all roles", trusting(ROOT), [ASSUME_ALL], "not_enforced"],
    ["its account, and no identity policy allows it", trusting(ROOT), [HARMLESS], "enforced"],
    [
      "its account, and an identity policy allows another role",
      trusting(ROOT),
      [allow("sts:AssumeRole", arn("X"))],
      "enforced",
    ],
    ["the user, and no identity policy allows it", trusting(USER), [], "not_enforced"],
    ["everybody, and no identity policy allows it", EVERYBODY, [], "not_enforced"],
    [
      "everybody of its account",
      lets("*", on("StringEquals", "aws:PrincipalAccount", ACCOUNT)),
      [],
      "not_enforced",
    ],
    [
      "everybody of another",
      lets("*", on("StringEquals", "aws:PrincipalAccount", OTHER)),
      [ASSUME_ALL],
      "enforced",
    ],
    ["another user", trusting(`arn:aws:iam::${ACCOUNT}:user/bob`), [ASSUME_ALL], "enforced"],
    ["a user of another account", trusting(USER_OF_OTHER), [ASSUME_ALL], "enforced"],
    ["another account", trusting(OTHER), [ASSUME_ALL], "enforced"],
    ["a user that is gone", trusting("AIDAEXAMPLE0000000GONE"), [], "not_enforced"],
    ["a service", lets({ Service: "ec2.amazonaws.com" }), [ASSUME_ALL], "enforced"],
    [
      "an identity provider",
      lets({ Federated: "accounts.google.com" }, {}, "sts:*"),
      [ASSUME_ALL],
      "enforced",
    ],
    ["its account, to pass tags", lets({ AWS: ROOT }, {}, "sts:TagSession"), [ASSUME_ALL], "enforced"],
    ["its account but for the user", unless(trusting(ROOT), USER), [ASSUME_ALL], "enforced"],
    ["the user, and denies its account", unless(trusting(USER), ROOT), [ASSUME_ALL], "enforced"],
    ["the user, and denies another", unless(trusting(USER), USER_OF_OTHER), [ASSUME_ALL], "not_enforced"],
  ])("%s", (_, trust, identity, expected) => {
    expect(verdicts({ roles: [role("Deploy", trust, ADMIN)], identity })).toBe(expected);
  });
});

describe("conditions of a trust policy are those of the request", () => {
  const ALLOWS = (condition: object) => trusting(ROOT, condition);
  const DENIES = (condition: object) => unless(trusting(ROOT), ROOT, condition);
  const PRESENT = "aws:MultiFactorAuthPresent";
  const AGE = "aws:MultiFactorAuthAge";
  test.each([
    ["MFA", ALLOWS(on("Bool", PRESENT, "true")), "enforced"],
    [
      "MFA where the key is there, which a key does not send",
      ALLOWS(on("BoolIfExists", PRESENT, "true")),
      "enforced not_enforced",
    ],
    ["a young MFA", ALLOWS(on("NumericLessThan", AGE, "3600")), "enforced"],
    ["any MFA age", ALLOWS(on("Null", AGE, "false")), "enforced"],
    ["a Deny without MFA", DENIES(on("BoolIfExists", PRESENT, "false")), "enforced"],
    ["a Deny that keys escape", DENIES(on("Bool", PRESENT, "false")), "enforced not_enforced"],
    ["an external id", ALLOWS(on("StringEquals", "sts:ExternalId", "s3cret")), "not_enforced"],
    ["a tag that the user has", ALLOWS(on("StringEquals", "aws:PrincipalTag/Team", "red")), "not_enforced"],
    ["another value of it", ALLOWS(on("StringEquals", "aws:PrincipalTag/Team", "blue")), "enforced"],
    ["a tag that the user lacks", ALLOWS(on("StringLike", "aws:PrincipalTag/None", "*")), "enforced"],
    ["the user's name", ALLOWS(on("StringEquals", "aws:username", "ann")), "not_enforced"],
    ["another user's name", ALLOWS(on("StringEquals", "aws:username", "bob")), "enforced"],
    [
      "the user's ARN",
      ALLOWS(on("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:user/team/*")),
      "not_enforced",
    ],
    ["other ARNs", ALLOWS(on("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/*")), "enforced"],
    ["an address", ALLOWS(on("IpAddress", "aws:SourceIp", "203.0.113.0/24")), "not_enforced"],
  ])("%s", (_, trust, expected) => {
    const more = { user: { name: "ann", arn: USER, tags: { team: "red" } } };
    expect(verdicts({ roles: [role("Deploy", trust, ADMIN)], more })).toBe(expected);
  });

  test("MFA beside an address opens more: the verdict is partial, and the example needs the address", () => {
    const both = document(
      ...trusting(ROOT, on("IpAddress", "aws:SourceIp", "203.0.113.0/24")).Statement,
      ...trusting(ROOT, MFA).Statement,
    );
    const roles = [role("Deploy", both, ADMIN)];
    expect(verdicts({ roles })).toBe("partial");
    const found = explain(engine, scenarioSubject(engine, ann({ roles })).subject);
    expect(found?.key.examples[0]).toMatchObject({ confidence: "conditional", needs: ["aws:SourceIp"] });
  });

  test("what was not collected leaves the verdict open", () => {
    const roles = [role("Deploy", trusting(ROOT, on("StringEquals", "aws:PrincipalTag/team", "red")), ADMIN)];
    expect(verdicts({ roles, more: { user: { name: "ann", arn: USER, tags: null } } })).toBe("unknown");
  });

  test("an external id is something to know, so the example needs it", () => {
    const roles = [role("Deploy", trusting(ROOT, on("StringEquals", "sts:ExternalId", "s3cret")), ADMIN)];
    expect(explain(engine, scenarioSubject(engine, ann({ roles })).subject)?.key.examples).toMatchObject([
      {
        action: "sts:AssumeRole",
        resource: arn("Deploy"),
        allowedBy: { origin: "user-inline" },
        confidence: "conditional",
        needs: ["sts:ExternalId"],
      },
    ]);
  });
});

describe("the user's own policies decide too", () => {
  const roles = [role("Deploy", trusting(USER), ADMIN)];
  const deny = (Condition: object, Resource: string | string[] = "*") =>
    document({ Effect: "Deny", Action: "sts:AssumeRole", Resource, Condition });
  const NO_MFA = on("BoolIfExists", "aws:MultiFactorAuthPresent", "false");

  test.each([
    ["a Deny without MFA", { identity: [deny(NO_MFA)] }, "enforced"],
    ["a Deny of this role", { identity: [deny({}, arn("Deploy"))] }, "enforced"],
    ["a Deny of another role", { identity: [deny({}, arn("Other"))] }, "not_enforced"],
    ["a boundary, which a trusted user does not need", { more: { boundary: HARMLESS } }, "not_enforced"],
    ["a Deny in the boundary", { more: { boundary: deny({}) } }, "enforced"],
    ["a service control policy that does not allow it", { more: { scps: [[allow("s3:*")]] } }, "enforced"],
    ["a service control policy that asks for MFA", { more: { scps: [[ADMIN, deny(NO_MFA)]] } }, "enforced"],
  ])("%s", (_, more, expected) => expect(verdicts({ roles, identity: [], ...more })).toBe(expected));

  test("a boundary counts where the trust policy leaves the decision to them", () => {
    const delegated = [role("Deploy", trusting(ROOT), ADMIN)];
    expect(verdicts({ roles: delegated, more: { boundary: HARMLESS } })).toBe("enforced");
    expect(verdicts({ roles: delegated, more: { boundary: ASSUME_DEPLOY } })).toBe("not_enforced");
  });

  test("rules that change a role first need one that can be assumed", () => {
    const change = allow(["iam:AttachRolePolicy", "sts:AssumeRole"], arn("Deploy"));
    const rules = (trust: object) =>
      assessed({ roles: [role("Deploy", trust, HARMLESS)], identity: [change] }).privilege.noMfa.rules.map(
        ({ rule }) => rule,
      );
    expect(rules(trusting(ROOT))).toContain("iam-014");
    expect(rules(trusting(OTHER))).not.toContain("iam-014");
  });

  test("a role that the user makes itself trusts it in any case", () => {
    const make = allow(["iam:CreateRole", "iam:PutRolePolicy", "sts:AssumeRole"], arn("*"));
    const { privilege } = assessed({ roles: [], identity: [make] });
    expect(privilege.noMfa.rules.map(({ rule }) => rule)).toContain("x-createrole-put");
  });
});
