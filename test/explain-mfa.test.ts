import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCli, scratch } from "./run-cli.js";

const MANAGEMENT = "999999999999";
/** Two accounts in two units: the guardrail of one asks with Bool, that of the other with BoolIfExists. */
const BOOL = "111111111111";
const IF_EXISTS = "222222222222";
const ORG = "o-exampleorg1";
const folder = scratch();

afterAll(() => folder.remove());

function write(name: string, content: unknown): void {
  const path = join(folder.dir, "in", name);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
}

const HEADER =
  "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed," +
  "password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date," +
  "access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated," +
  "access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active," +
  "cert_1_last_rotated,cert_2_active,cert_2_last_rotated";

const row = (account: string, name: string, device: boolean) =>
  `${name},arn:aws:iam::${account}:user/${name},2024-01-01T00:00:00Z,true,2026-11-01T00:00:00Z,` +
  `2024-01-01T00:00:00Z,N/A,${device},true,2024-02-01T00:00:00Z,2026-11-22T00:00:00Z,eu-west-1,s3,` +
  "false,N/A,N/A,N/A,N/A,false,N/A,false,N/A";

const root = (account: string) =>
  `<root_account>,arn:aws:iam::${account}:root,2015-01-01T00:00:00Z,false${",N/A".repeat(18)}`;
const report = (account: string) => ({
  Content: Buffer.from(
    [HEADER, root(account), row(account, "device", true), row(account, "nodevice", false)].join("\n"),
  ).toString("base64"),
  GeneratedTime: "2026-11-23T00:00:00Z",
});

const ADMIN = {
  Version: "2012-10-17",
  Statement: [{ Sid: "All", Effect: "Allow", Action: "*", Resource: "*" }],
};

const user = (account: string, name: string) => ({
  Path: "/",
  UserName: name,
  UserId: `AIDA${account}${name.toUpperCase()}`,
  Arn: `arn:aws:iam::${account}:user/${name}`,
  CreateDate: "2024-01-01T00:00:00Z",
  UserPolicyList: [{ PolicyName: "everything", PolicyDocument: ADMIN }],
  GroupList: [],
  AttachedManagedPolicies: [],
  Tags: [],
});

const details = (account: string) => ({
  UserDetailList: [user(account, "device"), user(account, "nodevice")],
  GroupDetailList: [],
  RoleDetailList: [],
  Policies: [],
  IsTruncated: false,
});

const guardrail = (operator: string) => ({
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "RequireMfa",
      Effect: "Deny",
      NotAction: ["iam:ListMFADevices", "iam:GetUser", "sts:GetSessionToken"],
      Resource: "*",
      Condition: { [operator]: { "aws:MultiFactorAuthPresent": "false" } },
    },
  ],
});

const scp = (id: string, content: object) => ({
  PolicySummary: {
    Id: id,
    Arn: `arn:aws:organizations::${MANAGEMENT}:policy/${ORG}/service_control_policy/${id}`,
    Name: `guardrail ${id}`,
    Type: "SERVICE_CONTROL_POLICY",
    AwsManaged: false,
  },
  Content: JSON.stringify(content),
});

const orgArn = `arn:aws:organizations::${MANAGEMENT}`;
const unit = (Id: string, Name: string) => ({
  Id,
  Arn: `${orgArn}:ou/${ORG}/${Id}`,
  Name,
  ParentId: "r-ab12",
});

beforeAll(async () => {
  const accounts = [MANAGEMENT, BOOL, IF_EXISTS];
  write(`${ORG}/describe-organization.json`, {
    Organization: {
      Id: ORG,
      Arn: `${orgArn}:organization/${ORG}`,
      FeatureSet: "ALL",
      MasterAccountArn: `${orgArn}:account/${ORG}/${MANAGEMENT}`,
      MasterAccountId: MANAGEMENT,
    },
  });
  write(`${ORG}/list-accounts.json`, {
    Accounts: accounts.map((Id) => ({
      Id,
      Arn: `${orgArn}:account/${ORG}/${Id}`,
      Name: `account ${Id}`,
      State: "ACTIVE",
    })),
  });
  write(`${ORG}/list-roots.json`, {
    Roots: [
      {
        Id: "r-ab12",
        Arn: `${orgArn}:root/${ORG}/r-ab12`,
        Name: "Root",
        PolicyTypes: [{ Type: "SERVICE_CONTROL_POLICY", Status: "ENABLED" }],
      },
    ],
  });
  write(`${ORG}/organizational-units.json`, {
    OrganizationalUnits: [unit("ou-ab12-aaaaaaaa", "Old"), unit("ou-ab12-bbbbbbbb", "New")],
  });
  write(`${ORG}/account-parents.json`, {
    AccountParents: [
      { AccountId: MANAGEMENT, ParentId: "r-ab12" },
      { AccountId: BOOL, ParentId: "ou-ab12-aaaaaaaa" },
      { AccountId: IF_EXISTS, ParentId: "ou-ab12-bbbbbbbb" },
    ],
  });
  write(`${ORG}/organization-policies.json`, {
    OrganizationPolicies: [
      scp("p-full0000", ADMIN),
      scp("p-bool0000", guardrail("Bool")),
      scp("p-exists00", guardrail("BoolIfExists")),
    ],
  });
  const nodes = ["r-ab12", "ou-ab12-aaaaaaaa", "ou-ab12-bbbbbbbb", ...accounts];
  write(`${ORG}/policy-targets.json`, {
    PolicyTargets: [
      ...nodes.map((TargetId) => ({ PolicyId: "p-full0000", TargetId })),
      { PolicyId: "p-bool0000", TargetId: "ou-ab12-aaaaaaaa" },
      { PolicyId: "p-exists00", TargetId: "ou-ab12-bbbbbbbb" },
    ],
  });
  for (const account of accounts) {
    write(`${account}/report.json`, report(account));
    write(`${account}/authorization-details.json`, details(account));
  }
  const { code, stderr } = await runCli(["collect", "in"], { cwd: folder.dir });
  if (code !== 0) throw new Error(stderr);
});

interface Path {
  readonly verdict: string;
  readonly by: readonly string[];
  readonly robust: boolean | null;
  readonly sentence: string;
  readonly statements: readonly { policy: string; sid: string | null; text: string }[];
  readonly examples: readonly {
    action: string;
    context: string;
    allowed_by: { sid: string | null } | null;
  }[];
}
interface Explained {
  readonly effective_mfa: {
    readonly console: Path;
    readonly key: Path;
    readonly claimable: boolean | null;
    readonly privilege: { readonly no_mfa: { readonly tier: string } };
    readonly guards: readonly { statement: { sid: string | null }; why: readonly string[] }[];
    readonly changes: readonly { what: string; console: string; key: string }[];
  };
  readonly verdicts: readonly { control_id: string; status: string; reason: string }[];
}

async function explained(name: string, account: string): Promise<Explained> {
  const result = await runCli(["explain", name, "--account", account, "--format", "json"], {
    cwd: folder.dir,
  });
  if (result.code !== 0) throw new Error(result.stderr);
  return JSON.parse(result.stdout) as Explained;
}

async function text(name: string, account: string): Promise<string> {
  const env = { COLUMNS: "1000" };
  const result = await runCli(["explain", name, "--account", account], { cwd: folder.dir, env });
  if (result.code !== 0) throw new Error(result.stderr);
  return result.stdout;
}

const status = ({ verdicts }: Explained, id: string) =>
  verdicts.find(({ control_id: one }) => one === id)?.status;

describe("a user with a device and a key, in the management account, which no guardrail binds", () => {
  test("the console is enforced by sign-in, the key is not enforced, and the tree says why", async () => {
    const all = await explained("device", MANAGEMENT);
    const { console, key, claimable, privilege } = all.effective_mfa;
    expect([console.verdict, console.by]).toEqual(["enforced", ["signin"]]);
    expect(key.verdict).toBe("not_enforced");
    expect(key.examples[0]?.allowed_by?.sid).toBe("All");
    expect(claimable).toBe(false);
    expect(privilege.no_mfa.tier).toBe("admin");
    expect(status(all, "user-console-mfa")).toBe("pass");
    expect(status(all, "user-key-mfa")).toBe("fail");
    expect(status(all, "user-admin")).toBe("fail");
  });

  test("for people: verdicts, the statement that allows, an example request, what would change it", async () => {
    const out = await text("device", MANAGEMENT);
    expect(out).toMatch(/console: enforced\n\s+\S/);
    expect(out).toMatch(/key: not_enforced/);
    expect(out).toMatch(/still possible: \S+:\S+ on .* allowed by user-inline everything, All \(line \d+\)/);
    expect(out).toMatch(/privilege: admin without MFA, admin with it\n\s+\S+: iam:\S+: caller/);
    expect(out).toMatch(/what would change it:\n.* -> console enforced, key enforced/);
  });
});

describe("a guardrail with Bool", () => {
  test("lets keys escape and says so", async () => {
    const { console, key, guards } = (await explained("nodevice", BOOL)).effective_mfa;
    expect([console.verdict, console.by]).toEqual(["enforced", ["scp"]]);
    expect(console.statements.map(({ sid }) => sid)).toContain("RequireMfa");
    expect(key.verdict).toBe("not_enforced");
    const why = guards.find(({ statement }) => statement.sid === "RequireMfa")?.why.join(" ");
    expect(why).toContain(
      "A request signed with a long-term access key does not carry the key at all: " +
        "Bool aws:MultiFactorAuthPresent false is false, so the Deny is skipped.",
    );
    expect(why).toContain(
      "BoolIfExists instead of Bool would also match requests that do not carry the key.",
    );
  });

  test("in the text too, with the statement itself", async () => {
    const out = await text("nodevice", BOOL);
    expect(out).toContain('{"Sid":"RequireMfa"');
    expect(out).toMatch(/looks at MFA: Deny in scp guardrail p-bool0000, RequireMfa \(line 1\)\n.*Bool/);
    expect(out).toMatch(/BoolIfExists.* -> console enforced, key enforced/);
  });
});

describe("a guardrail with BoolIfExists", () => {
  test("holds for keys too", async () => {
    const all = await explained("nodevice", IF_EXISTS);
    const { console, key } = all.effective_mfa;
    expect([console.verdict, console.by, console.robust]).toEqual(["enforced", ["scp"], true]);
    expect([key.verdict, key.by, key.robust]).toEqual(["enforced", ["scp"], true]);
    expect(status(all, "user-console-mfa")).toBe("pass");
    expect(status(all, "user-key-mfa")).toBe("pass");
  });

  test("and the controls count so", async () => {
    const { stdout } = await runCli(
      [
        "query",
        "SELECT account_id, user_name, console_verdict, key_verdict FROM effective_mfa JOIN iam_users USING (account_id, arn) ORDER BY 1, 2",
        "--format",
        "csv",
      ],
      { cwd: folder.dir },
    );
    expect(stdout.trim().split(/\r?\n/).slice(1)).toEqual([
      `${BOOL},device,enforced,not_enforced`,
      `${BOOL},nodevice,enforced,not_enforced`,
      `${IF_EXISTS},device,enforced,enforced`,
      `${IF_EXISTS},nodevice,enforced,enforced`,
      `${MANAGEMENT},device,enforced,not_enforced`,
      `${MANAGEMENT},nodevice,not_enforced,not_enforced`,
    ]);
  });
});
