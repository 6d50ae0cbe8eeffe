import { describe, expect, test } from "vitest";
import type { Principal } from "./context.js";
import { naming } from "./trust.js";

const ACCOUNT = "111122223333";
const USER: Principal = {
  kind: "user",
  accountId: ACCOUNT,
  arn: `arn:aws:iam::${ACCOUNT}:user/team/ann`,
  name: "ann",
  id: "AIDAEXAMPLE000000ANN",
  tags: new Map(),
};
const ROLE: Principal = {
  kind: "role",
  accountId: ACCOUNT,
  arn: `arn:aws:iam::${ACCOUNT}:role/team/deploy`,
  name: null,
  id: "AROAEXAMPLE00DEPLOY0",
  tags: new Map(),
};

const names = (pattern: string, principal: Principal, negated = false) => {
  const { itself, account } = naming({ patterns: [pattern], negated }, principal);
  return itself + account;
};

describe("Principal names a user", () => {
  test.each([
    ["everybody", "*", "TF"],
    ["everybody under AWS", "AWS:*", "TF"],
    ["the account's root", `AWS:arn:aws:iam::${ACCOUNT}:root`, "FT"],
    ["the root in another partition's words", `AWS:arn:aws-cn:iam::${ACCOUNT}:root`, "FT"],
    ["the account id", `AWS:${ACCOUNT}`, "FT"],
    ["another account", "AWS:444455556666", "FF"],
    ["the root of another account", "AWS:arn:aws:iam::444455556666:root", "FF"],
    ["the user with its path", `AWS:${USER.arn}`, "TF"],
    ["the user without its path", `AWS:arn:aws:iam::${ACCOUNT}:user/ann`, "FF"],
    ["in other letters", `AWS:arn:aws:iam::${ACCOUNT}:user/team/Ann`, "FF"],
    ["a user of another account", "AWS:arn:aws:iam::444455556666:user/team/ann", "FF"],
    ["the user's id", `AWS:${USER.id}`, "TF"],
    ["the id of a user that is gone", "AWS:AIDAEXAMPLE0000000GONE", "FF"],
    ["a role", `AWS:${ROLE.arn}`, "FF"],
    ["a session of a role", `AWS:arn:aws:sts::${ACCOUNT}:assumed-role/ann/ann`, "FF"],
    ["a federated user, who can assume no role", `AWS:arn:aws:sts::${ACCOUNT}:federated-user/ann`, "FF"],
    ["a service", "Service:ec2.amazonaws.com", "FF"],
    ["an identity provider", `Federated:arn:aws:iam::${ACCOUNT}:saml-provider/idp`, "FF"],
    ["by a wildcard, which AWS refuses", `AWS:arn:aws:iam::${ACCOUNT}:user/team/*`, "UF"],
    ["by a wildcard that means others", `AWS:arn:aws:iam::${ACCOUNT}:user/other/*`, "FF"],
    ["all accounts by a wildcard", "AWS:arn:aws:iam::*:root", "UF"],
    ["by a kind nobody knows", "CanonicalUser:79a59df900b949e5", "UF"],
    ["by what is no ARN", "AWS:ann", "UF"],
  ])("%s", (_, pattern, expected) => expect(names(pattern, USER)).toBe(expected));

  test("perhaps by its id, where that was not collected", () => {
    expect(names("AWS:AIDAEXAMPLE000000ANN", { ...USER, id: null })).toBe("UF");
  });
});

describe("Principal names the sessions of a role", () => {
  test.each([
    ["the role", `AWS:${ROLE.arn}`, "TF"],
    ["its id", `AWS:${ROLE.id}`, "TF"],
    ["its account", `AWS:${ACCOUNT}`, "FT"],
    [
      "one session of it, whose name the caller chooses",
      `AWS:arn:aws:sts::${ACCOUNT}:assumed-role/deploy/x`,
      "UF",
    ],
    ["a session of another role", `AWS:arn:aws:sts::${ACCOUNT}:assumed-role/other/x`, "FF"],
    ["a session of a namesake elsewhere", "AWS:arn:aws:sts::444455556666:assumed-role/deploy/x", "FF"],
    ["a user", `AWS:${USER.arn}`, "FF"],
  ])("%s", (_, pattern, expected) => expect(names(pattern, ROLE)).toBe(expected));
});

describe("NotPrincipal", () => {
  test.each([
    ["spares the user it names", `AWS:${USER.arn}`, "FF"],
    ["means whom it does not name", "AWS:444455556666", "TF"],
    ["may or may not spare the users of an account", `AWS:${ACCOUNT}`, "UF"],
  ])("%s", (_, pattern, expected) => expect(names(pattern, USER, true)).toBe(expected));
});

test("of several principals the best counts", () => {
  const patterns = ["Service:ec2.amazonaws.com", `AWS:${ACCOUNT}`, `AWS:${USER.arn}`];
  expect(naming({ patterns, negated: false }, USER)).toEqual({ itself: "T", account: "T" });
});
