import { describe, expect, test } from "vitest";
import { MANAGEMENT, ORG, organizationFiles, PROD, SANDBOX, within } from "./test-organization.js";
import {
  ACCOUNT,
  collectionJson,
  csv,
  detail,
  key,
  password,
  reportJson,
  root,
  user,
} from "./test-report.js";
import { pick, type Reading, readFiles } from "./test-support.js";

/** A bad element of a document loses itself and what rests on it, and none of its neighbours. */

const LOST = "What rests on it counts as unknown. Fetch the document again.";
const arn = (resource: string) => `arn:aws:iam::${ACCOUNT}:${resource}`;
const HUGE = 1e300;
const REPORT_AT = "2026-11-20T08:00:00Z";
const AFTER = "2026-11-20T09:00:00Z";
const rows = [root(), ...["ann", "bob", "cid"].map((name) => user(name, password("N/A")))];
const report = { [`${ACCOUNT}/report.json`]: reportJson(csv(rows), REPORT_AT) };
const readWith = (name: string, document: unknown, more: Readonly<Record<string, string>> = {}) =>
  readFiles({ ...report, [`${ACCOUNT}/${name}`]: JSON.stringify(document), ...more });

describe("beside a good report", () => {
  test.each([
    [
      "a policy attached more often than there are things",
      { UserDetailList: [], Policies: [{ PolicyName: "p", Arn: arn("policy/p"), AttachmentCount: HUGE }] },
      "Policies[0].AttachmentCount: must be a whole number",
      "authorization_details",
    ],
    [
      "a user made at the end of time",
      { UserDetailList: [detail("ann", { CreateDate: 1e19 })] },
      "UserDetailList[0].CreateDate: must be a time",
      "authorization_details",
    ],
    [
      "a user whose ARN names another one",
      { UserDetailList: [detail("ann", { UserName: "bob" }), detail("bob"), detail("cid")] },
      "UserDetailList[0].UserName: must be the name that its ARN ends with",
      "authorization_details",
    ],
    [
      "a group whose ARN names another one",
      { UserDetailList: [], GroupDetailList: [{ GroupName: "b", Arn: arn("group/a") }] },
      "GroupDetailList[0].GroupName: must be the name that its ARN ends with",
      "authorization_details",
    ],
    [
      "a role whose ARN names another one",
      { UserDetailList: [], RoleDetailList: [{ RoleName: "b", Arn: arn("role/p/a") }] },
      "RoleDetailList[0].RoleName: must be the name that its ARN ends with",
      "authorization_details",
    ],
    [
      "a tag that is half of a character",
      { UserDetailList: [detail("ann", { Tags: [{ Key: "owner", Value: "\ud800" }] })] },
      "UserDetailList[0].Tags[0].Value: must be Unicode text",
      "authorization_details",
    ],
    [
      "a policy that spells half of a character",
      {
        UserDetailList: [],
        Policies: [
          { PolicyName: "p", Arn: arn("policy/p"), PolicyVersionList: [{ Document: '{"Sid":"\\uD800"}' }] },
        ],
      },
      "Policies[0].PolicyVersionList[0].Document: must be Unicode text",
      "authorization_details",
    ],
    [
      "a policy that does so 5,000 levels deep",
      {
        UserDetailList: [],
        Policies: [
          {
            PolicyName: "p",
            Arn: arn("policy/p"),
            PolicyVersionList: [{ Document: `{"a":${"[".repeat(5000)}"\\\\\\uDC00"${"]".repeat(5000)}}` }],
          },
        ],
      },
      "Policies[0].PolicyVersionList[0].Document: must be Unicode text",
      "authorization_details",
    ],
    [
      "another report made at the end of time",
      { Content: Buffer.from(csv(rows)).toString("base64"), GeneratedTime: 1e22 },
      "GeneratedTime: must be a time",
      "credential_report",
    ],
    [
      "a device enabled at the end of time",
      { VirtualMFADevices: [{ SerialNumber: "x", EnableDate: HUGE, User: { Arn: arn("user/ann") } }] },
      "VirtualMFADevices[0].EnableDate: must be a time",
      "virtual_mfa_devices",
    ],
    [
      "a password policy of half days",
      { PasswordPolicy: { MinimumPasswordLength: 8, MaxPasswordAge: 1.5 } },
      "PasswordPolicy.MaxPasswordAge: must be a whole number",
      "password_policy",
    ],
    [
      "a summary of more than can be counted",
      { SummaryMap: { AccountMFAEnabled: HUGE, AccountAccessKeysPresent: HUGE } },
      "SummaryMap.AccountMFAEnabled: must be a whole number",
      "account_summary",
    ],
    [
      "a credential of nobody",
      { ServiceSpecificCredentials: [{ ServiceSpecificCredentialId: "ACCA1" }] },
      "ServiceSpecificCredentials[0].UserName: Invalid input: expected string, received undefined",
      "service_credentials",
    ],
    [
      "an alias that is a number",
      { AccountAliases: [7] },
      "AccountAliases[0]: Invalid input: expected string, received number",
      "account_alias",
    ],
  ])("%s is one problem with its place, and the report is read", async (_, document, place, kind) => {
    const reading = await readWith("bad.json", document);
    expect(reading.problems).toEqual([`${ACCOUNT}/bad.json: ${place}. ${LOST}`]);
    expect(reading.coverage(ACCOUNT, kind)).toMatchObject({
      status: "error",
      detail: `cannot be read: ${place}`,
    });
    expect(reading.users.map(({ in_report }) => in_report)).toEqual([true, true, true]);
  });

  test("a document among several in a file has its number", async () => {
    const pages = [
      { UserDetailList: [detail("ann")], IsTruncated: true },
      { UserDetailList: [detail("bob"), { UserName: "cid" }], IsTruncated: false },
    ];
    const { problems } = await readWith("pages.json", pages);
    expect(problems).toEqual([expect.stringContaining("pages.json: [1].UserDetailList[1].Arn: ")]);
  });

  test("each of many has its line, and the coverage tells the first", async () => {
    const reading = await readWith("details.json", { UserDetailList: [1, detail("bob"), "three"] });
    expect(reading.problems).toHaveLength(2);
    expect(reading.coverage(ACCOUNT, "authorization_details").detail).toMatch(
      /^cannot be read: UserDetailList\[0\]: .*, and 1 more$/,
    );
    expect(reading.user("bob").in_account).toBe(true);
  });
});

describe("authorization details", () => {
  const policy = (name: string, values: object = {}) => ({
    PolicyName: name,
    Arn: arn(`policy/${name}`),
    AttachmentCount: 1,
    DefaultVersionId: "v1",
    PolicyVersionList: [{ VersionId: "v1", Document: { Statement: [] } }],
    ...values,
  });
  const collected = {
    [`${ACCOUNT}/collection.json`]: collectionJson(ACCOUNT, [
      ["authorization_details", "ok", AFTER, { file: "details.json" }],
    ]),
  };

  test("whole, tell who was deleted; with a user that cannot be read they tell of nobody", async () => {
    const whole = await readWith("details.json", { UserDetailList: [detail("ann")] }, collected);
    expect(whole.users.map(({ user_name }) => user_name)).toEqual(["ann"]);
    const users = [detail("ann", { GroupList: ["devs"] }), detail("bob", { CreateDate: "yesterday" })];
    const reading = await readWith("details.json", { UserDetailList: users }, collected);
    expect(reading.notes.join()).not.toContain("deleted");
    expect(reading.users.map((row) => pick(row, "user_name", "in_account", "groups"))).toEqual([
      { user_name: "ann", in_account: true, groups: ["devs"] },
      { user_name: "bob", in_account: null, groups: null },
      { user_name: "cid", in_account: null, groups: null },
    ]);
    expect(reading.coverage(ACCOUNT, "authorization_details").status).toBe("error");
  });

  test("with a bad policy: it is there, and nobody knows what it says", async () => {
    const bad = policy("bad", { PolicyVersionList: [{ VersionId: "v1", Document: 7 }] });
    const UserDetailList = [
      detail("ann", { AttachedManagedPolicies: [{ PolicyName: "bad", PolicyArn: arn("policy/bad") }] }),
    ];
    const reading = await readWith("details.json", { UserDetailList, Policies: [bad, policy("good")] });
    expect(reading.tables.policies?.map((row) => pick(row, "name", "attachments", "document"))).toEqual([
      { name: "bad", attachments: null, document: null },
      { name: "good", attachments: 1, document: '{"Statement":[]}' },
    ]);
    expect(reading.user("ann").attached_policies).toBe(1);
  });

  test("told twice, one reading good and one bad: what can be read counts", async () => {
    const details = (bad: object) => JSON.stringify({ UserDetailList: [], Policies: [policy("p", bad)] });
    const reading = await readFiles({
      ...report,
      [`${ACCOUNT}/1.json`]: details({ AttachmentCount: "many" }),
      [`${ACCOUNT}/2.json`]: details({}),
    });
    expect(reading.tables.policies?.map(({ document }) => document)).toEqual(['{"Statement":[]}']);
  });
});

test("a device that cannot be read leaves it open whether its owner has one, and nobody else", async () => {
  const device = (name: string, EnableDate: unknown) => ({
    SerialNumber: arn(`mfa/${name}`),
    EnableDate,
    User: { Arn: arn(`user/${name}`) },
  });
  const reading = await readWith("devices.json", {
    VirtualMFADevices: [device("ann", true), device("bob", AFTER), { SerialNumber: 7 }],
  });
  expect(reading.users.map(({ mfa_active }) => mfa_active)).toEqual([null, true, false]);
});

describe("users that were read again live", () => {
  const fresh = (users: readonly string[]) => ({
    [`${ACCOUNT}/fresh.json`]: JSON.stringify({
      version: 1,
      account_id: ACCOUNT,
      collected_at: AFTER,
      users,
    }),
  });
  const keyOf = (UserName: string, CreateDate: unknown) => ({
    UserName,
    AccessKeyId: `AKIA${UserName}`,
    Status: "Active",
    CreateDate,
  });
  const readFresh = (keys: readonly object[], users = ["ann", "bob", "cid"]) =>
    readFiles(
      {
        ...fresh(users),
        [`${ACCOUNT}/report.csv`]: csv(rows.map((row) => ({ ...row, ...key(1, "2026-01-01T00:00:00Z") }))),
        [`${ACCOUNT}/access-keys.json`]: JSON.stringify({ AccessKeyMetadata: keys }),
      },
      { asOf: AFTER },
    );
  const keys = ({ users }: Reading) => users.map(({ active_keys }) => active_keys);

  test("a key that cannot be read makes the keys of its user unknown", async () => {
    const bad = [keyOf("ann", HUGE), keyOf("bob", "2026-11-20T08:30:00Z")];
    expect(keys(await readFresh(bad))).toEqual([null, 1, 0]);
  });

  test("one of nobody knows whom makes those of all unknown who were read again", async () => {
    expect(keys(await readFresh([keyOf("bob", AFTER), { UserName: 7 }], ["ann", "bob"]))).toEqual([
      null,
      null,
      1,
    ]);
  });
});

describe("an organization", () => {
  /** Replaces an element of a list in a file. */
  async function spoilt(file: string, index: number, element: (now: object) => unknown) {
    const files = organizationFiles();
    const [[member = "", list = []] = []] = Object.entries<object[]>(JSON.parse(files[file] ?? ""));
    const changed = { [member]: list.map((one, at) => (at === index ? element(one) : one)) };
    const reading = await readFiles(within(ORG, { ...files, [file]: JSON.stringify(changed) }));
    expect(reading.problems).toEqual([expect.stringContaining(`${ORG}/${file}: ${member}[${index}]`)]);
    const statusOf = (kind: string) => (id: string) => reading.coverage(id, kind).status;
    return { reading, organization: statusOf("organization"), scp: statusOf("scp") };
  }

  test("whole, is covered for every account", async () => {
    const reading = await readFiles(within(ORG, organizationFiles()));
    expect([PROD, SANDBOX].map((id) => reading.coverage(id, "scp").status)).toEqual(["ok", "ok"]);
  });

  test("an account that cannot be read is known by its id, and its neighbours are whole", async () => {
    const { reading, organization } = await spoilt("list-accounts.json", 1, (now) => ({ ...now, Name: 7 }));
    expect(organization(PROD)).toBe("error");
    expect(organization(SANDBOX)).toBe("ok");
    expect(reading.account(PROD).name).toBeNull();
  });

  test("a unit that cannot be read leaves the accounts below it without their policies", async () => {
    const { organization, scp, reading } = await spoilt("organizational-units.json", 1, () => ({}));
    expect([organization(PROD), scp(PROD)]).toEqual(["error", "error"]);
    expect([organization(SANDBOX), scp(SANDBOX)]).toEqual(["ok", "ok"]);
    expect(reading.account(PROD).ou_path).toBeNull();
  });

  test("a policy that cannot be read is missing where it is attached", async () => {
    const { organization, scp } = await spoilt("organization-policies.json", 1, (now) => ({
      ...now,
      Content: 7,
    }));
    expect([scp(PROD), scp(SANDBOX), organization(PROD)]).toEqual(["error", "ok", "ok"]);
  });

  test("of a target that cannot be read, some policy is attached there, or anywhere", async () => {
    const last = JSON.parse(organizationFiles()["policy-targets.json"] ?? "").PolicyTargets.length - 1;
    const there = await spoilt("policy-targets.json", last, (now) => ({ ...now, PolicyId: 7 }));
    expect([there.scp(PROD), there.scp(SANDBOX)]).toEqual(["error", "ok"]);
    const anywhere = await spoilt("policy-targets.json", last, () => null);
    expect([there.scp(MANAGEMENT), anywhere.scp(SANDBOX)]).toEqual(["ok", "error"]);
  });
});
