import { afterEach, expect, test } from "vitest";
import { iamUsers } from "../../entities/iam-user.js";
import { createAccountTraits } from "./account-traits.js";
import { countTraits } from "./count-traits.js";
import { createSubjectTable } from "./subject-table.js";
import { AS_OF, accountId, Cohort } from "./test-cohort.js";
import { inOwnSchema } from "./work-tables.js";

let cohort: Cohort | undefined;
afterEach(() => cohort?.close());

type User = Parameters<typeof Cohort.open>[0][number];

/** Five users with the same traits, so that what they carry is counted; and what was counted, by kind. */
async function traitsOf(
  user: User,
  { account = {}, also = [] }: { account?: User; also?: readonly (readonly [string, User])[] } = {},
): Promise<Record<string, string[]>> {
  const users = Array.from({ length: 5 }, (_, index) => ({
    account_id: accountId(1),
    arn: `arn:aws:iam::${accountId(1)}:user/u${index}`,
    user_name: `u${index}`,
    ...user,
  }));
  cohort = await Cohort.open(users, [{ account_id: accountId(1), ...account }]);
  for (const [table, row] of also) {
    await cohort.insert(
      table,
      users.map(({ account_id, arn }) => ({ account_id, principal_arn: arn, ...row })),
    );
  }
  await cohort.fail("TRUE");
  const { engine, plan } = cohort;
  return await inOwnSchema(engine, async () => {
    await createAccountTraits(engine, AS_OF);
    const table = await createSubjectTable(engine, { plan, asOf: AS_OF, accounts: [] }, iamUsers);
    if (table === undefined) throw new Error("no users");
    const found: Record<string, string[]> = {};
    for (const { kind, value, carriers, failing } of (await countTraits(engine, table)).counts) {
      expect([kind, value, carriers, failing]).toEqual([kind, value, [5], [5]]);
      found[kind] = [...(found[kind] ?? []), value];
    }
    return found;
  });
}

test.each([
  ["app-17", { name_shape: ["app-#"], name_prefix: ["app"], name_suffix: ["#"] }],
  ["App-18", { name_shape: ["app-#"], name_prefix: ["app"], name_suffix: ["#"] }],
  ["svc_etl.prod", { name_shape: ["svc_etl.prod"], name_prefix: ["svc"], name_suffix: ["prod"] }],
  [
    "ann.lee@example.com",
    { name_shape: ["ann.lee@example.com"], name_prefix: ["ann"], mail_domain: ["example.com"] },
  ],
  [
    "ci-0f8fad5b-d9cb-469f-a165-70867728950e",
    { name_shape: ["ci-#"], name_prefix: ["ci"], name_suffix: ["#"] },
  ],
  ["job-deadbeef01", { name_shape: ["job-#"], name_prefix: ["job"], name_suffix: ["#"] }],
  ["decade", { name_shape: ["decade"] }],
  ["@x", { name_shape: ["@x"] }],
])("the name %s", async (user_name, expected) => {
  const { account: _, name_shape, name_prefix, name_suffix, mail_domain } = await traitsOf({ user_name });
  const found = { name_shape, name_prefix, name_suffix, mail_domain };
  expect(Object.fromEntries(Object.entries(found).filter(([, values]) => values !== undefined))).toEqual(
    expected,
  );
});

test.each([
  ["/", ["/"]],
  ["/team/", ["/team/"]],
  ["/a/b/c/d/", ["/a/", "/a/b/", "/a/b/c/"]],
  [null, undefined],
])("the path %s", async (path, expected) => {
  expect((await traitsOf({ path })).iam_path).toEqual(expected);
});

test.each([
  [Date.UTC(2025, 0, 1) / 1000, "2025"],
  [Date.UTC(2025, 0, 1) / 1000 - 1, "2024"],
  [Date.UTC(2011, 0, 1) / 1000, "2011"],
  [Date.UTC(2010, 11, 31) / 1000, "2010 or before"],
])("made at %d", async (created_at, year) => {
  const found = await traitsOf({ created_at });
  expect([found.creation_year, found.account_year]).toEqual([[year], [year]]);
});

test("groups, tags and boundary; what stands there twice counts once", async () => {
  const found = await traitsOf({
    groups: ["Dev", "All", "Dev"],
    tags: JSON.stringify({ team: "web", "a=b": "c" }),
    boundary_arn: "arn:aws:iam::111122223333:policy/limits/Dev",
  });
  expect(found).toMatchObject({
    group: ["All", "Dev"],
    tag: ["a=b=c", "team=web"],
    tag_key: ["a=b", "team"],
    boundary: ["limits/Dev"],
  });
});

test("tags that are no object are none", async () => {
  for (const tags of ["[1]", "nonsense", "{}", null]) {
    expect((await traitsOf({ tags })).tag).toBeUndefined();
    cohort?.close();
  }
  cohort = undefined;
});

test("policies: AWS's own, one's own, and inline ones", async () => {
  const attached = (policy_id: string) => ["policy_attachments", { kind: "attached", policy_id }] as const;
  const also = [
    attached("arn:aws:iam::aws:policy/AdministratorAccess"),
    attached("arn:aws-cn:iam::aws:policy/job-function/Billing"),
    attached("arn:aws:iam::111122223333:policy/team/Deploy"),
    attached("arn:aws:iam::111122223333:policy/team/Deploy"),
  ];
  const found = await traitsOf({}, { also });
  expect(found.attached_policy).toEqual([
    "aws:AdministratorAccess",
    "aws:job-function/Billing",
    "team/Deploy",
  ]);
});

test("where keys are used, each place once, of active keys only", async () => {
  const key = (slot: number, active: boolean, service: string, region: string) => ({
    [`access_key_${slot}_active`]: active,
    [`access_key_${slot}_last_used_service`]: service,
    [`access_key_${slot}_last_used_region`]: region,
  });
  const both = await traitsOf({ ...key(1, true, "s3", "eu-west-1"), ...key(2, true, "s3", "us-east-1") });
  expect([both.key_service, both.key_region]).toEqual([["s3"], ["eu-west-1", "us-east-1"]]);
  cohort?.close();
  const one = await traitsOf({ ...key(1, false, "s3", "eu-west-1"), ...key(2, true, "ec2", "us-east-1") });
  expect([one.key_service, one.key_region]).toEqual([["ec2"], ["us-east-1"]]);
});

test("what accounts are and where they lie", async () => {
  const account = {
    org_id: "o-1",
    org_role: "member",
    partition: "aws",
    ou_path: "/Workloads/Prod",
    tags: JSON.stringify({ owner: "web" }),
  };
  expect(await traitsOf({}, { account })).toMatchObject({
    account: [accountId(1)],
    organization: ["o-1"],
    account_role: ["member"],
    partition: ["aws"],
    organizational_unit: ["/Workloads", "/Workloads/Prod"],
    account_tag: ["owner=web"],
    account_tag_key: ["owner"],
  });
});

test("an account at the root of its organization is in no unit; an unknown role is none", async () => {
  const found = await traitsOf({}, { account: { org_id: "o-1", org_role: "unknown", ou_path: "/" } });
  expect([found.organizational_unit, found.account_role]).toEqual([undefined, undefined]);
});

test("units of several organizations are told apart", async () => {
  const users = [1, 2].flatMap((number) =>
    Array.from({ length: 5 }, (_, index) => ({
      account_id: accountId(number),
      arn: `user/${number}-${index}`,
    })),
  );
  const accounts = [1, 2].map((number) => ({
    account_id: accountId(number),
    org_id: `o-${number}`,
    ou_path: "/Prod",
  }));
  cohort = await Cohort.open(users, accounts);
  const { engine } = cohort;
  const units = await inOwnSchema(engine, async () => {
    await createAccountTraits(engine, AS_OF);
    return await engine.all(
      "SELECT value FROM causes.accounts WHERE kind = 'organizational_unit' ORDER BY value",
    );
  });
  expect(units.map(({ value }) => value)).toEqual(["/Prod of o-1", "/Prod of o-2"]);
});
