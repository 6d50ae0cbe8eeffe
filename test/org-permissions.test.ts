import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PERMISSIONS } from "../src/sources/permissions.js";
import { organizationSeed, type SeededOrganization } from "./aws/organization.js";
import type { AccountSeed, UserSeed } from "./aws/seed.js";
import { type AwsServer, startAwsServer } from "./aws/start-server.js";
import { AS_OF, orgArgs, query } from "./org-support.js";
import { type CliResult, runCli, scratch } from "./run-cli.js";

type Policy = Readonly<Record<string, unknown>> & {
  readonly Statement: readonly { readonly Action: readonly string[] }[];
};
const shipped = (name: string): Policy =>
  JSON.parse(readFileSync(new URL(`../deploy/${name}`, import.meta.url), "utf8"));
const READ_ONLY = shipped("iamspect-read-only.json");
const ORGANIZATION = shipped("iamspect-organization.json");

/** What a member's role is asked for, and the evidence that is missing without it. */
const OF_ACCOUNTS = [
  ["iam:GenerateCredentialReport", "credential_report"],
  ["iam:GetCredentialReport", "credential_report"],
  ["iam:GetAccountAuthorizationDetails", "authorization_details"],
  ["iam:GetAccountSummary", "account_summary"],
  ["iam:GetAccountPasswordPolicy", "password_policy"],
  ["iam:ListVirtualMFADevices", "virtual_mfa_devices"],
  ["iam:ListAccountAliases", "account_alias"],
  ["iam:ListServiceSpecificCredentials", "service_credentials"],
] as const;

const ORGANIZATION_KINDS = ["organization", "scp", "rcp"];

/** What the one who reads the organization is asked for, and the evidence that is missing without it. */
const OF_THE_ORGANIZATION = PERMISSIONS.filter(({ scope }) => scope === "organization")
  .map(({ action, delivers }) => ({
    action,
    kinds: delivers.filter((kind) => ORGANIZATION_KINDS.includes(kind)).sort(),
  }))
  .filter(({ kinds }) => kinds.length > 0);

function without(policy: Policy, action: string | undefined): Policy {
  return {
    ...policy,
    Statement: policy.Statement.map((each) => ({
      ...each,
      Action: each.Action.filter((one) => one !== action),
    })).filter(({ Action }) => Action.length > 0),
  };
}

/** A user of the management account with the shipped policies, but for one action. */
function runner(name: string, lacking?: string): UserSeed {
  return {
    name,
    created: AS_OF.toISOString(),
    inline_policies: { organization: without(ORGANIZATION, lacking), account: without(READ_ONLY, lacking) },
  };
}

const RUNNERS = [
  ...OF_THE_ORGANIZATION.map(({ action }) => action),
  "organizations:ListDelegatedAdministrators",
  "iam:ListOrganizationsFeatures",
  "sts:AssumeRole",
];

let server: AwsServer;
let organization: SeededOrganization;
/** What is missing when the runner lacks nothing: what each ordinary account's role lacks. */
let rows: Row[];
const folder = scratch();

beforeAll(async () => {
  server = await startAwsServer();
  organization = organizationSeed({ asOf: AS_OF, accounts: 3 + OF_ACCOUNTS.length + 1, usersPerAccount: 2 });
  const { accounts = [], organization: seeded, ...rest } = organization.seed;
  const policy_types = ["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"] as const;
  await server.seed({
    ...rest,
    ...(seeded && { organization: { ...seeded, policy_types } }),
    accounts: accounts.map(withPolicies),
  });
  await server.settings({ now: AS_OF.toISOString() });
  await server.auth(true);
  const result = await collect("whole");
  expect([result.code, result.stderr]).toEqual([4, expect.stringContaining("Collected")]);
  rows = await missing();
});
afterAll(async () => {
  await server?.stop();
  folder.remove();
});

/** The n-th ordinary account lacks the n-th action; the others have all. */
function withPolicies(account: AccountSeed, index: number): AccountSeed {
  const policy = without(READ_ONLY, OF_ACCOUNTS[index - 3]?.[0]);
  const roles = (account.roles ?? []).map((role) => ({ ...role, inline_policies: { audit: policy } }));
  if (account.account_id !== organization.managementAccountId) return { ...account, roles };
  const users = [
    ...(account.users ?? []),
    runner("whole"),
    ...RUNNERS.map((action) => runner(nameOf(action), action)),
  ];
  return { ...account, users };
}

async function collect(userName: string): Promise<CliResult> {
  const credentials = await server.credentials(organization.managementAccountId, userName);
  return await runCli(["collect", ...orgArgs(organization)], {
    cwd: folder.dir,
    env: { ...server.envFor(credentials) },
  });
}

interface Row {
  readonly account_id: string;
  readonly kind: string;
  readonly status: string;
  readonly detail: string | null;
}
const missing = () =>
  query<Row>(
    "SELECT account_id, kind, status, detail FROM coverage WHERE status NOT IN ('ok', 'closed', 'not_collected') ORDER BY 1, 2",
    folder,
  );

describe("with enforcement on", () => {
  test("the shipped policies are enough", () => {
    const whole = [...organization.accountIds.slice(0, 3), organization.accountIds.at(-1)];
    expect(rows.filter(({ account_id }) => whole.includes(account_id))).toEqual([]);
  });

  test.each(OF_ACCOUNTS.map((each, index) => [...each, index] as const))(
    "without %s exactly %s is missing, and the permission is named",
    (action, kind, index) => {
      const account = organization.accountIds[index + 3];
      expect(rows.filter(({ account_id }) => account_id === account)).toEqual([
        { account_id: account, kind, status: "denied", detail: action },
      ]);
    },
  );
});

test("every action that the organization is read with is tried", () => {
  expect(OF_THE_ORGANIZATION.length).toBeGreaterThan(7);
});

test.each(OF_THE_ORGANIZATION)("without $action exactly $kinds is missing, in every account", async (one) => {
  expect((await collect(nameOf(one.action))).code).toBe(4);
  const now = await missing();
  expect(now.filter(({ kind }) => !ORGANIZATION_KINDS.includes(kind))).toEqual(rows);
  const accounts = [...organization.accountIds].sort();
  expect(now.filter(({ kind }) => ORGANIZATION_KINDS.includes(kind))).toEqual(
    accounts.flatMap((account_id) =>
      one.kinds.map((kind) => ({ account_id, kind, status: "denied", detail: one.action })),
    ),
  );
});

test.each(["organizations:ListDelegatedAdministrators", "iam:ListOrganizationsFeatures"])(
  "without %s only that is missing, and it is said",
  async (action) => {
    await collect(nameOf(action));
    const details = await query<{ status: string; detail: string }>(
      "SELECT DISTINCT status, detail FROM coverage WHERE kind = 'organization'",
      folder,
    );
    expect(details).toEqual([{ status: "ok", detail: `without ${action} (denied)` }]);
  },
);

test("without sts:AssumeRole all evidence of the members is missing, with the role's name", async () => {
  expect((await collect(nameOf("sts:AssumeRole"))).code).toBe(4);
  const now = await missing();
  const members = organization.accountIds.filter(
    (id) => id !== organization.managementAccountId && id !== organization.suspendedAccountId,
  );
  expect(new Set(now.map(({ account_id }) => account_id))).toEqual(new Set(members));
  for (const { account_id: id, detail } of now) {
    expect(detail).toBe(`sts:AssumeRole on arn:aws:iam::${id}:role/${organization.roleName}`);
  }
});

function nameOf(action: string): string {
  return `without-${action.replace(":", "-")}`;
}
