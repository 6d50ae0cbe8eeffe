import { beforeAll, describe, expect, test } from "vitest";
import { MANAGEMENT, ORG, organizationFiles, PROD, SANDBOX } from "./test-organization.js";
import { csv, detail, root, user } from "./test-report.js";
import { type Reading, readFiles } from "./test-support.js";

const OUTSIDE = "999999999999";
const ALONE = "888888888888";
const UNTOLD = "777777777777";
const CLOUDSHELL = "arn:aws:iam::aws:policy/AWSCloudShellFullAccess";
const SUPPORT = "arn:aws:iam::aws:policy/AWSSupportAccess";

const trust = (Principal: object, Condition?: object, Action = "sts:AssumeRole") => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal, Action, ...(Condition && { Condition }) }],
});
const named = (account: string, kind: string, name: string, path = "/") => ({
  Path: path,
  Arn: `arn:aws:iam::${account}:${kind}${path}${name}`,
  CreateDate: "2020-01-01T00:00:00Z",
});
const role = (account: string, RoleName: string, policy: object | string, more: object = {}, path = "/") => ({
  ...named(account, "role", RoleName, path),
  RoleName,
  AssumeRolePolicyDocument: policy,
  RolePolicyList: [],
  RoleLastUsed: {},
  ...more,
});
const managed = (PolicyArn: string) => ({ PolicyArn, PolicyName: PolicyArn.split("/").at(-1) });
const known = (Arn: string) => ({ Arn, PolicyName: Arn.split("/").at(-1), AttachmentCount: 1 });

const OTHERS = trust({ AWS: [OUTSIDE, SANDBOX, MANAGEMENT] });
const details = (account: string) => ({
  UserDetailList: [
    {
      ...detail("ann", { GroupList: ["devs"], AttachedManagedPolicies: [managed(SUPPORT)] }),
      Arn: `arn:aws:iam::${account}:user/ann`,
    },
  ],
  GroupDetailList: [
    {
      ...named(account, "group", "devs"),
      GroupName: "devs",
      GroupPolicyList: [],
      AttachedManagedPolicies: [managed(CLOUDSHELL)],
    },
    { ...named(account, "group", "empty"), GroupName: "empty", GroupPolicyList: [] },
  ],
  RoleDetailList: [
    role(account, "others", OTHERS),
    role(account, "own", trust({ AWS: account })),
    role(account, "broken", "{"),
    role(account, "untold", trust({ Service: "ec2.amazonaws.com" }), { RoleLastUsed: undefined }),
    role(
      account,
      "okta",
      trust({ Federated: `arn:aws:iam::${account}:saml-provider/okta` }, undefined, "sts:AssumeRoleWithSAML"),
    ),
    role(
      account,
      "AWSServiceRoleForX",
      trust({ Service: "x.amazonaws.com" }),
      {},
      "/aws-service-role/x.amazonaws.com/",
    ),
  ],
  Policies: [known(SUPPORT), known(CLOUDSHELL)],
  IsTruncated: false,
});

let reading: Reading;
beforeAll(async () => {
  const organization = Object.entries(organizationFiles()).map(([name, text]) => [`${ORG}/${name}`, text]);
  const report = (account: string) =>
    csv([root(), user("ann", { password_enabled: "true" })]).replaceAll("111122223333", account);
  reading = await readFiles({
    ...Object.fromEntries(organization),
    [`${PROD}/details.json`]: JSON.stringify(details(PROD)),
    [`${PROD}/report.csv`]: report(PROD),
    [`${ALONE}/details.json`]: JSON.stringify(details(ALONE)),
    [`${ALONE}/report.csv`]: csv([root(), user("ann", { password_enabled: "?" })]).replaceAll(
      "111122223333",
      ALONE,
    ),
    [`${ALONE}/describe-organization.json`]: JSON.stringify({ Organization: null }),
    [`${UNTOLD}/details.json`]: JSON.stringify({ ...details(UNTOLD), UserDetailList: [] }),
  });
});

const rows = (table: string, account: string) =>
  (reading.tables[table] ?? []).filter(({ account_id }) => account_id === account);
const roleOf = (account: string, name: string) =>
  rows("roles", account).find(({ role_name }) => role_name === name);

describe("roles", () => {
  test("accounts of the organization are not outside, others are", () => {
    expect(roleOf(PROD, "others")).toMatchObject({
      trusts_anyone: false,
      trusts_accounts: [MANAGEMENT, SANDBOX, OUTSIDE],
      trusts_outside: [OUTSIDE],
      needs_external_id: [OUTSIDE],
      outside_accounts: 1,
      unguarded_accounts: 1,
    });
  });

  test("where no list tells the organization, nobody knows who is outside, and none is where none is trusted", () => {
    expect(roleOf(UNTOLD, "others")).toMatchObject({
      trusts_outside: null,
      needs_external_id: null,
      unguarded_accounts: null,
    });
    expect(roleOf(UNTOLD, "own")).toMatchObject({
      trusts_accounts: [],
      trusts_outside: [],
      unguarded_accounts: 0,
    });
  });

  test("a trust policy that cannot be read says nothing, and a use that is not told is not known", () => {
    expect(roleOf(PROD, "broken")).toMatchObject({
      trusts_anyone: null,
      trusts_accounts: null,
      unguarded_accounts: null,
    });
    expect(roleOf(PROD, "untold")).toMatchObject({
      use_known: false,
      trusted_services: ["ec2.amazonaws.com"],
    });
    expect(roleOf(PROD, "own")).toMatchObject({ use_known: true, last_used_at: null, service_linked: false });
    expect(roleOf(PROD, "AWSServiceRoleForX")).toMatchObject({ service_linked: true });
  });
});

test("a group is empty only where all users are known", () => {
  const members = (account: string) =>
    rows("groups", account).map(({ group_name, members: n }) => [group_name, n]);
  expect(members(PROD)).toEqual([
    ["devs", 1],
    ["empty", 0],
  ]);
  expect(members(UNTOLD)).toEqual([
    ["devs", null],
    ["empty", null],
  ]);
});

test("what identities have together", () => {
  expect(rows("iam_accounts", PROD)).toEqual([
    {
      account_id: PROD,
      arn: `arn:aws:iam::${PROD}:root`,
      support_roles: 0,
      support_identities: 1,
      cloudshell_identities: 1,
      cloudshell_holders: [`arn:aws:iam::${PROD}:group/devs`],
      people_roles: 1,
      console_users: 1,
    },
  ]);
  expect(rows("iam_accounts", ALONE)).toMatchObject([{ console_users: null }]);
  // Without a user the details may have been asked for with a filter.
  expect(rows("iam_accounts", UNTOLD)).toMatchObject([
    {
      support_roles: null,
      support_identities: null,
      cloudshell_identities: 1,
      people_roles: 1,
      console_users: null,
    },
  ]);
});

test("a use after the audit time is not known", async () => {
  const late = { RoleLastUsed: { LastUsedDate: "2027-01-01T00:00:00Z" } };
  const document = {
    IsTruncated: false,
    RoleDetailList: [role(UNTOLD, "late", trust({ Service: "ec2.amazonaws.com" }), late)],
  };
  const { tables } = await readFiles({ [`${UNTOLD}/details.json`]: JSON.stringify(document) });
  expect(tables.roles?.map((row) => [row.last_used_at, row.use_known])).toEqual([[null, false]]);
});
