import { before } from "./before.js";
import { allow, requireMfa, TRAP_GROUPS, TRAP_POLICIES, trust } from "./policies.js";
import type { AccountSeed, MemberSeed, PolicyDocument, RootSeed, ServerSeed, UnitSeed } from "./seed.js";
import { trapUsers } from "./traps.js";

export interface OrganizationOptions {
  readonly asOf: Date;
  /** With the management account. */
  readonly accounts?: number;
  readonly usersPerAccount?: number;
  /** What the role in each account may do; without it, what an audit of IAM users reads. */
  readonly auditPolicy?: PolicyDocument;
}

export interface SeededOrganization {
  readonly seed: ServerSeed;
  /** Also the account of the server's own `env`. */
  readonly managementAccountId: string;
  /** A user of the management account that may read the organization and assume the role everywhere. */
  readonly runner: string;
  readonly roleName: string;
  readonly externalId: string;
  /** All accounts, the management account first. */
  readonly accountIds: readonly string[];
  /** Its role cannot be assumed: the account is suspended. */
  readonly suspendedAccountId: string;
}

const MANAGEMENT = "123456789012";
const SUSPENDED = "999900009999";
/** An account id is no number: this one begins with zeros. */
const LEADING_ZEROS = "000012345678";
const EXTERNAL_ID = "iamspect-8f1c2d";
const ROLE = "iamspect-audit";
const RUNNER = "iamspect-runner";

const AUDIT = allow([
  "iam:GenerateCredentialReport",
  "iam:GetCredentialReport",
  "iam:GetAccountSummary",
  "iam:GetAccountPasswordPolicy",
  "iam:GetAccountAuthorizationDetails",
  "iam:ListVirtualMFADevices",
  "iam:ListAccountAliases",
  "iam:ListServiceSpecificCredentials",
  "iam:ListUsers",
  "iam:ListMFADevices",
  "iam:ListAccessKeys",
  "iam:GetAccessKeyLastUsed",
  "organizations:DescribeOrganization",
]);

/** The organizational units that hold accounts, most of them on the third level. */
const UNITS = [
  "/Security",
  "/Infrastructure/Network",
  "/Infrastructure/Shared",
  "/Workloads/Prod/Payments",
  "/Workloads/Prod/Web",
  "/Workloads/Prod/Data",
  "/Workloads/NonProd/Dev",
  "/Workloads/NonProd/Test",
  "/Sandbox",
] as const;

/**
 * An organization on three levels of organizational units with service control policies. Each account has the role that
 * trusts the management account with an external id, and a few users out of `traps.ts`, other ones in each. The root
 * users, password policies and report formats differ too. Deterministic.
 */
export function organizationSeed(options: OrganizationOptions): SeededOrganization {
  const { asOf, accounts = 60 } = options;
  const special = [MANAGEMENT, LEADING_ZEROS, SUSPENDED];
  const ordinary = Array.from({ length: accounts - special.length }, (_, index) =>
    String(200_000_000_007 + index * 101),
  );
  const accountIds = [...special, ...ordinary];
  return {
    seed: {
      organization: {
        management_account_id: MANAGEMENT,
        root_features: ["RootCredentialsManagement", "RootSessions"],
        accounts: [member(MANAGEMENT, "Management", asOf)],
        units: units(ordinary, asOf),
        policies: SERVICE_CONTROL_POLICIES,
      },
      accounts: accountIds.map((id, index) => accountSeed(id, index, options)),
    },
    managementAccountId: MANAGEMENT,
    runner: RUNNER,
    roleName: ROLE,
    externalId: EXTERNAL_ID,
    accountIds,
    suspendedAccountId: SUSPENDED,
  };
}

function member(
  account_id: string,
  name: string,
  asOf: Date,
  state: MemberSeed["state"] = "ACTIVE",
): MemberSeed {
  return {
    account_id,
    name,
    state,
    joined: before(asOf, { days: 700 }),
    tags: { owner: `team-${account_id.slice(-2)}` },
  };
}

function units(ordinary: readonly string[], asOf: Date): UnitSeed[] {
  const placed = new Map<string, MemberSeed[]>(UNITS.map((path) => [path, []]));
  placed.set("/Suspended", [member(SUSPENDED, "Closed shop", asOf, "SUSPENDED")]);
  placed.get("/Security")?.push(member(LEADING_ZEROS, "Log archive, EU", asOf));
  for (const [index, id] of ordinary.entries()) {
    const path = UNITS[index % UNITS.length] ?? "/Sandbox";
    placed.get(path)?.push(member(id, `${path.slice(1).replaceAll("/", "-").toLowerCase()}-${index}`, asOf));
  }
  return tree([...placed].map(([path, accounts]) => ({ names: path.slice(1).split("/"), accounts })));
}

/** Nests flat paths: units that begin alike share their parents. */
function tree(
  branches: readonly { names: readonly string[]; accounts: readonly MemberSeed[] }[],
): UnitSeed[] {
  const first = [...new Set(branches.flatMap(({ names }) => names.slice(0, 1)))];
  return first.map((name) => {
    const below = branches.filter(({ names }) => names[0] === name);
    return {
      name,
      accounts: below.filter(({ names }) => names.length === 1).flatMap(({ accounts }) => accounts),
      units: tree(
        below
          .filter(({ names }) => names.length > 1)
          .map((each) => ({ ...each, names: each.names.slice(1) })),
      ),
    };
  });
}

/** Users only: a session of a role carries aws:MultiFactorAuthPresent false, and the auditor must still get in. */
const OF_USERS = { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:user/*" } };

function deny(action: string, condition: Readonly<Record<string, unknown>> = {}): PolicyDocument {
  return {
    Version: "2012-10-17",
    Statement: [{ Effect: "Deny", Action: action, Resource: "*", Condition: condition }],
  };
}

const SERVICE_CONTROL_POLICIES = [
  { name: "deny-leaving", content: deny("organizations:LeaveOrganization"), targets: ["/"] },
  {
    name: "deny-root",
    content: deny("*", { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:root" } }),
    targets: ["/Workloads"],
  },
  { name: "require-mfa", content: requireMfa("BoolIfExists", OF_USERS), targets: ["/Workloads/Prod"] },
  { name: "no-new-keys", content: deny("iam:CreateAccessKey"), targets: ["/Sandbox", LEADING_ZEROS] },
  {
    name: "read-only",
    content: allow(["iam:Get*", "iam:List*"]),
    targets: ["/Suspended"],
    replaces_full_access: true,
  },
];

function accountSeed(account_id: string, index: number, options: OrganizationOptions): AccountSeed {
  const { asOf, usersPerAccount = 5, auditPolicy = AUDIT } = options;
  const traps = trapUsers(account_id, asOf);
  // A step that has no factor in common with the number of traps: each comes up equally often.
  const chosen = Array.from({ length: usersPerAccount }, (_, nth) => traps[(index * 5 + nth) % traps.length]);
  const runner = { name: RUNNER, created: before(asOf, { days: 50 }), inline_policies: { run: RUN } };
  return {
    account_id,
    alias: index % 2 === 0 ? `alias-${account_id}` : null,
    root: root(index, asOf),
    password_policy: PASSWORD_POLICIES[index % PASSWORD_POLICIES.length] ?? null,
    groups: TRAP_GROUPS,
    policies: TRAP_POLICIES,
    users: [...chosen.flatMap((trap) => trap?.user ?? []), ...(account_id === MANAGEMENT ? [runner] : [])],
    unassigned_mfa_devices: ["unassigned-device"],
    roles: [
      {
        name: ROLE,
        created: before(asOf, { days: 600 }),
        trust: trust(MANAGEMENT, EXTERNAL_ID),
        inline_policies: { audit: auditPolicy },
      },
    ],
    report: { polls: index % 3, timestamp_style: index % 7 === 0 ? "+00:00" : "Z" },
  };
}

const RUN = {
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Action: ["organizations:Describe*", "organizations:List*"], Resource: "*" },
    { Effect: "Allow", Action: ["iam:ListOrganizationsFeatures", "sts:AssumeRoot"], Resource: "*" },
    { Effect: "Allow", Action: "sts:AssumeRole", Resource: `arn:aws:iam::*:role/${ROLE}` },
  ],
};

const PASSWORD_POLICIES: readonly AccountSeed["password_policy"][] = [
  null,
  { MinimumPasswordLength: 14, PasswordReusePrevention: 24, MaxPasswordAge: 90, RequireSymbols: true },
  { MinimumPasswordLength: 6 },
];

/** Centrally managed without any credential, well kept, in use, or without MFA: in turn. */
function root(index: number, asOf: Date): RootSeed {
  const created = before(asOf, { days: 1_000 });
  const password = { last_changed: created, last_used: before(asOf, { days: 300 }) };
  const key = { created, last_used: before(asOf, { hours: 5 }), service: "s3", region: "N/A" };
  const states: readonly RootSeed[] = [
    { password, mfa: [{ kind: "hardware" }] },
    { password: null },
    { password, mfa: [{ kind: "virtual" }] },
    { password, keys: [key], mfa: [{ kind: "fido" }] },
    { password },
  ];
  return { created, ...states[index % states.length] };
}
