import { expect, test } from "vitest";
import { at, pick, readFiles } from "./test-support.js";

const ACCOUNT = "111122223333";
const INSTANCE = "arn:aws:sso:::instance/ssoins-1";
const ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess";
const ALL = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
});
const instance = { InstanceArn: INSTANCE, OwnerAccountId: ACCOUNT, IdentityStoreId: "d-1", Status: "ACTIVE" };

/** A permission set of which everything was told. */
const set = (id: string, more: object = {}) => ({
  InstanceArn: INSTANCE,
  PermissionSetArn: `arn:aws:sso:::permissionSet/ssoins-1/ps-${id}`,
  PermissionSet: { Name: id, SessionDuration: "PT8H", CreatedDate: "2026-01-01T00:00:00Z" },
  AttachedManagedPolicies: [],
  CustomerManagedPolicyReferences: [],
  InlinePolicy: "",
  PermissionsBoundary: null,
  AccountIds: ["111122223333", "444455556666"],
  ...more,
});

async function read(document: object) {
  const reading = await readFiles({
    [`${ACCOUNT}/alias.json`]: JSON.stringify({ AccountAliases: ["one"] }),
    [`${ACCOUNT}/eu-central-1/identity-center.json`]: JSON.stringify(document),
  });
  return { reading, sets: reading.tables.permission_sets ?? [] };
}

test("an instance and its permission sets", async () => {
  const { reading, sets } = await read({
    Instances: [instance],
    PermissionSets: [set("a", { PermissionsBoundary: { ManagedPolicyArn: ADMINISTRATOR } })],
  });
  expect(reading.problems).toEqual([]);
  expect(reading.tables.identity_center_instances).toEqual([
    expect.objectContaining({ account_id: ACCOUNT, region: "eu-central-1", owner_account_id: ACCOUNT }),
  ]);
  expect(
    sets.map((row) => pick(row, "name", "session_seconds", "created_at", "accounts", "bounded")),
  ).toEqual([
    {
      name: "a",
      session_seconds: 28_800,
      created_at: at("2026-01-01T00:00:00Z"),
      accounts: 2,
      bounded: true,
    },
  ]);
  for (const kind of ["identity_center", "permission_sets", "permission_set_policies"]) {
    expect(reading.coverage(ACCOUNT, kind).status).toBe("ok");
  }
});

test.each([
  ["AdministratorAccess", { AttachedManagedPolicies: [{ Arn: ADMINISTRATOR, Name: "x" }] }, true],
  [
    "AdministratorAccess in China",
    { AttachedManagedPolicies: [{ Arn: ADMINISTRATOR.replace("aws:", "aws-cn:") }] },
    true,
  ],
  ["a policy that only ends like it", { AttachedManagedPolicies: [{ Arn: `${ADMINISTRATOR}2` }] }, false],
  ["an inline policy that allows everything", { InlinePolicy: ALL }, true],
  ["an inline policy that cannot be read", { InlinePolicy: "{" }, null],
  ["nothing", {}, false],
  ["a customer managed policy", { CustomerManagedPolicyReferences: [{ Name: "own", Path: "/team/" }] }, null],
  [
    "a customer managed policy beside AdministratorAccess",
    { AttachedManagedPolicies: [{ Arn: ADMINISTRATOR }], CustomerManagedPolicyReferences: [{ Name: "own" }] },
    true,
  ],
  ["policies that were not collected", { AttachedManagedPolicies: undefined }, null],
  ["an inline policy that was not collected", { InlinePolicy: undefined }, null],
])("%s", async (_, more, administrator) => {
  const { sets } = await read({ Instances: [instance], PermissionSets: [set("a", more)] });
  expect(sets).toEqual([expect.objectContaining({ administrator })]);
});

test("no instance is an answer; an instance whose sets were not listed is none", async () => {
  const none = await read({ Instances: [] });
  const kinds = ["identity_center", "permission_sets", "permission_set_policies", "permission_set_accounts"];
  expect(kinds.map((kind) => none.reading.coverage(ACCOUNT, kind).status)).toEqual(Array(4).fill("ok"));
  const unlisted = await read({ Instances: [instance] });
  expect(kinds.map((kind) => unlisted.reading.coverage(ACCOUNT, kind).status)).toEqual([
    "ok",
    ...Array(3).fill("not_collected"),
  ]);
});

test("a bad set loses itself, and what it does not tell is not known", async () => {
  const bad = set("bad", { PermissionSet: { Name: "bad", SessionDuration: "eight hours" } });
  const { reading, sets } = await read({
    Instances: [instance],
    PermissionSets: [bad, set("few", { PermissionSet: undefined, AccountIds: undefined })],
  });
  expect(reading.problems).toEqual([expect.stringContaining("must be a duration such as PT8H")]);
  expect(sets.map((row) => pick(row, "name", "session_seconds", "accounts"))).toEqual([
    { name: null, session_seconds: null, accounts: null },
  ]);
  expect(reading.coverage(ACCOUNT, "permission_sets").status).toBe("error");
});

const [MEMBER, OWNER, ORG] = ["444455556666", ACCOUNT, "o-aaaaaaaaaa"] as const;
const REFUSED = "sso:ListPermissionSets (AWS lets only others read it)";

/** A member that sees the instance of its organization and was refused its permission sets. */
function member(account: string, owner: string = OWNER) {
  const gaps = [
    "permission_sets",
    "permission_set_details",
    "permission_set_policies",
    "permission_set_accounts",
  ];
  const common = {
    region: "eu-central-1",
    collected_at: "2026-11-22T00:00:00Z",
    file: "identity-center.json",
  };
  return {
    [`${account}/eu-central-1/identity-center.json`]: JSON.stringify({
      Instances: [{ ...instance, OwnerAccountId: owner }],
    }),
    [`${account}/collection.json`]: JSON.stringify({
      version: 1,
      account_id: account,
      partition: "aws",
      collected_at: "2026-11-22T00:00:00Z",
      evidence: [
        { kind: "identity_center", status: "ok", ...common },
        ...gaps.map((kind) => ({ kind, status: "denied", detail: REFUSED, ...common })),
      ],
      calls: {},
    }),
  };
}

/** The organization, and which accounts are delegated administrators. */
function organization(...delegated: string[]) {
  const accountOf = (id: string) => ({
    Id: id,
    Arn: `arn:aws:organizations::${OWNER}:account/${ORG}/${id}`,
    Name: id,
    Status: "ACTIVE",
  });
  const administrators = delegated.map(accountOf);
  return {
    [`${ORG}/accounts.json`]: JSON.stringify({ Accounts: [OWNER, MEMBER, ...delegated].map(accountOf) }),
    [`${ORG}/delegated.json`]: JSON.stringify({ DelegatedAdministrators: administrators }),
  };
}

const statusOf = async (files: Record<string, string>, account: string = MEMBER) => {
  const reading = await readFiles(files);
  expect(reading.problems).toEqual([]);
  const kinds = ["permission_sets", "permission_set_policies"];
  return kinds.map((kind) => reading.coverage(account, kind).status);
};
const told = {
  [`${OWNER}/eu-central-1/identity-center.json`]: JSON.stringify({
    Instances: [instance],
    PermissionSets: [set("a")],
  }),
};

test.each([
  ["nobody told of them, and who may is not known", member(MEMBER), "denied"],
  ["another account told of them", { ...member(MEMBER), ...told }, "ok"],
  ["the account is no delegated administrator", { ...member(MEMBER), ...organization("777788889999") }, "ok"],
  ["the account is one, so its role may not", { ...member(MEMBER), ...organization(MEMBER) }, "denied"],
  ["the instance is its own", { ...member(MEMBER, MEMBER), ...organization("777788889999") }, "denied"],
])("permission sets that AWS refused: %s", async (_, files, status) => {
  expect(await statusOf(files)).toEqual([status, status]);
});
