import { expect, test } from "vitest";
import { CONTEXTS } from "./context.js";
import { DocumentStore } from "./document-store.js";
import { testEngine } from "./fixtures/engine.js";
import { policy, subject } from "./fixtures/subjects.js";
import { trusts } from "./trust.js";

const store = new DocumentStore(testEngine().sets);
const { principal } = subject();

function may(statement: object, kind: keyof typeof CONTEXTS = "key"): boolean {
  const loaded = store.load(policy({ Effect: "Allow", Action: "sts:AssumeRole", ...statement }), "trust");
  if ("why" in loaded) throw new Error(loaded.why);
  return trusts(loaded, principal, CONTEXTS[kind]);
}

test.each([
  ["everybody", "*", true],
  ["the account's root", { AWS: "arn:aws:iam::111122223333:root" }, true],
  ["the account id", { AWS: ["111122223333"] }, true],
  ["the user", { AWS: principal.arn }, true],
  ["another user", { AWS: "arn:aws:iam::111122223333:user/bob" }, false],
  ["another account", { AWS: "444455556666" }, false],
  ["a service", { Service: "ec2.amazonaws.com" }, false],
])("trust in %s: %s", (_, trusted, expected) => expect(may({ Principal: trusted })).toBe(expected));

test("a trust policy is the place to ask for MFA", () => {
  const asks = { Principal: "*", Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } };
  expect([may(asks, "key"), may(asks, "key-session"), may(asks, "mfa")]).toEqual([false, false, true]);
  const loose = { Principal: "*", Condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "true" } } };
  expect([may(loose, "key"), may(loose, "key-session"), may(loose, "mfa")]).toEqual([true, false, true]);
});
