import { expect, test } from "vitest";
import { parsePolicy } from "./parse-policy.js";
import { isTlsOnly } from "./tls-only.js";

const BOTH = ["arn:aws:s3:::logs", "arn:aws:s3:::logs/*"];
const DENY = {
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: BOTH,
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};

function tlsOnly(...statements: readonly object[]): boolean {
  const parsed = parsePolicy(JSON.stringify({ Version: "2012-10-17", Statement: statements }), "resource");
  if (!parsed.ok) throw new Error(parsed.problem.why);
  return isTlsOnly(parsed.document.statements, "logs");
}

test.each([
  ["as AWS shows it", DENY],
  ["false that is no text", { ...DENY, Condition: { Bool: { "aws:SecureTransport": false } } }],
  [
    "written in another case",
    { ...DENY, Action: "S3:*", Condition: { bool: { "AWS:securetransport": "False" } } },
  ],
  ["a principal of AWS", { ...DENY, Principal: { AWS: "*" } }],
  ["everybody among others", { ...DENY, Principal: { AWS: ["*", "arn:aws:iam::111122223333:root"] } }],
  ["all actions and resources", { ...DENY, Action: "*", Resource: "*" }],
  ["one pattern for both", { ...DENY, Resource: "arn:aws:s3:::logs*" }],
  ["another partition", { ...DENY, Resource: ["arn:aws-cn:s3:::logs", "arn:aws-cn:s3:::logs/*"] }],
  ["compared as text", { ...DENY, Condition: { StringEquals: { "aws:SecureTransport": "false" } } }],
  ["not true", { ...DENY, Condition: { StringNotEquals: { "aws:SecureTransport": "true" } } }],
  ["no version of TLS", { ...DENY, Condition: { NumericLessThanIfExists: { "s3:TlsVersion": 1.2 } } }],
  ["nothing at all is allowed", { ...DENY, Condition: undefined }],
])("denies plain HTTP: %s", (_, statement) => {
  expect(tlsOnly(statement)).toBe(true);
});

test.each([
  ["the bucket alone", { ...DENY, Resource: BOTH[0] }],
  ["the objects alone", { ...DENY, Resource: BOTH[1] }],
  ["some of the objects", { ...DENY, Resource: [BOTH[0], "arn:aws:s3:::logs/2021/*"] }],
  [
    "another bucket, whose name is longer",
    { ...DENY, Resource: ["arn:aws:s3:::logs2", "arn:aws:s3:::logs2/*"] },
  ],
  ["some actions", { ...DENY, Action: ["s3:GetObject", "s3:PutObject"] }],
  ["all actions but one", { ...DENY, Action: undefined, NotAction: "s3:GetObject" }],
  ["somebody", { ...DENY, Principal: { AWS: "arn:aws:iam::111122223333:root" } }],
  [
    "all but somebody",
    { ...DENY, Principal: undefined, NotPrincipal: { AWS: "arn:aws:iam::111122223333:root" } },
  ],
  ["all but some resources", { ...DENY, Resource: undefined, NotResource: "arn:aws:s3:::other/*" }],
  ["it allows", { ...DENY, Effect: "Allow", Condition: { Bool: { "aws:SecureTransport": "true" } } }],
  ["the wrong way round", { ...DENY, Condition: { Bool: { "aws:SecureTransport": "true" } } }],
  [
    "another condition beside it",
    {
      ...DENY,
      Condition: { Bool: { "aws:SecureTransport": "false" }, IpAddress: { "aws:SourceIp": "10.0.0.0/8" } },
    },
  ],
  [
    "a version of TLS, which HTTP has not",
    { ...DENY, Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } } },
  ],
])("leaves plain HTTP: %s", (_, statement) => {
  expect(tlsOnly(statement)).toBe(false);
});

test("statements that cover bucket and objects together", () => {
  expect(tlsOnly({ ...DENY, Resource: BOTH[0] }, { ...DENY, Resource: BOTH[1] })).toBe(true);
  expect(
    tlsOnly({ ...DENY, Resource: BOTH[0] }, { ...DENY, Resource: BOTH[1], Action: "s3:GetObject" }),
  ).toBe(false);
});
