import { describe, expect, test } from "vitest";
import { testEngine } from "./fixtures/engine.js";
import { evaluateScenario, parseScenario, scenarioSubject } from "./scenario.js";

const engine = testEngine();
const ACCOUNT = "111122223333";
const OTHER = "444455556666";
const USER = `arn:aws:iam::${ACCOUNT}:user/team/ann`;
const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
const MFA = { Bool: { "aws:MultiFactorAuthPresent": "true" } };

type Document = ReturnType<typeof document>;
const document = (...Statement: object[]) => ({ Version: "2012-10-17", Statement });
const arn = (name: string, account = ACCOUNT) => `arn:aws:iam::${account}:role/${name}`;
const lets = (Principal: object | string, Condition: object = {}, Action = "sts:AssumeRole") =>
  document({ Effect: "Allow", Principal, Action, Condition });
const trusting = (AWS: string, Condition: object = {}) => lets({ AWS }, Condition);
const unless = (trust: Document, AWS: string, Condition: object = {}) =>
  document(...trust.Statement, { Effect: "Deny", Principal: { AWS }, Action: "sts:AssumeRole", Condition });
const allow = (Action: string | string[], Resource: string | string[] = "*") =>
  document({ Effect: "Allow", Action, Resource });
const own = (...documents: object[]) => documents.map((doc, index) => ({ src: `inline:${index}`, doc }));
const role = (name: string, trust: object | string, ...documents: object[]) => ({
  arn: name.startsWith("arn:") ? name : arn(name),
  trust,
  identity: own(...documents),
});
const on = (operator: string, key: string, value: string) => ({ [operator]: { [key]: value } });

const ADMIN = allow("*");
const HARMLESS = allow(["iam:GetUser", "sts:GetCallerIdentity"]);
const ASSUME_ALL = allow("sts:AssumeRole", arn("*"));
const ASSUME_DEPLOY = allow("sts:AssumeRole", arn("Deploy"));

interface Ann {
  readonly roles: readonly object[] | null;
  readonly identity?: readonly object[];
  readonly more?: object;
}

/** The user ann with a password and a key, some policies, and roles that there are. */
function ann({ roles, identity = [ASSUME_DEPLOY], more = {} }: Ann) {
  return parseScenario({
    account: { id: ACCOUNT },
    user: { name: "ann", arn: USER },
    scps: [],
    identity: own(...identity),
    hasDevice: false,
    hasConsole: true,
    hasKeys: true,
    roles,
    ...more,
  });
}

function verdicts(one: Ann): string {
  const { console, key } = evaluateScenario(engine, ann(one));
  return console.verdict === key.verdict ? key.verdict : `${console.verdict} ${key.verdict}`;
}

function assessed(one: Ann) {
  const found = engine.assess(scenarioSubject(engine, ann(one)).subject);
  if ("tooComplex" in found) throw new Error(found.tooComplex);
  return found;
}

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

  test("what was not collected leaves the verdict open", () => {
    const roles = [role("Deploy", trusting(ROOT, on("StringEquals", "aws:PrincipalTag/team", "red")), ADMIN)];
    expect(verdicts({ roles, more: { user: { name: "ann", arn: USER, tags: null } } })).toBe("unknown");
  });

  test("an external id is something to know, so the example needs it", () => {
    const roles = [role("Deploy", trusting(ROOT, on("StringEquals", "sts:ExternalId", "s3cret")), ADMIN)];
    expect(assessed({ roles }).residual.key.examples).toMatchObject([
      {
        action: "sts:AssumeRole",
        resource: arn("Deploy"),
        allowedBy: { layer: "identity" },
        confidence: "conditional",
        needs: ["sts:ExternalId"],
      },
    ]);
  });
});

describe("what a role gives is what its own policies allow", () => {
  const DEPLOY = role("Deploy", trusting(ROOT), ADMIN);
  const SCP = [
    document(...ADMIN.Statement),
    document({
      Effect: "Deny",
      NotAction: "iam:GetUser",
      Resource: "*",
      Condition: on("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/*"),
    }),
  ];
  test.each([
    ["nothing", { ...DEPLOY, identity: [] }, "enforced"],
    ["nothing harmful", role("Deploy", trusting(ROOT), HARMLESS), "enforced"],
    ["nothing harmful under its boundary", { ...DEPLOY, boundary: HARMLESS }, "enforced"],
    ["harm under its boundary", { ...DEPLOY, boundary: allow("s3:*") }, "not_enforced"],
    ["what nobody knows, without its policies", { ...DEPLOY, identity: null }, "not_enforced"],
    [
      "what nobody knows, without its boundary",
      { ...role("Deploy", trusting(ROOT), HARMLESS), boundary: "missing" },
      "not_enforced",
    ],
    [
      "what nobody knows, where a policy cannot be read",
      { ...DEPLOY, identity: [{ src: "inline", doc: "{" }] },
      "not_enforced",
    ],
    [
      "nothing where it can do harm with MFA only, which no session carries",
      role("Deploy", trusting(ROOT), document({ ...ADMIN.Statement[0], Condition: MFA })),
      "enforced",
    ],
  ])("%s", (_, one, expected) => expect(verdicts({ roles: [one] })).toBe(expected));

  test("the service control policies of its account bind its sessions", () => {
    expect(verdicts({ roles: [DEPLOY], more: { scps: [SCP] } })).toBe("enforced");
    const there = { ...role(arn("Deploy", OTHER), trusting(ACCOUNT), ADMIN), scps: [SCP] };
    const identity = [allow("sts:AssumeRole", there.arn)];
    expect(verdicts({ roles: [there], identity })).toBe("enforced");
    expect(verdicts({ roles: [{ ...there, scps: null }], identity })).toBe("not_enforced");
  });

  test.each([
    ["reads", allow("s3:GetObject"), "read"],
    ["writes", allow("s3:PutObject"), "write"],
    ["may escalate", allow("lambda:UpdateFunctionCode"), "conditional-escalation"],
    ["escalates", allow(["iam:PassRole", "ec2:RunInstances"]), "escalation"],
    ["is an administrator, which its user is not by day and night", ADMIN, "escalation"],
  ])("a user whose role %s", (_, policy, tier) => {
    const { privilege } = assessed({ roles: [role("Deploy", trusting(ROOT, MFA), policy)] });
    expect([privilege.noMfa.tier, privilege.mfa.tier]).toEqual(["none", tier]);
    const hits = privilege.mfa.rules.map(({ rule }) => rule);
    expect(hits).toEqual(["read", "write"].includes(tier) ? [] : ["sts-001"]);
  });

  test("policies may name the role's own tags, unless sessions may be given others", () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
    const byTag = allow("sts:AssumeRole", arn("${aws:PrincipalTag/next}"));
    const passing = document(
      ...trusting(ROOT).Statement,
      ...lets({ AWS: ROOT }, {}, "sts:TagSession").Statement,
    );
    const roles = (trust: object, next: string) => [
      { ...role("Deploy", trust, byTag), tags: { next } },
      role("Admin", trusting(ROOT), ADMIN),
    ];
    expect(verdicts({ roles: roles(trusting(ROOT), "Admin") })).toBe("not_enforced");
    expect(verdicts({ roles: roles(trusting(ROOT), "None") })).toBe("enforced");
    expect(verdicts({ roles: roles(passing, "None") })).toBe("not_enforced");
  });
});

describe("a chain of roles", () => {
  const toNext = (name: string) => allow("sts:AssumeRole", arn(name));
  const entry = role("Deploy", trusting(ROOT), toNext("Next"));

  test("gives what its last role gives", () => {
    expect(verdicts({ roles: [entry, role("Next", trusting(arn("Deploy")), ADMIN)] })).toBe("not_enforced");
    expect(verdicts({ roles: [entry, role("Next", trusting(arn("Deploy")), HARMLESS)] })).toBe("enforced");
    expect(verdicts({ roles: [entry, role("Next", trusting(USER), ADMIN)], identity: [ASSUME_ALL] })).toBe(
      "not_enforced",
    );
    expect(verdicts({ roles: [entry, role("Next", trusting(arn("Other")), ADMIN)] })).toBe("enforced");
  });

  test("ends at a second role that asks for MFA, for sessions carry none, whoever began with it", () => {
    const roles = [entry, role("Next", trusting(ROOT, MFA), ADMIN)];
    expect(evaluateScenario(engine, ann({ roles })).key).toMatchObject({
      verdict: "enforced",
      by: ["no-permissions"],
    });
    expect(assessed({ roles }).privilege.mfa.tier).toBe("none");
  });

  test("is closed by MFA at its first role", () => {
    const roles = [role("Deploy", trusting(ROOT, MFA), toNext("Next")), role("Next", trusting(ROOT), ADMIN)];
    expect(evaluateScenario(engine, ann({ roles })).key).toMatchObject({
      verdict: "enforced",
      by: ["trust"],
    });
  });

  test("may be long and may end where it began", () => {
    const names = ["Deploy", "B", "C", "D", "E", "F", "G"];
    const ring = names.map((name, index) => {
      const next = names[(index + 1) % names.length] ?? "";
      return role(name, trusting(ROOT), toNext(next), name === "G" ? allow("s3:PutObject") : HARMLESS);
    });
    expect(verdicts({ roles: ring })).toBe("not_enforced");
    expect(assessed({ roles: ring }).privilege.noMfa.tier).toBe("write");
    expect(verdicts({ roles: ring.map((one) => ({ ...one, identity: one.identity.slice(0, 1) })) })).toBe(
      "enforced",
    );
  });

  test("goes over accounts, where both sides agree", () => {
    const hub = arn("Hub", OTHER);
    const roles = (trusted: string, ...policies: object[]) => [
      role("Deploy", trusting(ROOT), ...policies),
      role(hub, trusting(trusted), ADMIN),
    ];
    const toHub = allow("sts:AssumeRole", hub);
    expect(verdicts({ roles: roles(ACCOUNT, toHub) })).toBe("not_enforced");
    expect(verdicts({ roles: roles(arn("Deploy"), toHub) })).toBe("not_enforced");
    expect(verdicts({ roles: roles(arn("Deploy")) })).toBe("enforced");
    expect(verdicts({ roles: roles(OTHER, toHub) })).toBe("enforced");
  });
});

describe("a role that is not known", () => {
  const there = allow("sts:AssumeRole", arn("Deploy", OTHER));

  test("in an account that was not collected counts as dangerous", () => {
    expect(verdicts({ roles: [], identity: [there] })).toBe("not_enforced");
    const { privilege } = assessed({ roles: [], identity: [there] });
    expect(privilege.noMfa.rules.map(({ rule }) => rule)).toEqual(["sts-001"]);
  });

  test("in an account that was collected is not there", () => {
    expect(verdicts({ roles: [], identity: [ASSUME_ALL] })).toBe("enforced");
    const other = role(arn("Other", OTHER), trusting(OTHER), ADMIN);
    expect(verdicts({ roles: [other], identity: [there] })).toBe("enforced");
  });

  test("may be any that a wildcard in the account means", () => {
    expect(verdicts({ roles: [], identity: [allow("sts:AssumeRole", "arn:aws:iam::*:role/Deploy")] })).toBe(
      "not_enforced",
    );
    expect(verdicts({ roles: [], identity: [allow("sts:AssumeRole")] })).toBe("not_enforced");
  });

  test("whose trust policy was not collected or cannot be read is open to whom policies allow it", () => {
    for (const trust of ["missing", "{"]) {
      const roles = [role("Deploy", trust, ADMIN)];
      expect(verdicts({ roles })).toBe("not_enforced");
      expect(verdicts({ roles, identity: [HARMLESS] })).toBe("enforced");
    }
  });

  test("is every role, where none was collected", () => {
    expect(verdicts({ roles: null })).toBe("not_enforced");
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
