import { beforeAll, describe, expect, test } from "vitest";
import { ACCOUNT, csv, inAccount, root, user } from "./test-report.js";
import { type Files, pick, type Reading, readFiles } from "./test-support.js";

const report = (accountId: string) => csv(inAccount(accountId, [root(), user("ann")]));
const arn = (org: string, management: string, accountId: string) =>
  `arn:aws:organizations::${management}:account/${org}/${accountId}`;
const org = (Id: string, MasterAccountId: string, FeatureSet = "ALL") =>
  JSON.stringify({
    Organization: {
      Id,
      Arn: `arn:aws:organizations::${MasterAccountId}:organization/${Id}`,
      FeatureSet,
      MasterAccountId,
      MasterAccountEmail: "x@example.com",
      AvailablePolicyTypes: [],
    },
  });
const listed = (org: string, management: string, accounts: Readonly<Record<string, object>>) =>
  JSON.stringify({
    Accounts: Object.entries(accounts).map(([Id, more]) => ({
      Id,
      Arn: arn(org, management, Id),
      Email: "x",
      ...more,
    })),
  });
const NOT_IN_USE = "AWSOrganizationsNotInUseException";
const notInUse = JSON.stringify({
  __type: NOT_IN_USE,
  Message: "Your account is not a member of an organization.",
});
const cliError = `\nAn error occurred (${NOT_IN_USE}) when calling the DescribeOrganization operation: Your account is not a member of an organization.\n`;

const id = (n: number) => String(800_000_000_000 + n);
const [
  MANAGER,
  MEMBER,
  LEAVER,
  BILLED,
  BILLER,
  LONER,
  CLI_LONER,
  ASKER,
  STRANGER,
  TOLD,
  TOLD_MANAGER,
  CONTRADICTED,
] = Array.from({ length: 12 }, (_, n) => id(n)) as [
  string,
  string,
  string,
  string,
  string,
  string,
  string,
  string,
  string,
  string,
  string,
  string,
];

const ACCOUNTS_YAML = `
version: 1
accounts:
  - account_id: "${TOLD}"
    name: Told
    org_id: o-told000000
    org_role: member
    ou_path: /Workloads
    tags: { owner: ann }
  - account_id: "${TOLD_MANAGER}"
    org_id: o-told000000
    org_role: management
  - account_id: "${MEMBER}"
    name: Another name
    org_id: o-wrong00000
    org_role: standalone
    scps_enabled: false
    ou_path: /Told
  - account_id: "${CONTRADICTED}"
    org_id: o-aaaaaaaaaa
    org_role: member
  - account_id: "${id(20)}"
    org_role: standalone
  - account_id: "${id(21)}"
    org_role: member
    scps_enabled: false
`;

const FILES: Files = {
  ...Object.fromEntries(
    [MANAGER, MEMBER, BILLED, LONER, CLI_LONER, ASKER, STRANGER, TOLD, CONTRADICTED].map((account) => [
      `${account}/report.csv`,
      report(account),
    ]),
  ),
  "accounts.json": listed("o-aaaaaaaaaa", MANAGER, {
    [MANAGER]: { Name: "Root of all", State: "ACTIVE", Status: "ACTIVE" },
    [MEMBER]: { Name: "Member's <b>name</b>", Status: "ACTIVE" },
    [LEAVER]: { Name: "Leaver", State: "PENDING_CLOSURE", Status: "SUSPENDED" },
  }),
  "billing/organization.json": org("o-bbbbbbbbbb", BILLER, "CONSOLIDATED_BILLING"),
  "billing/accounts.json": listed("o-bbbbbbbbbb", BILLER, { [BILLED]: {}, [BILLER]: {} }),
  [`${LONER}/organization.json`]: notInUse,
  [`${CLI_LONER}/organization.txt`]: cliError,
  [`${ASKER}/organization.json`]: org("o-cccccccccc", id(30)),
  [`${CONTRADICTED}/organization.json`]: notInUse,
  "accounts.yaml": ACCOUNTS_YAML,
};

const place = (reading: Reading, account: string) =>
  pick(reading.account(account), "org_id", "org_role", "scps_may_apply");

describe("membership of an account", () => {
  let reading: Reading;
  beforeAll(async () => {
    reading = await readFiles(FILES);
  });

  test("nothing of it is a problem", () => {
    expect(reading.problems).toEqual([]);
  });

  test.each([
    ["the management account, which no SCP binds", MANAGER, "o-aaaaaaaaaa", "management", false],
    [
      "a member where SCPs are switched off, which only a person says",
      MEMBER,
      "o-aaaaaaaaaa",
      "member",
      false,
    ],
    ["a member, although it is about to be closed", LEAVER, "o-aaaaaaaaaa", "member", true],
    ["a member where billing alone is shared: no SCP can apply", BILLED, "o-bbbbbbbbbb", "member", false],
    ["the management account of such an organization", BILLER, "o-bbbbbbbbbb", "management", false],
    ["one in no organization, as AWS said", LONER, null, "standalone", false],
    ["one in no organization, as the CLI printed it", CLI_LONER, null, "standalone", false],
    ["one that described its organization", ASKER, "o-cccccccccc", "member", true],
    ["one of which nobody said anything", STRANGER, null, "unknown", null],
    ["one of which a person said it", TOLD, "o-told000000", "member", true],
    ["the management account a person named", TOLD_MANAGER, "o-told000000", "management", false],
    ["one of which a person said that it stands alone", id(20), null, "standalone", false],
    ["a member, as a person said, where SCPs are switched off", id(21), null, "member", false],
    ["one of which AWS says what a person denies", CONTRADICTED, null, "standalone", false],
  ])("%s", (_, account, org_id, org_role, scps_may_apply) => {
    expect(place(reading, account)).toEqual({ org_id, org_role, scps_may_apply });
  });

  test("does not come from another one's DescribeOrganization alone", () => {
    expect(reading.accounts.map(({ account_id }) => account_id)).not.toContain(id(30));
  });

  test("is told by the list of its organization, or by nobody", () => {
    const listed = [MANAGER, LEAVER, ASKER, TOLD].map((account) => reading.account(account).listed);
    expect(listed).toEqual([true, true, null, null]);
  });

  test("is on every user of the account, for the controls", () => {
    const flags = reading.users.map(({ account_id, scps_may_apply }) => [account_id, scps_may_apply]);
    expect(flags).toEqual(
      [MANAGER, MEMBER, BILLED, LONER, CLI_LONER, ASKER, STRANGER, TOLD, CONTRADICTED].map((account) => [
        account,
        reading.account(account).scps_may_apply,
      ]),
    );
  });

  test("names and states come from ListAccounts, State before the Status it replaces", () => {
    expect(pick(reading.account(MANAGER), "name", "state")).toEqual({ name: "Root of all", state: "ACTIVE" });
    expect(pick(reading.account(MEMBER), "name", "state")).toEqual({
      name: "Member's <b>name</b>",
      state: "ACTIVE",
    });
    expect(pick(reading.account(LEAVER), "state")).toEqual({ state: "PENDING_CLOSURE" });
  });

  test("a person's word stands where AWS said nothing", () => {
    expect(pick(reading.account(TOLD), "name", "ou_path", "tags")).toEqual({
      name: "Told",
      ou_path: "/Workloads",
      tags: '{"owner":"ann"}',
    });
    expect(pick(reading.account(MEMBER), "ou_path")).toEqual({ ou_path: "/Told" });
  });

  test("counts as evidence of the kind organization wherever it is known", () => {
    expect(reading.coverage(STRANGER, "organization").status).toBe("not_collected");
    for (const account of [MANAGER, MEMBER, LONER, CLI_LONER, ASKER, TOLD]) {
      expect(reading.coverage(account, "organization").status).toBe("ok");
    }
  });

  test("does not hang on the order of the files", async () => {
    const names = Object.keys(FILES);
    const other = await readFiles(FILES, { sources: [...names].reverse() });
    expect(other.accounts).toEqual(reading.accounts);
  });
});

describe("--standalone", () => {
  const files: Files = {
    ...FILES,
    "accounts.yaml": `version: 1\naccounts:\n  - {account_id: "${TOLD}", org_role: member}\n`,
  };
  const roles = (reading: Reading, ...accounts: string[]) =>
    accounts.map((account) => reading.account(account).org_role);

  test("all is said of the accounts of which nobody said anything, and overrides nothing", async () => {
    const reading = await readFiles(files, { standalone: "all" });
    expect(roles(reading, STRANGER, MANAGER, MEMBER, BILLED, LONER, ASKER, TOLD)).toEqual([
      "standalone",
      "management",
      "member",
      "member",
      "standalone",
      "member",
      "member",
    ]);
    expect(place(reading, STRANGER)).toEqual({ org_id: null, org_role: "standalone", scps_may_apply: false });
    expect(reading.coverage(STRANGER, "organization").status).toBe("ok");
  });

  test("with ids is said of these alone, and overrides nothing", async () => {
    const reading = await readFiles(
      { "a.csv": report(ACCOUNT), "b.csv": report(STRANGER), "accounts.json": FILES["accounts.json"] ?? "" },
      { standalone: [STRANGER, MEMBER] },
    );
    expect(roles(reading, STRANGER, ACCOUNT, MEMBER)).toEqual(["standalone", "unknown", "member"]);
  });
});
