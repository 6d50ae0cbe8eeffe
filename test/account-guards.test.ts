import { AccountClient, PutAlternateContactCommand } from "@aws-sdk/client-account";
import {
  ConfigServiceClient,
  PutConfigurationRecorderCommand,
  PutDeliveryChannelCommand,
  StartConfigurationRecorderCommand,
} from "@aws-sdk/client-config-service";
import {
  AttachManagedPolicyToPermissionSetCommand,
  CreatePermissionSetCommand,
  ListInstancesCommand,
  PutInlinePolicyToPermissionSetCommand,
  SSOAdminClient,
} from "@aws-sdk/client-sso-admin";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SINGLE_ACCOUNT_ID as ACCOUNT } from "./aws/single-account.js";
import { type AwsServer, type CannedAnswer, startAwsServer } from "./aws/start-server.js";
import { query } from "./org-support.js";
import { auditJson, type CliResult, control, runCli, scratch } from "./run-cli.js";

/** What guards an account: AWS Config, IAM Access Analyzer, contacts and IAM Identity Center, Region by Region. */

const [HOME, OTHER, LAST] = ["us-east-1", "eu-central-1", "eu-west-1"] as const;
const ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess";
const UNUSED = `arn:aws:access-analyzer:${OTHER}:${ACCOUNT}:analyzer/unused`;
const CONTROLS = [
  "config-recorder",
  "analyzer-external-access",
  "unused-access-finding",
  "account-security-contact",
  "permission-set-admin",
  "permission-set-admin-session",
];

const folder = scratch();
let server: AwsServer;
beforeAll(async () => {
  server = await startAwsServer();
});
afterAll(async () => {
  await server.stop();
  folder.remove();
});

const config = (region: string) => ({
  endpoint: server.endpoint,
  region,
  credentials: { accessKeyId: server.env.AWS_ACCESS_KEY_ID ?? "", secretAccessKey: "secret" },
});

async function recordAll(region: string, includeGlobalResourceTypes: boolean): Promise<void> {
  const client = new ConfigServiceClient(config(region));
  const recordingGroup = { allSupported: true, includeGlobalResourceTypes };
  const ConfigurationRecorder = {
    name: "default",
    roleARN: `arn:aws:iam::${ACCOUNT}:role/config`,
    recordingGroup,
  };
  await client.send(new PutConfigurationRecorderCommand({ ConfigurationRecorder }));
  const DeliveryChannel = { name: "default", s3BucketName: "recordings" };
  await client.send(new PutDeliveryChannelCommand({ DeliveryChannel }));
  await client.send(new StartConfigurationRecorderCommand({ ConfigurationRecorderName: "default" }));
}

async function permissionSet(Name: string, SessionDuration: string): Promise<string> {
  const client = new SSOAdminClient(config(OTHER));
  const { Instances: [{ InstanceArn = "" } = {}] = [] } = await client.send(new ListInstancesCommand({}));
  const { PermissionSet } = await client.send(
    new CreatePermissionSetCommand({ InstanceArn, Name, SessionDuration }),
  );
  const PermissionSetArn = PermissionSet?.PermissionSetArn ?? "";
  const set = { InstanceArn, PermissionSetArn };
  if (Name === "Admins") {
    await client.send(
      new AttachManagedPolicyToPermissionSetCommand({ ...set, ManagedPolicyArn: ADMINISTRATOR }),
    );
  } else {
    const InlinePolicy = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "*" }],
    });
    await client.send(new PutInlinePolicyToPermissionSetCommand({ ...set, InlinePolicy }));
  }
  return PermissionSetArn;
}

const analyzer = (type: string, name: string, region: string) => ({
  arn: `arn:aws:access-analyzer:${region}:${ACCOUNT}:analyzer/${name}`,
  name,
  type,
  status: "ACTIVE",
  createdAt: "2026-01-01T00:00:00Z",
});
const finding = (id: string) => ({
  id,
  findingType: "UnusedIAMRole",
  resource: `arn:aws:iam::${ACCOUNT}:role/${id}`,
  resourceType: "AWS::IAM::Role",
  resourceOwnerAccount: ACCOUNT,
  status: "ACTIVE",
  analyzedAt: "2026-11-20T00:00:00Z",
  createdAt: "2026-05-01T00:00:00Z",
  updatedAt: "2026-06-01T00:00:00Z",
});

/** What moto has not: IAM Access Analyzer, the primary contact, boundaries of permission sets. */
const ANSWERS: readonly CannedAnswer[] = [
  // An empty page is none that ends a list.
  {
    action: "access-analyzer:GET /analyzer",
    region: OTHER,
    params: { nextToken: "more" },
    answer: {
      analyzers: [analyzer("ACCOUNT", "external", OTHER), analyzer("ACCOUNT_UNUSED_ACCESS", "unused", OTHER)],
    },
  },
  { action: "access-analyzer:GET /analyzer", region: OTHER, answer: { analyzers: [], nextToken: "more" } },
  { action: "access-analyzer:GET /analyzer", answer: { analyzers: [] } },
  {
    action: "access-analyzer:GET /analyzer/unused",
    answer: {
      analyzer: {
        ...analyzer("ACCOUNT_UNUSED_ACCESS", "unused", OTHER),
        configuration: { unusedAccess: { unusedAccessAge: 60 } },
      },
    },
  },
  { action: "access-analyzer:POST /findingv2", answer: { findings: [finding("old"), finding("gone")] } },
  { action: "access-analyzer:GET /findingv2/gone", error: "ResourceNotFoundException" },
  {
    action: "access-analyzer:GET /findingv2/old",
    answer: {
      ...finding("old"),
      findingDetails: [{ unusedIamRoleDetails: { lastAccessed: "2026-02-01T00:00:00Z" } }],
    },
  },
  {
    action: "account:POST /getContactInformation",
    answer: { ContactInformation: { FullName: "Ann Person" } },
  },
  { action: "sso:GetPermissionsBoundaryForPermissionSet", error: "ResourceNotFoundException" },
  { action: "sso:ListInstances", region: HOME, answer: { Instances: [] } },
  { action: "sso:ListInstances", region: LAST, answer: { Instances: [] } },
];

async function seed(): Promise<void> {
  await server.reset();
  await server.settings({ now: "2026-11-23T00:00:00Z", regions: [HOME, OTHER, LAST] });
  await recordAll(HOME, true);
  await recordAll(OTHER, false);
  const contact = {
    EmailAddress: "ann@example.com",
    Name: "Ann Person",
    PhoneNumber: "+49 30 1234567",
    Title: "CISO",
  };
  await new AccountClient(config(HOME)).send(
    new PutAlternateContactCommand({ ...contact, AlternateContactType: "SECURITY" }),
  );
  await permissionSet("Admins", "PT12H");
  await permissionSet("Readers", "PT12H");
  await server.answers(ANSWERS);
}

const audit = (...args: string[]): Promise<CliResult> =>
  runCli(
    [
      "audit",
      "--full",
      "--as-of",
      "2026-11-23T00:00:00Z",
      "--format",
      "json",
      "--report-timeout",
      "20",
      ...CONTROLS.flatMap((id) => ["--control", id]),
      ...args,
    ],
    { cwd: folder.dir, env: { ...server.env, AWS_MAX_ATTEMPTS: "3" } },
  );

const counts = (result: CliResult, id: string) => {
  const { pass, fail, unknown } = control(auditJson(result), id);
  return { pass, fail, unknown };
};

describe("the guards of a live account", () => {
  let result: CliResult;
  beforeAll(async () => {
    await seed();
    result = await audit();
  });

  test("are read whole", async () => {
    expect(result.stderr.split("\n").filter((line) => /^(missing|problem)/.test(line))).toEqual([]);
    expect(result.code).toBe(0);
    const rows = await query(
      "SELECT * FROM coverage WHERE status NOT IN ('ok', 'not_collected') AND region <> ''",
      folder,
    );
    expect(rows).toEqual([]);
  });

  test("AWS Config: a Region without a recorder fails, global types need one Region", () => {
    expect(counts(result, "config-recorder")).toEqual({ pass: 2, fail: 1, unknown: 0 });
  });

  test("IAM Access Analyzer: pages that are empty are followed", () => {
    expect(counts(result, "analyzer-external-access")).toEqual({ pass: 1, fail: 2, unknown: 0 });
  });

  test("unused access: what was solved since it was listed is left out", async () => {
    expect(counts(result, "unused-access-finding")).toEqual({ pass: 0, fail: 1, unknown: 0 });
    const rows = await query(
      "SELECT finding_id, unused_days, last_accessed_at, analyzer_arn FROM unused_access_findings",
      folder,
    );
    expect(rows).toEqual([
      {
        finding_id: "old",
        unused_days: 60,
        last_accessed_at: Date.parse("2026-02-01T00:00:00Z") / 1000,
        analyzer_arn: UNUSED,
      },
    ]);
  });

  test("contacts: whether there is one, and nothing of the person in anything that was written", async () => {
    expect(counts(result, "account-security-contact")).toEqual({ pass: 1, fail: 0, unknown: 0 });
    const rows = await query(
      "SELECT security, billing, operations, contact_information FROM account_contacts",
      folder,
    );
    expect(rows).toEqual([{ security: true, billing: false, operations: false, contact_information: true }]);
  });

  test("permission sets, by what they give and how long their sessions last", async () => {
    expect(counts(result, "permission-set-admin")).toEqual({ pass: 1, fail: 1, unknown: 0 });
    expect(counts(result, "permission-set-admin-session")).toEqual({ pass: 0, fail: 1, unknown: 0 });
    const rows = await query(
      "SELECT name, region, session_seconds, bounded, administrator FROM permission_sets ORDER BY 1",
      folder,
    );
    expect(rows).toEqual([
      { name: "Admins", region: OTHER, session_seconds: 43_200, bounded: false, administrator: true },
      { name: "Readers", region: OTHER, session_seconds: 43_200, bounded: false, administrator: false },
    ]);
  });

  test("doctor tries what it can, and says of what there is nothing", async () => {
    const { stdout } = await runCli(["doctor", "--full", "--format", "json"], {
      cwd: folder.dir,
      env: { ...server.env },
    });
    const { checks } = JSON.parse(stdout) as { checks: { check: string; status: string }[] };
    const told = new Map(checks.map(({ check, status }) => [check, status]));
    for (const kind of ["config_recorders", "access_analyzers", "account_contacts", "identity_center"]) {
      expect([kind, told.get(kind)]).toEqual([kind, "ok"]);
    }
    expect(told.get("permission_sets")).toBe("not_checked");
  });
});

describe("what is missing is unknown, where it is missing and nowhere else", () => {
  beforeAll(seed);

  test("denied in one Region, throttled for a while, denied for the account", async () => {
    await server.faults([
      { kind: "access_denied", action: "config:DescribeConfigurationRecorders", region: LAST },
      { kind: "access_denied", action: "config:DescribeConfigurationRecorderStatus", region: OTHER },
      { kind: "access_denied", action: "access-analyzer:GET /analyzer", region: HOME },
      { kind: "throttle_400", action: "access-analyzer:POST /findingv2", times: 2 },
      { kind: "throttle_429", action: "sso:*", times: 2 },
      { kind: "access_denied", action: "account:POST /getAlternateContact" },
      { kind: "access_denied", action: "sso:ListManagedPoliciesInPermissionSet" },
    ]);
    const result = await audit();
    expect(result.code).toBe(4);
    expect(result.stderr).toMatch(/^missing: .*config_recorders of .* eu-west-1: denied: config:Describe/m);
    // One Region cannot be told, of another it is not known whether it is on; the home Region records all.
    expect(counts(result, "config-recorder")).toEqual({ pass: 1, fail: 0, unknown: 2 });
    expect(counts(result, "analyzer-external-access")).toEqual({ pass: 1, fail: 1, unknown: 1 });
    expect(counts(result, "unused-access-finding")).toEqual({ pass: 0, fail: 1, unknown: 1 });
    expect(counts(result, "account-security-contact")).toEqual({ pass: 0, fail: 0, unknown: 1 });
    expect(counts(result, "permission-set-admin")).toEqual({ pass: 0, fail: 0, unknown: 2 });
    expect(counts(result, "permission-set-admin-session")).toEqual({ pass: 0, fail: 0, unknown: 2 });
  });

  test("permission sets that are refused are a gap, of an organization's instance too where nobody else told of it", async () => {
    const instance = { InstanceArn: "arn:aws:sso:::instance/ssoins-1234567890abcdef", Status: "ACTIVE" };
    const seen = (OwnerAccountId: string): CannedAnswer => ({
      action: "sso:ListInstances",
      region: OTHER,
      answer: { Instances: [{ ...instance, OwnerAccountId }] },
    });
    await server.faults([{ kind: "access_denied", action: "sso:ListPermissionSets" }]);
    await server.answers([seen("999988887777"), ...ANSWERS]);
    const foreign = await audit();
    expect([foreign.code, foreign.stderr]).toEqual([
      4,
      expect.stringMatching(/denied: sso:ListPermissionSets \(AWS lets only .*\)$/m),
    ]);
    expect(counts(foreign, "permission-set-admin").unknown).toBe(1);
    await server.answers([seen(ACCOUNT), ...ANSWERS]);
    const own = await audit();
    expect([own.code, own.stderr]).toEqual([4, expect.stringMatching(/denied: sso:ListPermissionSets$/m)]);
    expect(counts(own, "permission-set-admin").unknown).toBe(1);
  });
});
