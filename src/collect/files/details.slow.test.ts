import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { openDuckDB } from "../../engine/duckdb/open.js";
import { openTables } from "../../lake/open.js";
import { openStage } from "../../lake/stage.js";
import { collectFiles } from "./index.js";
import { expandSources } from "./sources.js";
import { ACCOUNT, csv, detail, root, user } from "./test-report.js";
import { at, inFolder, type Reading, readFiles, writeFiles } from "./test-support.js";

const arn = (resource: string) => `arn:aws:iam::${ACCOUNT}:${resource}`;
const DOCUMENT = { Version: "2012-10-17", Statement: [{ Effect: "Deny", Action: "*", Resource: "*" }] };
const ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess";

const PAGE = {
  UserDetailList: [
    detail("ann", {
      GroupList: ["devs"],
      AttachedManagedPolicies: [{ PolicyName: "AdministratorAccess", PolicyArn: ADMIN }],
      // The API answers with URL-encoded text, the CLI prints an object.
      UserPolicyList: [
        { PolicyName: "in line", PolicyDocument: encodeURIComponent(JSON.stringify(DOCUMENT)) },
      ],
      PermissionsBoundary: { PermissionsBoundaryType: "Policy", PermissionsBoundaryArn: arn("policy/edge") },
    }),
  ],
  GroupDetailList: [
    {
      Path: "/",
      GroupName: "devs",
      GroupId: "AGPA1",
      Arn: arn("group/devs"),
      CreateDate: "2020-01-01T00:00:00+00:00",
      GroupPolicyList: [{ PolicyName: "g", PolicyDocument: DOCUMENT }],
      AttachedManagedPolicies: [],
    },
  ],
  RoleDetailList: [
    {
      Path: "/service-role/",
      RoleName: "runner",
      RoleId: "AROA1",
      Arn: arn("role/service-role/runner"),
      CreateDate: 1_577_836_800.5,
      AssumeRolePolicyDocument: DOCUMENT,
      RolePolicyList: [],
      AttachedManagedPolicies: [{ PolicyName: "edge", PolicyArn: arn("policy/edge") }],
      RoleLastUsed: { LastUsedDate: "2026-01-01T00:00:00Z", Region: "eu-west-1" },
      Tags: [{ Key: "__proto__", Value: "x" }],
    },
  ],
  Policies: [
    {
      PolicyName: "edge",
      PolicyId: "ANPA1",
      Arn: arn("policy/edge"),
      AttachmentCount: 1,
      DefaultVersionId: "v2",
      PolicyVersionList: [
        { VersionId: "v1", IsDefaultVersion: false, Document: { old: true } },
        { VersionId: "v2", IsDefaultVersion: true, Document: DOCUMENT },
      ],
    },
    {
      PolicyName: "AdministratorAccess",
      Arn: ADMIN,
      AttachmentCount: 1,
      DefaultVersionId: "v1",
      PolicyVersionList: [{ VersionId: "v1", Document: "%7B%22Version%22%3A%222012-10-17%22%7D" }],
    },
    {
      PolicyName: "odd",
      Arn: arn("policy/odd"),
      PolicyVersionList: [{ IsDefaultVersion: true, Document: "%zz" }],
    },
  ],
};

describe("one page of authorization details", () => {
  let reading: Reading;
  beforeAll(async () => {
    reading = await readFiles({ "details.json": JSON.stringify(PAGE), "again.json": JSON.stringify(PAGE) });
  });
  const table = (name: string) => reading.tables[name] ?? [];

  test("needs no folder: its ARNs name the account", () => {
    expect(reading.problems).toEqual([
      expect.stringContaining(`without a document that can be read: arn:aws:iam::${ACCOUNT}:policy/odd.`),
    ]);
    expect(reading.accounts.map(({ account_id }) => account_id)).toEqual([ACCOUNT]);
    expect(reading.coverage(ACCOUNT, "authorization_details").status).toBe("ok");
  });

  test("gives users, of whom without a report nothing else is known", () => {
    expect(
      reading.users.map(({ user_name, in_report, in_account }) => [user_name, in_report, in_account]),
    ).toEqual([["ann", false, true]]);
    expect(reading.coverage(ACCOUNT, "credential_report").status).toBe("not_collected");
  });

  test("gives groups and roles, each once although two files hold them", () => {
    expect(table("groups")).toEqual([
      {
        account_id: ACCOUNT,
        arn: arn("group/devs"),
        group_name: "devs",
        group_id: "AGPA1",
        path: "/",
        created_at: at("2020-01-01T00:00:00Z"),
        members: 1,
        attached_policies: 0,
        inline_policies: 1,
      },
    ]);
    expect(table("roles")).toMatchObject([
      {
        account_id: ACCOUNT,
        arn: arn("role/service-role/runner"),
        role_name: "runner",
        role_id: "AROA1",
        path: "/service-role/",
        created_at: at("2020-01-01T00:00:00Z"),
        last_used_at: at("2026-01-01T00:00:00Z"),
        trust_policy: JSON.stringify(DOCUMENT),
        boundary_arn: null,
        tags: expect.any(String),
        use_known: true,
        service_linked: false,
        attached_policies: 1,
        inline_policies: 0,
        // A trust policy without a principal is none.
        trusts_anyone: null,
        trusts_accounts: null,
      },
    ]);
  });

  test("gives the default version of managed policies, and inline ones under their owner", () => {
    const found = table("policies").map(({ policy_id, kind, owner_arn, attachments, document }) => [
      policy_id,
      kind,
      owner_arn,
      attachments,
      document,
    ]);
    const document = JSON.stringify(DOCUMENT);
    expect(found).toEqual([
      [`${arn("group/devs")}#g`, "inline", arn("group/devs"), null, document],
      [arn("policy/edge"), "customer_managed", null, 1, document],
      [arn("policy/odd"), "customer_managed", null, null, "%zz"],
      [`${arn("user/ann")}#in line`, "inline", arn("user/ann"), null, document],
      [ADMIN, "aws_managed", null, 1, '{"Version":"2012-10-17"}'],
    ]);
  });

  test("gives what is attached to whom, boundaries apart", () => {
    const found = table("policy_attachments").map(({ principal_kind, principal_arn, kind, policy_id }) => [
      principal_kind,
      String(principal_arn).split("/").at(-1),
      kind,
      policy_id,
    ]);
    expect(found).toEqual([
      ["group", "devs", "inline", `${arn("group/devs")}#g`],
      ["role", "runner", "attached", arn("policy/edge")],
      ["user", "ann", "attached", ADMIN],
      ["user", "ann", "boundary", arn("policy/edge")],
      ["user", "ann", "inline", `${arn("user/ann")}#in line`],
    ]);
  });
});

describe("several pages", () => {
  const page = (names: readonly string[], more: object = {}) => ({
    UserDetailList: names.map((name) => detail(name)),
    GroupDetailList: [],
    RoleDetailList: [],
    Policies: [],
    IsTruncated: true,
    ...more,
  });
  /** The last page is often nothing but policies of AWS's, which name no account. */
  const last = page([], { Policies: [PAGE.Policies[1]], IsTruncated: false });
  const names = ({ users }: Reading) => users.map(({ user_name }) => user_name);

  test.each([
    [
      "one after the other in a file",
      { "a.json": [page(["ann"]), page(["bob"]), last].map((one) => JSON.stringify(one)).join("\n") },
    ],
    ["as an array", { "a.json": JSON.stringify([page(["ann"]), page(["bob"]), last]) }],
    [
      "in files of their own, in the folder of the account",
      {
        [`${ACCOUNT}/1.json`]: JSON.stringify(page(["bob"])),
        [`${ACCOUNT}/2.json`]: JSON.stringify(last),
        [`${ACCOUNT}/0.json`]: JSON.stringify(page(["ann"])),
      },
    ],
  ])("%s are one account's", async (_, files) => {
    const reading = await readFiles(files);
    expect([reading.problems, names(reading)]).toEqual([[], ["ann", "bob"]]);
    expect(reading.coverage(ACCOUNT, "authorization_details").status).toBe("ok");
    expect(reading.tables.policies?.length).toBe(1);
  });

  test("of which a page names no account, in files outside of its folder: that page is asked for", async () => {
    const reading = await readFiles({
      "1.json": JSON.stringify(page(["ann"])),
      "2.json": JSON.stringify(last),
    });
    expect(reading.problems).toEqual([
      "2.json: the document does not say which account it is about. Put it into a folder called by the 12 digits of the account.",
      `account ${ACCOUNT}: the last page of the authorization details is missing. Fetch all pages: \`aws iam get-account-authorization-details\` does so unless --no-paginate is given.`,
    ]);
    expect(names(reading)).toEqual(["ann"]);
  });

  test("of several accounts in one file are told apart", async () => {
    const other = JSON.stringify([page(["cid"]), last]).replaceAll(ACCOUNT, "222233334444");
    const reading = await readFiles({ "a.json": `${JSON.stringify([page(["ann"]), last])}\n${other}` });
    expect(reading.problems).toEqual([]);
    expect(reading.users.map(({ account_id, user_name }) => [account_id, user_name])).toEqual([
      [ACCOUNT, "ann"],
      ["222233334444", "cid"],
    ]);
    expect(reading.tables.policies?.map(({ account_id }) => account_id)).toEqual([ACCOUNT, "222233334444"]);
  });
});

test("details of another partition name it, even without a user", async () => {
  const role = { ...PAGE.RoleDetailList[0], Arn: `arn:aws-cn:iam::${ACCOUNT}:role/runner` };
  const { accounts } = await readFiles({
    "a.json": JSON.stringify({ UserDetailList: [], RoleDetailList: [role] }),
  });
  expect(accounts.map(({ partition }) => partition)).toEqual(["aws-cn"]);
});

test("documents of an account are told apart by what is in them, not by their names", async () => {
  const reading = await readFiles({
    [`${ACCOUNT}/1.json`]: csv([root(), user("ann")]),
    [`${ACCOUNT}/2.txt`]: JSON.stringify({ AccountAliases: ["acme-prod"] }),
    [`${ACCOUNT}/sub/3.json`]: JSON.stringify({
      PasswordPolicy: {
        MinimumPasswordLength: 14,
        RequireSymbols: true,
        MaxPasswordAge: 90,
        HardExpiry: false,
        ExpirePasswords: true,
      },
    }),
    "222233334444/4.json": '{"PasswordPolicy": null}',
  });
  expect(reading.problems).toEqual([]);
  expect(reading.account(ACCOUNT).alias).toBe("acme-prod");
  expect(reading.user("ann").in_report).toBe(true);
  expect(reading.tables.password_policies).toEqual([
    {
      account_id: ACCOUNT,
      arn: `arn:aws:iam::${ACCOUNT}:account-password-policy`,
      custom: true,
      minimum_length: 14,
      length_in_force: 14,
      require_symbols: true,
      require_numbers: null,
      require_uppercase: null,
      require_lowercase: null,
      allow_change: null,
      max_age_days: 90,
      reuse_prevention: null,
      hard_expiry: false,
    },
    expect.objectContaining({
      account_id: "222233334444",
      custom: false,
      minimum_length: null,
      length_in_force: 8,
    }),
  ]);
});

test("the engine that made a snapshot reads it from the lake like any other", async () => {
  await inFolder(async (folder) => {
    await writeFiles(join(folder, "in"), { "1.json": JSON.stringify(PAGE), "2.json": JSON.stringify(PAGE) });
    const stage = await openStage(join(folder, "lake"));
    const engine = await openDuckDB({ threads: 1 });
    const files = await expandSources([join(folder, "in")]);
    const { manifest } = await collectFiles(engine, stage, { files, asOf: 0, now: () => 0, standalone: [] });
    await openTables(engine, stage.lake, manifest);
    for (const [table, { rows }] of Object.entries(manifest.tables)) {
      expect({ table, rows: await engine.all(`SELECT count(*) AS n FROM ${table}`) }).toEqual({
        table,
        rows: [{ n: rows }],
      });
    }
    engine.close();
    await stage.discard();
  });
});
