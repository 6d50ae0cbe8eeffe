import { expect, test } from "vitest";
import { allowedToAnyone } from "./everyone.js";
import { parsePolicy } from "./parse-policy.js";

const READ = { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::site/*" };
// biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable of IAM.
const OWN_ACCOUNT = "${aws:ResourceAccount}";
const ACCESS_POINTS = "arn:aws:s3:*:111122223333:accesspoint/*";
const EIGHTHS = Array.from({ length: 256 }, (_, first) => `${first}.0.0.0/8`);
const only = (operator: string, key: string, value: unknown) => ({
  ...READ,
  Condition: { [operator]: { [key]: value } },
});

function anyone(...Statement: readonly object[]): readonly string[] {
  const parsed = parsePolicy(JSON.stringify({ Version: "2012-10-17", Statement }), "resource");
  if (!parsed.ok) throw new Error(parsed.problem.why);
  return allowedToAnyone(parsed.document.statements);
}

test.each([
  ["everybody", READ],
  ["every principal of AWS", { ...READ, Principal: { AWS: "*" } }],
  [
    "everybody but one",
    { ...READ, Principal: undefined, NotPrincipal: { AWS: "arn:aws:iam::111122223333:root" } },
  ],
  ["with TLS", only("Bool", "aws:SecureTransport", "true")],
  ["whoever says where it comes from", only("StringLike", "aws:Referer", "https://example.org/*")],
  ["an organization, if there is one", only("StringEqualsIfExists", "aws:PrincipalOrgID", "o-abcdefghij")],
  ["all of nothing", only("ForAllValues:StringEquals", "aws:PrincipalOrgID", "o-abcdefghij")],
  ["all but an account", only("StringNotEquals", "aws:PrincipalAccount", "111122223333")],
  ["any organization", only("StringLike", "aws:PrincipalOrgID", "*")],
  ["a role of any account", only("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/app")],
  ["the internet", only("IpAddress", "aws:SourceIp", ["10.0.0.0/8", "0.0.0.0/0"])],
  ["half of it", only("IpAddress", "aws:SourceIp", ["128.0.0.0/1"])],
  ["both halves", only("IpAddress", "aws:SourceIp", ["0.0.0.0/1", "128.0.0.0/1"])],
  ["all of its 256 parts", only("IpAddress", "aws:SourceIp", EIGHTHS)],
  ["any VPC", only("StringLike", "aws:SourceVpc", "vpc-*")],
  ["any endpoint", only("StringLike", "aws:SourceVpce", "vpce-*")],
  ["any address of the new kind", only("IpAddress", "aws:SourceIp", "::/0")],
])("anyone may: %s", (_, statement) => {
  expect(anyone(statement)).toEqual(["s3:GetObject"]);
});

test.each([
  ["an account", { ...READ, Principal: { AWS: "111122223333" } }],
  ["a service", { ...READ, Principal: { Service: "cloudtrail.amazonaws.com" } }],
  ["a denial", { ...READ, Effect: "Deny" }],
  ["an organization", only("StringEquals", "aws:PrincipalOrgID", "o-abcdefghij")],
  ["a part of it", only("ForAnyValue:StringLike", "aws:PrincipalOrgPaths", "o-abcdefghij/r-ab12/*")],
  ["an account, in another case", only("stringequals", "AWS:principalaccount", "111122223333")],
  ["the account of the bucket", only("StringEquals", "aws:PrincipalAccount", OWN_ACCOUNT)],
  ["access points of an account", only("StringLike", "s3:DataAccessPointArn", ACCESS_POINTS)],
  ["roles of an account", only("ArnLike", "aws:PrincipalArn", "arn:aws:iam::111122223333:role/*")],
  ["sessions of a role", only("StringLike", "aws:userid", "AROAEXAMPLEEXAMPLE01:*")],
  ["an endpoint", only("StringEquals", "aws:SourceVpce", "vpce-0123456789abcdef0")],
  ["some addresses", only("IpAddress", "aws:SourceIp", ["203.0.113.7", "198.51.100.0/24", "2001:db8::/48"])],
])("not anyone may: %s", (_, statement) => {
  expect(anyone(statement)).toEqual([]);
});

test("what it is that anyone may, each once", () => {
  const other = { ...READ, Action: ["s3:GetObject", "s3:ListBucket"] };
  expect(anyone(READ, other, { ...READ, Action: undefined, NotAction: "s3:PutObject" })).toEqual([
    "s3:GetObject",
    "s3:ListBucket",
    "all but s3:PutObject",
  ]);
});
