import { Chance } from "./chance.js";
import { csv, LACKING, type RandomUser, randomRoot, randomUsers, time } from "./random-report.js";

/**
 * Accounts of random users, as files. Each account lacks something else: columns, the root row, the whole report, the
 * policies, some of its users, the organization, the policies of the organization.
 */

const ORG = "o-golden1234";
const MANAGEMENT = "600000000000";
const ACCOUNTS = 24;
const USERS = 25;

type Files = Record<string, unknown>;

/** Accounts that are in no organization, for `--standalone`. */
export const STANDALONE = Array.from({ length: 4 }, (_, number) => accountId(ACCOUNTS - 1 - number));

/** Files by path, below one folder. */
export function randomAccounts(seed: number): Readonly<Record<string, string>> {
  const chance = new Chance(seed);
  const files: Files = { [`${ORG}/organization.json`]: describeOrganization(MANAGEMENT), ...tree() };
  for (let number = 0; number < ACCOUNTS; number += 1) {
    for (const [name, content] of Object.entries(accountFiles(chance, number))) {
      files[`${accountId(number)}/${name}`] = content;
    }
  }
  const text = (content: unknown) => (typeof content === "string" ? content : JSON.stringify(content));
  return Object.fromEntries(Object.entries(files).map(([name, content]) => [name, text(content)]));
}

function accountId(number: number): string {
  return String(Number(MANAGEMENT) + number);
}

/** What is drawn is drawn for every account, so that changing one leaves the others. */
function accountFiles(chance: Chance, number: number): Files {
  const account = accountId(number);
  const users = randomUsers(chance, account, USERS);
  const root = randomRoot(chance, account);
  const lacking = LACKING[number % LACKING.length] ?? [];
  const rows = [...(number % 5 === 4 ? [] : [root]), ...users.map(({ row }) => row)];
  const details = authorizationDetails(chance, account, users);
  const listed = listedCredentials(chance, users);
  return {
    ...(number % 11 === 10 ? {} : { "credential-report.csv": csv(rows, lacking) }),
    ...(number % 6 === 5 ? {} : { "authorization-details.json": details }),
    ...(number % 3 === 0 ? listed : {}),
    ...(number % 4 === 1
      ? { "account-summary.json": { SummaryMap: { AccountMFAEnabled: number % 2 } } }
      : {}),
    // The last of these name an organization of which nothing else was collected.
    ...(number >= 12 && number < 16
      ? { "organization.json": describeOrganization("699999999999", "o-other12345") }
      : {}),
  };
}

const describeOrganization = (MasterAccountId: string, Id: string = ORG) => ({
  Organization: {
    Id,
    Arn: `arn:aws:organizations::${MasterAccountId}:organization/${Id}`,
    FeatureSet: "ALL",
    MasterAccountId,
  },
});

const allow = (Action: string | readonly string[], Condition?: object) => ({
  Effect: "Allow",
  Action,
  Resource: "*",
  ...(Condition && { Condition }),
});
const DENY_WITHOUT_MFA = {
  Effect: "Deny",
  NotAction: ["iam:CreateVirtualMFADevice", "iam:EnableMFADevice", "sts:GetSessionToken"],
  Resource: "*",
  Condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } },
};
const policy = (...Statement: object[]) => ({ Version: "2012-10-17", Statement });
const POLICIES: readonly [object, ...object[]] = [
  policy(allow("*")),
  policy(allow(["s3:Get*", "s3:List*"])),
  policy(allow("*"), DENY_WITHOUT_MFA),
  policy(allow("ec2:*", { Bool: { "aws:MultiFactorAuthPresent": "true" } })),
  policy(allow(["iam:CreateAccessKey", "iam:CreateLoginProfile"])),
  policy(allow(["iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"])),
  policy({ ...allow("dynamodb:*"), Resource: "arn:aws:dynamodb:us-east-1:*:table/orders" }),
];

function authorizationDetails(chance: Chance, account: string, users: readonly RandomUser[]): object {
  const arn = (rest: string) => `arn:aws:iam::${account}:${rest}`;
  const inline = () => [{ PolicyName: "own", PolicyDocument: chance.pick(POLICIES) }];
  const managed = { PolicyName: "shared", PolicyArn: arn("policy/shared") };
  const user = ({ name, path, row }: RandomUser) => ({
    Path: path,
    UserName: name,
    UserId: `AIDA${account.slice(-4)}${name.replace("-", "").toUpperCase().padEnd(13, "X")}`,
    Arn: row.arn,
    ...(row.user_creation_time?.startsWith("20") && { CreateDate: row.user_creation_time }),
    GroupList: chance.percent(30) ? ["people"] : [],
    UserPolicyList: chance.percent(60) ? inline() : [],
    AttachedManagedPolicies: chance.percent(30) ? [managed] : [],
    ...(chance.percent(10) && { PermissionsBoundary: { PermissionsBoundaryArn: managed.PolicyArn } }),
  });
  return {
    UserDetailList: users.map(user).filter(() => !chance.percent(10)),
    GroupDetailList: [
      {
        Path: "/",
        GroupName: "people",
        GroupId: "AGPA1",
        Arn: arn("group/people"),
        GroupPolicyList: inline(),
      },
    ],
    RoleDetailList: [],
    Policies: chance.percent(80)
      ? [
          {
            ...managed,
            Arn: managed.PolicyArn,
            AttachmentCount: 1,
            PolicyVersionList: [{ VersionId: "v1", IsDefaultVersion: true, Document: chance.pick(POLICIES) }],
          },
        ]
      : [],
  };
}

/** Credentials that the report does not show, and ids of keys that it shows without. */
function listedCredentials(chance: Chance, users: readonly RandomUser[]): Files {
  const some = users.filter(() => chance.percent(50));
  const keys = some.flatMap(({ name, row }) =>
    [1, 2].flatMap((slot) => {
      const CreateDate = row[`access_key_${slot}_last_rotated`] ?? "";
      const id = `AKIA${name.replace("-", "").toUpperCase()}${slot}`.padEnd(20, "X");
      const Status = row[`access_key_${slot}_active`] === "true" ? "Active" : "Inactive";
      return CreateDate.startsWith("202") ? [{ UserName: name, AccessKeyId: id, Status, CreateDate }] : [];
    }),
  );
  const services = some
    .filter(() => chance.percent(20))
    .map(({ name }) => ({
      UserName: name,
      ServiceSpecificCredentialId: `ACCA${name.replace("-", "").toUpperCase()}`,
      ServiceName: "codecommit.amazonaws.com",
      Status: chance.pick(["Active", "Inactive"]),
      CreateDate: time(chance),
    }));
  return {
    "access-keys.json": { AccessKeyMetadata: keys },
    "service-specific-credentials.json": { ServiceSpecificCredentials: services },
    "ssh-public-keys.json": { SSHPublicKeys: [] },
  };
}

/** The first twelve accounts stand in an organization: half of them under a policy that asks for MFA. */
function tree(): Files {
  const members = Array.from({ length: 12 }, (_, number) => accountId(number));
  const scp = (Id: string, Name: string, content: object) => ({
    PolicySummary: { Id, Name, Type: "SERVICE_CONTROL_POLICY", AwsManaged: false },
    Content: JSON.stringify(content),
  });
  const unit = (Id: string, Name: string) => ({ Id, Name, ParentId: "r-gold" });
  const everywhere = ["r-gold", "ou-gold-strict00", "ou-gold-loose000", ...members];
  const files: Files = {
    "list-accounts.json": { Accounts: members.map((Id) => ({ Id, Name: `account ${Id}`, State: "ACTIVE" })) },
    "list-roots.json": {
      Roots: [
        {
          Id: "r-gold",
          Name: "Root",
          PolicyTypes: [{ Type: "SERVICE_CONTROL_POLICY", Status: "ENABLED" }],
        },
      ],
    },
    "organizational-units.json": {
      OrganizationalUnits: [unit("ou-gold-strict00", "Strict"), unit("ou-gold-loose000", "Loose")],
    },
    "account-parents.json": {
      AccountParents: members.map((AccountId, number) => ({
        AccountId,
        ParentId: number === 0 ? "r-gold" : number % 2 === 0 ? "ou-gold-strict00" : "ou-gold-loose000",
      })),
    },
    "organization-policies.json": {
      OrganizationPolicies: [
        scp("p-full", "full", policy(allow("*"))),
        scp("p-strict", "ask for MFA", policy(DENY_WITHOUT_MFA)),
      ],
    },
    "policy-targets.json": {
      PolicyTargets: [
        ...everywhere.map((TargetId) => ({ PolicyId: "p-full", TargetId, Type: "ACCOUNT" })),
        { PolicyId: "p-strict", TargetId: "ou-gold-strict00", Type: "ORGANIZATIONAL_UNIT" },
      ],
    },
  };
  return Object.fromEntries(Object.entries(files).map(([name, content]) => [`${ORG}/${name}`, content]));
}
