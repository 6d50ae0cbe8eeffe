/** An organization as `collect` writes it into its folder, for tests. */

export const ORG = "o-a1b2c3d4e5";
export const MANAGEMENT = "111111111111";
export const PROD = "222222222222";
export const SANDBOX = "333333333333";
export const CLOSED = "444444444444";

const ARN = `arn:aws:organizations::${MANAGEMENT}`;
const FULL = "p-FullAWSAccess";
const FULL_RCP = "p-RCPFullAWSAccess";

const json = (value: unknown) => JSON.stringify(value);
const account = (Id: string, Name: string, State = "ACTIVE") => ({
  Id,
  Arn: `${ARN}:account/${ORG}/${Id}`,
  Name,
  State,
  Status: State === "ACTIVE" ? "ACTIVE" : "SUSPENDED",
});
const unit = (Id: string, Name: string, ParentId: string) => ({
  Id,
  Arn: `${ARN}:ou/${ORG}/${Id}`,
  Name,
  ParentId,
});
export const policy = (Id: string, Name: string, Type: string, statement: object) => ({
  PolicySummary: {
    Id,
    Name,
    Type,
    AwsManaged: Id.startsWith("p-Full") || Id.startsWith("p-RCP"),
    Arn: /FullAWS/.test(Id)
      ? `arn:aws:organizations::aws:policy/${Type.toLowerCase()}/${Id}`
      : `${ARN}:policy/${ORG}/${Type.toLowerCase()}/${Id}`,
  },
  Content: json({ Version: "2012-10-17", Statement: [statement] }),
});

const EVERYWHERE = ["r-root", "ou-root-workload", "ou-root-prodprod", "ou-root-sandboxx"];
const ACCOUNTS = [MANAGEMENT, PROD, SANDBOX, CLOSED];

/** The files by name, without their folder. `collection.json` is among them. */
export function organizationFiles(): Record<string, string> {
  return {
    "describe-organization.json": json({
      Organization: {
        Id: ORG,
        Arn: `${ARN}:organization/${ORG}`,
        FeatureSet: "ALL",
        MasterAccountId: MANAGEMENT,
      },
    }),
    "list-accounts.json": json({
      Accounts: [
        account(MANAGEMENT, "Management"),
        account(PROD, "Shop"),
        account(SANDBOX, "Play"),
        account(CLOSED, "Old shop", "CLOSED"),
      ],
    }),
    "list-roots.json": json({
      Roots: [
        {
          Id: "r-root",
          Arn: `${ARN}:root/${ORG}/r-root`,
          Name: "Root",
          PolicyTypes: [
            { Type: "SERVICE_CONTROL_POLICY", Status: "ENABLED" },
            { Type: "RESOURCE_CONTROL_POLICY", Status: "ENABLED" },
          ],
        },
      ],
    }),
    "organizational-units.json": json({
      OrganizationalUnits: [
        unit("ou-root-workload", "Workloads", "r-root"),
        unit("ou-root-prodprod", "Prod", "ou-root-workload"),
        unit("ou-root-sandboxx", "Sandbox", "r-root"),
      ],
    }),
    "account-parents.json": json({
      AccountParents: [
        { AccountId: MANAGEMENT, ParentId: "r-root" },
        { AccountId: PROD, ParentId: "ou-root-prodprod" },
        { AccountId: SANDBOX, ParentId: "ou-root-sandboxx" },
        { AccountId: CLOSED, ParentId: "ou-root-sandboxx" },
      ],
    }),
    "organization-policies.json": json({
      OrganizationPolicies: [
        policy(FULL, "FullAWSAccess", "SERVICE_CONTROL_POLICY", {
          Effect: "Allow",
          Action: "*",
          Resource: "*",
        }),
        policy("p-denyroot1", "deny-root", "SERVICE_CONTROL_POLICY", {
          Effect: "Deny",
          Action: "*",
          Resource: "*",
        }),
        policy(FULL_RCP, "RCPFullAWSAccess", "RESOURCE_CONTROL_POLICY", {
          Effect: "Allow",
          Principal: "*",
          Action: "*",
          Resource: "*",
        }),
      ],
    }),
    "policy-targets.json": json({
      PolicyTargets: [
        ...[FULL, FULL_RCP].flatMap((PolicyId) =>
          [...EVERYWHERE, ...ACCOUNTS].map((TargetId) => ({ PolicyId, TargetId, Type: "ACCOUNT" })),
        ),
        { PolicyId: "p-denyroot1", TargetId: "ou-root-workload", Type: "ORGANIZATIONAL_UNIT" },
      ],
    }),
    "delegated-administrators.json": json({ DelegatedAdministrators: [{ Id: PROD }] }),
    "organizations-features.json": json({
      OrganizationId: ORG,
      EnabledFeatures: ["RootSessions", "RootCredentialsManagement"],
    }),
    "collection.json": json({
      version: 1,
      org_id: ORG,
      management_account_id: MANAGEMENT,
      partition: "aws",
      collected_at: "2026-11-20T10:00:00Z",
      evidence: [
        { kind: "organization", status: "ok", collected_at: "2026-11-20T10:00:00Z" },
        { kind: "scp", status: "ok", collected_at: "2026-11-20T10:00:01Z" },
        {
          kind: "rcp",
          status: "denied",
          detail: "organizations:ListPolicies",
          collected_at: "2026-11-20T10:00:02Z",
        },
      ],
      calls: {},
    }),
  };
}

/** Files in a folder. */
export function within(folder: string, files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]));
}
