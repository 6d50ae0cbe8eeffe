import { expect, test } from "vitest";
import { explain } from "./explain.js";
import { testEngine } from "./fixtures/engine.js";
import {
  ADMIN,
  type Ann,
  ASSUME_ALL,
  allow,
  ann,
  arn,
  document,
  HARMLESS,
  MFA,
  OTHER,
  on,
  ROOT,
  role,
  trusting,
  USER,
  unless,
} from "./fixtures/roles.js";
import { scenarioSubject } from "./scenario.js";

const engine = testEngine();

function explained(one: Ann) {
  const { subject, graph } = scenarioSubject(engine, ann(one));
  const found = explain(engine, subject, graph);
  if (found === null) throw new Error("too complex");
  return found;
}

/** `role: console key key-session mfa`, or the answer to all of them. */
function answers(one: Ann): string[] {
  return explained(one).roles.map(({ depth, role: name, requests }) => {
    const all = requests.map(({ answer }) => answer);
    return `${depth} ${name.split("/").at(-1)}: ${new Set(all).size === 1 ? all[0] : all.join(" ")}`;
  });
}

function whyOf(one: Ann): readonly string[] | undefined {
  return explained(one).roles[0]?.why;
}

test("chains are told hop by hop, each role once, with what it gives", () => {
  const roles = [
    role("Deploy", trusting(ROOT, MFA), ASSUME_ALL),
    role("Next", trusting(arn("Deploy")), allow("s3:PutObject"), ASSUME_ALL),
    role("Last", trusting(arn("Next"), MFA), ADMIN),
  ];
  expect(answers({ roles })).toEqual([
    "1 Deploy: closed closed closed open",
    "2 Next: open",
    "3 Last: closed",
  ]);
  expect(explained({ roles }).roles.map(({ from, gives }) => [from, gives.tier])).toEqual([
    [USER, "write"],
    [arn("Deploy"), "write"],
    [arn("Next"), "admin"],
  ]);
});

test("a ring ends where it began, and nothing is beyond an administrator", () => {
  const ring = [
    role("Deploy", trusting(ROOT), ASSUME_ALL),
    role("Back", trusting(arn("Deploy")), allow("sts:AssumeRole", arn("Deploy"))),
    role("Admin", trusting(arn("Deploy")), ADMIN),
  ];
  expect(answers({ roles: ring })).toEqual([
    "1 Deploy: open",
    "2 Admin: open",
    "2 Back: open",
    "2 Deploy: open",
    "3 Deploy: open",
  ]);
});

test.each([
  [
    "MFA in the trust policy",
    { roles: [role("Deploy", trusting(ROOT, MFA), ADMIN)] },
    [
      "console, key, key-session: statement 1 of its trust policy allows it only with Bool aws:MultiFactorAuthPresent true.",
      "with MFA: statement 1 of its trust policy trusts the caller, and statement 1 of inline:0 allows it.",
    ],
  ],
  [
    "a trust policy that is enough",
    { roles: [role("Deploy", trusting(USER), ADMIN)], identity: [] },
    ["statement 1 of its trust policy trusts the caller."],
  ],
  [
    "a Deny in the trust policy",
    { roles: [role("Deploy", unless(trusting(ROOT), USER), ADMIN)] },
    ["statement 2 of its trust policy denies it."],
  ],
  [
    "a Deny of the user",
    {
      roles: [role("Deploy", trusting(USER), ADMIN)],
      identity: [document({ Sid: "No", Effect: "Deny", Action: "sts:*", Resource: "*" })],
    },
    ['statement "No" of inline:0 denies it.'],
  ],
  [
    "a boundary",
    { roles: [role("Deploy", trusting(ROOT), ADMIN)], more: { boundary: HARMLESS } },
    ["the boundary does not allow it."],
  ],
  [
    "an Allow with a condition",
    {
      roles: [role("Deploy", trusting(ROOT), ADMIN)],
      identity: [
        document({
          Effect: "Allow",
          Action: "sts:AssumeRole",
          Resource: "*",
          Condition: on("StringEquals", "aws:username", "bob"),
        }),
      ],
    },
    ["statement 1 of inline:0 allows it only with StringEquals aws:username bob."],
  ],
  [
    "an external id",
    { roles: [role("Deploy", trusting(ROOT, on("StringEquals", "sts:ExternalId", "x")), ADMIN)] },
    [
      "statement 1 of its trust policy trusts the caller, and statement 1 of inline:0 allows it, if sts:ExternalId fits.",
    ],
  ],
  [
    "a trust policy that was not collected",
    { roles: [role("Deploy", "missing", ADMIN)] },
    [
      "its trust policy was not collected or cannot be read, so it counts as open, and statement 1 of inline:0 allows it.",
    ],
  ],
  [
    "somebody else",
    { roles: [role("Deploy", trusting(OTHER), ADMIN)] },
    [`it trusts somebody else: AWS:${OTHER}.`],
  ],
  ["no role", { roles: [] }, ["there is no such role, or it trusts neither users nor roles."]],
  [
    "another account",
    { roles: [], identity: [allow("sts:AssumeRole", arn("Deploy", OTHER))] },
    ["roles of accounts that were not collected count as open."],
  ],
])("says why: %s", (_, one: Ann, expected) => expect(whyOf(one)).toEqual(expected));

test("tells what closes the roles, after it was tried", () => {
  const roles = [role("Deploy", trusting(ROOT), ADMIN)];
  expect(explained({ roles }).changes).toContainEqual({
    what: "Ask for MFA in the trust policy of Deploy: Bool aws:MultiFactorAuthPresent true.",
    console: "enforced",
    key: "enforced",
  });
});

test("says of roles nothing where none was collected", () => {
  expect(explained({ roles: null }).roles).toEqual([]);
});
