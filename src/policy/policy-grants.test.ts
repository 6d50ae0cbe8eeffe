import { describe, expect, test } from "vitest";
import { parsePolicy } from "./parse-policy.js";
import { grantsOf } from "./policy-grants.js";

const grants = (...Statement: object[]) => {
  const parsed = parsePolicy(JSON.stringify({ Version: "2012-10-17", Statement }), "identity");
  return parsed.ok ? grantsOf(parsed.document.statements) : undefined;
};
const allow = (Action: unknown, Resource: unknown = "*", more: object = {}) => ({
  Effect: "Allow",
  Action,
  Resource,
  ...more,
});
const WHEN = { Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } };

describe("every action of a service", () => {
  test.each<[string, object, readonly string[], boolean]>([
    ["one", allow("s3:*"), ["s3"], false],
    ["in capitals, among others", allow(["S3:*", "ec2:Describe*", "sqs:**"]), ["s3", "sqs"], false],
    ["a pattern of services", allow("s*:*"), ["s*"], false],
    ["on one thing", allow("s3:*", "arn:aws:s3:::a/*"), [], false],
    ["on one thing and everything", allow("s3:*", ["arn:aws:s3:::a/*", "*"]), ["s3"], false],
    ["some actions", allow("s3:Get*"), [], false],
    ["everything is no service", allow("*"), [], false],
    ["everything, spelled out", allow(["*:*", "s3:*"]), [], false],
    ["everything but", { Effect: "Allow", NotAction: "iam:*", Resource: "*" }, [], true],
    ["everything on all but", { Effect: "Allow", Action: "s3:*", NotResource: "arn:aws:s3:::a" }, [], false],
    ["a Deny", { Effect: "Deny", Action: "s3:*", Resource: "*" }, [], false],
  ])("%s", (_, statement, services, allBut) => {
    expect(grants(statement)).toMatchObject({ services, allBut });
  });

  test("conditions are told where each such statement has one", () => {
    expect(grants(allow("s3:*", "*", WHEN))?.servicesConditional).toBe(true);
    expect(grants(allow("s3:*", "*", WHEN), allow("sqs:*"))?.servicesConditional).toBe(false);
    expect(grants(allow("*"), allow("sqs:*", "*", WHEN))).toMatchObject({
      fullAdmin: true,
      conditional: false,
      servicesConditional: true,
    });
    expect(grants(allow("s3:Get*", "*", WHEN))?.servicesConditional).toBe(false);
  });
});
