import { expect, test } from "vitest";
import {
  MANAGEMENT,
  ORG,
  organizationFiles,
  PROD,
  policy,
  within,
} from "../collect/files/test-organization.js";
import { csv, detail, inAccount, key, root, user } from "../collect/files/test-report.js";
import { inFolder } from "../collect/files/test-support.js";
import { deriveFiles, type Files } from "./test-deriving.js";

const NEEDS_MFA = policy("p-needsmfa1", "needs-mfa", "RESOURCE_CONTROL_POLICY", {
  Effect: "Deny",
  Principal: "*",
  Action: "*",
  Resource: "*",
  Condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } },
});

/** The organization, with one more policy attached to its root: all its accounts stand below. */
function organizationWith(more: typeof NEEDS_MFA): Readonly<Record<string, string>> {
  const { "collection.json": _all, ...files } = organizationFiles();
  const items = (name: string, member: string): unknown[] => JSON.parse(files[name] ?? "")[member];
  const policies = [...items("organization-policies.json", "OrganizationPolicies"), more];
  const target = { PolicyId: more.PolicySummary.Id, TargetId: "r-root", Type: "ROOT" };
  return within(ORG, {
    ...files,
    "organization-policies.json": JSON.stringify({ OrganizationPolicies: policies }),
    "policy-targets.json": JSON.stringify({
      PolicyTargets: [...items("policy-targets.json", "PolicyTargets"), target],
    }),
  });
}

/** Ann, who may do with her key nothing but send messages to a queue of her own account. */
function sender(account: string): Files {
  const send = { Effect: "Allow", Action: "sqs:SendMessage", Resource: `arn:aws:sqs:eu-west-1:${account}:q` };
  const details = detail("ann", {
    Arn: `arn:aws:iam::${account}:user/ann`,
    UserPolicyList: [{ PolicyName: "send", PolicyDocument: { Version: "2012-10-17", Statement: [send] } }],
  });
  return {
    [`${account}/report.csv`]: csv(inAccount(account, [root(), user("ann", key(1, "2022-01-01T00:00:00Z"))])),
    [`${account}/details.json`]: { UserDetailList: [details] },
  };
}

/** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html */
test("a resource control policy on the root binds members and not the management account", async () => {
  await inFolder(async (folder) => {
    const { mfa } = await deriveFiles(folder, {
      ...organizationWith(NEEDS_MFA),
      ...sender(MANAGEMENT),
      ...sender(PROD),
    });
    expect(mfa.map((row) => [row.account_id, row.key_verdict])).toEqual([
      [MANAGEMENT, "not_enforced"],
      [PROD, "enforced"],
    ]);
  });
});
