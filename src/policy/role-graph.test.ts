import { describe, expect, test } from "vitest";
import { assessed, verdicts } from "./fixtures/assessed-ann.js";
import { testEngine } from "./fixtures/engine.js";
import {
  ACCOUNT,
  ADMIN,
  type Ann,
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
} from "./fixtures/roles.js";
import { evaluateScenario } from "./scenario.js";

const engine = testEngine();

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

test("a role that enrols devices takes over users that have none", () => {
  const enrols = allow(["iam:CreateVirtualMFADevice", "iam:EnableMFADevice"]);
  expect(verdicts({ roles: [role("Deploy", trusting(ROOT), enrols)] })).toBe("not_enforced");
  expect(assessed({ roles: [role("Deploy", trusting(ROOT), enrols)] }).privilege.noMfa.tier).toBe("write");
});

test("says where only roles that are not known are open", () => {
  const unknown = allow("sts:AssumeRole", arn("Deploy", OTHER));
  const warnings = (one: Ann) => assessed(one).mfa.warnings;
  expect(warnings({ roles: [], identity: [unknown] })).toEqual(["unknown-roles"]);
  expect(warnings({ roles: [], identity: [unknown, ADMIN] })).not.toContain("unknown-roles");
  expect(
    warnings({ roles: [role("Deploy", trusting(ROOT), ADMIN)], identity: [unknown, ASSUME_DEPLOY] }),
  ).toEqual([]);
  expect(warnings({ roles: null, identity: [unknown] })).toEqual([]);
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
