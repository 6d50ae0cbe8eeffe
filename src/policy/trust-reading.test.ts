import { describe, expect, test } from "vitest";
import { readTrust } from "./trust-reading.js";

const GITHUB = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com";
const EKS = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/ABC";
const GITLAB = "arn:aws:iam::111122223333:oidc-provider/gitlab.com";
const PULUMI = "arn:aws:iam::111122223333:oidc-provider/api.pulumi.com/oidc";
const OKTA = "arn:aws:iam::111122223333:oidc-provider/acme.okta.com";
// biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable of IAM.
const OWN_ORG = "${aws:ResourceOrgID}";
// biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable of IAM.
const CALLERS_ORG = "${aws:PrincipalOrgID}";
// biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable of IAM.
const OWN_ACCOUNT = "${aws:ResourceAccount}";
const EIGHTHS = Array.from({ length: 256 }, (_, first) => `${first}.0.0.0/8`);
const ANYWHERE = "arn:*:*:*:444455556666:*";
const of = (...Statement: object[]) => readTrust(JSON.stringify({ Version: "2012-10-17", Statement }));
const allow = (Principal: unknown, Condition?: object, Action: unknown = "sts:AssumeRole") => ({
  Effect: "Allow",
  Principal,
  Action,
  ...(Condition && { Condition }),
});
const web = (provider: string, Condition?: object) =>
  allow({ Federated: provider }, Condition, "sts:AssumeRoleWithWebIdentity");

describe("everybody", () => {
  test.each<[string, unknown, object | undefined, boolean]>([
    ["a star", "*", undefined, true],
    ["a star of AWS", { AWS: "*" }, undefined, true],
    ["a star among others", { AWS: ["444455556666", "*"] }, undefined, true],
    ["a wildcard in the account", { AWS: "arn:aws:iam::*:root" }, undefined, true],
    ["an account", { AWS: "444455556666" }, undefined, false],
    ["an organization", "*", { StringEquals: { "aws:PrincipalOrgID": "o-abcdefghij" } }, false],
    ["the organization of the role", "*", { StringEquals: { "aws:principalorgid": OWN_ORG } }, false],
    ["whatever organization one is in", "*", { StringEquals: { "aws:PrincipalOrgID": CALLERS_ORG } }, true],
    ["any organization", "*", { StringLike: { "aws:PrincipalOrgID": "o-*" } }, true],
    [
      "one that lets those without an organization in",
      "*",
      { StringEqualsIfExists: { "aws:PrincipalOrgID": "o-abcdefghij" } },
      true,
    ],
    [
      "all values of none",
      "*",
      { "ForAllValues:StringEquals": { "aws:PrincipalOrgPaths": "o-abcdefghij/r-1/" } },
      true,
    ],
    [
      "any of the paths",
      "*",
      { "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-abcdefghij/r-1/*" } },
      false,
    ],
    [
      "who is not in an organization",
      "*",
      { StringNotEquals: { "aws:PrincipalOrgID": "o-abcdefghij" } },
      true,
    ],
    ["an external id, which is no secret", "*", { StringEquals: { "sts:ExternalId": "42" } }, true],
    ["MFA", "*", { Bool: { "aws:MultiFactorAuthPresent": "true" } }, true],
    ["a network", "*", { IpAddress: { "aws:SourceIp": "192.0.2.0/24" } }, false],
    ["every network", "*", { IpAddress: { "aws:SourceIp": ["192.0.2.0/24", "0.0.0.0/0"] } }, true],
    ["its two halves", "*", { IpAddress: { "aws:SourceIp": ["0.0.0.0/1", "128.0.0.0/1"] } }, true],
    ["one half of it", "*", { IpAddress: { "aws:SourceIp": "128.0.0.0/1" } }, true],
    ["all of its 256 parts", "*", { IpAddress: { "aws:SourceIp": EIGHTHS } }, true],
    ["sixteen of them", "*", { IpAddress: { "aws:SourceIp": EIGHTHS.slice(0, 16) } }, false],
    ["half of the new addresses", "*", { IpAddress: { "aws:SourceIp": ["192.0.2.1", "8000::/1"] } }, true],
    ["a VPC", "*", { StringEquals: { "aws:SourceVpc": "vpc-0123456789abcdef0" } }, false],
    ["any VPC", "*", { StringLike: { "aws:SourceVpc": "vpc-*" } }, true],
    ["VPCs that begin alike", "*", { StringLike: { "aws:SourceVpc": "vpc-01234567?" } }, true],
    ["any endpoint", "*", { StringLike: { "aws:SourceVpce": "vpce-*" } }, true],
    ["buckets that begin alike", "*", { ArnLike: { "aws:SourceArn": "arn:aws:s3:::a*" } }, true],
    ["a bucket", "*", { ArnLike: { "aws:SourceArn": "arn:aws:s3:::acme" } }, false],
    ["topics of an account", "*", { ArnLike: { "aws:SourceArn": "arn:aws:sns:*:444455556666:*" } }, false],
    ["an ARN with the account anywhere", "*", { StringLike: { "aws:PrincipalArn": ANYWHERE } }, true],
    ["the account of the role", "*", { StringEquals: { "aws:PrincipalAccount": OWN_ACCOUNT } }, false],
    [
      "roles of an account",
      "*",
      { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::444455556666:role/x*" } },
      false,
    ],
    ["roles of any account", "*", { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/x" } }, true],
    ["a service", { Service: "ec2.amazonaws.com" }, undefined, false],
    ["a deleted user", { AWS: "AIDAABCDEFGHIJKLMNOP" }, undefined, false],
  ])("%s", (_, principal, condition, anyone) => {
    expect(of(allow(principal, condition))?.anyone).toBe(anyone);
  });

  test("another action opens nothing, a wildcard and a NotPrincipal do", () => {
    expect(of(allow("*", undefined, "sts:TagSession"))?.anyone).toBe(false);
    expect(of(allow("*", undefined, "sts:*"))?.anyone).toBe(true);
    expect(
      of({ Effect: "Allow", NotPrincipal: { AWS: "444455556666" }, Action: "sts:AssumeRole" })?.anyone,
    ).toBe(true);
  });

  test("a Deny for whoever is not of the organization counts", () => {
    const deny = (Condition?: object) => ({
      Effect: "Deny",
      Principal: "*",
      Action: "sts:*",
      ...(Condition && { Condition }),
    });
    const outside = { StringNotEquals: { "aws:PrincipalOrgID": "o-abcdefghij" } };
    expect(of(allow("*"), deny(outside))?.anyone).toBe(false);
    expect(of(allow("*"), deny({ ...outside, Bool: { "aws:ViaAWSService": "false" } }))?.anyone).toBe(true);
    expect(of(allow("*"), deny())?.anyone).toBe(false);
    expect(of(allow({ AWS: "444455556666" }), deny(outside))?.unguarded).toEqual([]);
  });
});

test("accounts, and those that nothing guards", () => {
  const found = of(
    allow({ AWS: ["arn:aws:iam::444455556666:root", "arn:aws:iam::555566667777:role/team/deploy"] }),
    allow({ AWS: "666677778888" }, { StringEquals: { "sts:ExternalId": "42" } }),
    allow({ AWS: "777788889999" }, { StringLike: { "sts:ExternalId": "*" } }),
    allow({ AWS: "888899990000" }, { StringEquals: { "aws:PrincipalOrgID": "o-abcdefghij" } }),
    allow("*", { StringEquals: { "aws:PrincipalAccount": ["999900001111"] } }),
  );
  expect(found?.anyone).toBe(false);
  expect(found?.accounts).toEqual([
    "444455556666",
    "555566667777",
    "666677778888",
    "777788889999",
    "888899990000",
    "999900001111",
  ]);
  expect(found?.unguarded).toEqual(["444455556666", "555566667777", "777788889999", "999900001111"]);
});

describe("tokens of OIDC providers", () => {
  const sub = (provider: string, value: unknown, operator = "StringLike") => ({
    [operator]: { [`${provider}:sub`]: value },
  });
  const github = "token.actions.githubusercontent.com";
  const eks = "oidc.eks.eu-west-1.amazonaws.com/id/ABC";
  test.each<[string, string, object | undefined, boolean]>([
    ["GitHub without conditions", GITHUB, undefined, true],
    ["GitHub with an audience", GITHUB, { StringEquals: { [`${github}:aud`]: "sts.amazonaws.com" } }, true],
    [
      "GitHub with an audience of one's own, which anybody may ask for",
      GITHUB,
      { StringEquals: { [`${github}:aud`]: "acme" } },
      true,
    ],
    ["a repository", GITHUB, sub(github, "repo:acme/app:ref:refs/heads/main", "StringEquals"), false],
    ["an owner", GITHUB, sub(github, "repo:acme/*"), false],
    ["owners that begin alike", GITHUB, sub(github, "repo:acme*"), true],
    ["an owner behind an environment", GITHUB, sub(github, "environment:prod:repo:acme/*"), false],
    ["an environment of any owner", GITHUB, sub(github, "environment:prod:*"), true],
    ["an organization of Pulumi", PULUMI, sub("api.pulumi.com/oidc", "pulumi:deploy:org:acme:*"), false],
    ["any deployment of Pulumi", PULUMI, sub("api.pulumi.com/oidc", "pulumi:deploy:*"), true],
    ["a group of GitLab", GITLAB, sub("gitlab.com", "project_path:acme/*:ref_type:branch:ref:main"), false],
    ["any owner", GITHUB, sub(github, "repo:*"), true],
    ["any owner with such a repository", GITHUB, sub(github, "repo:*/app:*"), true],
    ["one good value and a bad one", GITHUB, sub(github, ["repo:acme/*", "*"]), true],
    ["a value that is none", GITHUB, sub(github, "repo:acme/*", "StringNotLike"), true],
    [
      "a key in other letters",
      GITHUB,
      { StringLike: { [`${github.toUpperCase()}:SUB`]: "repo:acme/*" } },
      false,
    ],
    ["a name of an owner", GITHUB, { StringEquals: { [`${github}:repository_owner`]: "acme" } }, false],
    ["owners of the first letter", GITHUB, { StringLike: { [`${github}:repository_owner`]: "a*" } }, true],
    ["ids of the first digit", GITHUB, { StringLike: { [`${github}:repository_owner_id`]: "4?" } }, true],
    ["repositories of an owner", GITHUB, { StringLike: { [`${github}:repository`]: "acme/*" } }, false],
    ["those of owners alike", GITHUB, { StringLike: { [`${github}:repository`]: "acme*/app" } }, true],
    ["the id of the owner", GITHUB, { StringEquals: { [`${github}:repository_owner_id`]: "42" } }, false],
    [
      "a cluster with any service account",
      EKS,
      { StringEquals: { [`${eks}:aud`]: "sts.amazonaws.com" } },
      true,
    ],
    ["a service account", EKS, sub(eks, "system:serviceaccount:prod:app", "StringEquals"), false],
    ["an application of one's own", OKTA, { StringEquals: { "acme.okta.com:aud": "0oa1" } }, false],
    [
      "an identity pool",
      "cognito-identity.amazonaws.com",
      { StringEquals: { "cognito-identity.amazonaws.com:aud": "eu-west-1:1" } },
      false,
    ],
    ["any identity pool", "cognito-identity.amazonaws.com", undefined, true],
    ["SAML", "arn:aws:iam::111122223333:saml-provider/okta", undefined, false],
  ])("%s", (_, provider, condition, open) => {
    const found = of(web(provider, condition));
    expect(found?.anyToken).toEqual(open ? [provider] : []);
    expect(found?.federated).toEqual([provider]);
  });
});

test("what is no policy is not read", () => {
  expect(readTrust(null)).toBeNull();
  expect(readTrust("{}")).toBeNull();
  expect(readTrust('{"Statement": [{"Effect": "Allow"}]}')).toBeNull();
});
