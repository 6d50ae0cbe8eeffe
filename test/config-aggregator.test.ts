import { mkdirSync } from "node:fs";
import { AuthorizeSecurityGroupIngressCommand, DescribeSecurityGroupsCommand } from "@aws-sdk/client-ec2";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { regionClients } from "./aws/regional.js";
import { type AwsServer, type CannedAnswer, type Fault, startAwsServer } from "./aws/start-server.js";
import { lakeRows } from "./lake-rows.js";
import { orgArgs, query, seedOrganization } from "./org-support.js";
import { auditJson, type CliResult, control, runCli, scratch } from "./run-cli.js";

/** An AWS Config aggregator in the place of the services' own calls, and beside them. */

const [OWN, OTHER, NO_SOURCE] = ["123456789012", "222222222222", "333333333333"];
const [FRANKFURT, VIRGINIA] = ["eu-central-1", "us-east-1"];
const GROUP = "AWS::EC2::SecurityGroup";
const folder = scratch();
let server: AwsServer;

beforeAll(async () => {
  server = await startAwsServer();
});
afterAll(async () => {
  await server.stop();
  folder.remove();
});
beforeEach(async () => {
  await server.reset();
  await server.settings({ regions: [FRANKFURT, VIRGINIA] });
});

const COLUMNS =
  "accountId, awsRegion, resourceId, resourceName, arn, configuration, supplementaryConfiguration, configurationItemCaptureTime";
const SELECT = "config:SelectAggregateResourceConfig";
const asked = (type: string) => ({ Expression: `SELECT ${COLUMNS} WHERE resourceType = '${type}'` });

interface Resource {
  readonly account: string;
  readonly region: string;
  readonly id: string;
  readonly configuration: unknown;
}
const told = ({ account, region, id, configuration }: Resource) =>
  JSON.stringify({ accountId: account, awsRegion: region, resourceId: id, resourceName: id, configuration });

/** The answers about a type, a page each; those that a token asks for stand first. */
function pagesOf(type: string, ...pages: readonly (readonly Resource[])[]): CannedAnswer[] {
  const answers = pages.map((resources, index) => ({
    action: SELECT,
    params: { ...asked(type), ...(index > 0 && { NextToken: `page-${index}` }) },
    answer: {
      Results: resources.map(told),
      ...(index + 1 < pages.length && { NextToken: `page-${index + 1}` }),
    },
  }));
  return answers.reverse();
}

const sourceStatus = (SourceId: string, AwsRegion: string, LastUpdateStatus: string) => ({
  SourceId,
  SourceType: "ACCOUNT",
  AwsRegion,
  LastUpdateStatus,
  LastUpdateTime: Date.parse("2026-11-22T10:00:00Z") / 1000,
});
const aggregator = (ConfigurationAggregatorName: string) => ({
  ConfigurationAggregatorName,
  OrganizationAggregationSource: { RoleArn: "arn:aws:iam::123456789012:role/x", AllAwsRegions: true },
});
const named = (...names: readonly string[]): CannedAnswer => ({
  action: "config:DescribeConfigurationAggregators",
  answer: { ConfigurationAggregators: names.map(aggregator) },
});
const statuses = (...all: readonly ReturnType<typeof sourceStatus>[]): CannedAnswer => ({
  action: "config:DescribeConfigurationAggregatorSourcesStatus",
  answer: { AggregatedSourceStatusList: all },
});
const recorder = (account: string, region: string, RecordingGroup: object): Resource => ({
  account,
  region,
  id: "default",
  configuration: { Name: "default", Recording: true, RecordingGroup },
});
/** Of all other types there is nothing. */
const NOTHING: CannedAnswer = { action: SELECT, answer: { Results: [] } };

const open = (account: string, region: string, id: string): Resource => ({
  account,
  region,
  id,
  configuration: {
    groupId: id,
    groupName: "web",
    ipPermissions: [{ ipProtocol: "tcp", fromPort: 22, toPort: 22, ipRanges: ["0.0.0.0/0"] }],
    ipPermissionsEgress: [],
  },
});

const EVERYTHING = { AllSupported: true };
const WITHOUT_VOLUMES = {
  RecordingStrategy: { UseOnly: "EXCLUSION_BY_RESOURCE_TYPES" },
  ExclusionByResourceTypes: { ResourceTypes: ["AWS::EC2::Volume"] },
};
const volume = (account: string, region: string): Resource => ({
  account,
  region,
  id: "vol-1",
  configuration: { volumeId: "vol-1", encrypted: false, state: { value: "in-use" }, attachments: [] },
});
const ANSWERS: readonly CannedAnswer[] = [
  named("all"),
  statuses(
    sourceStatus(OWN, FRANKFURT, "SUCCEEDED"),
    sourceStatus(OWN, VIRGINIA, "FAILED"),
    sourceStatus(OTHER, FRANKFURT, "SUCCEEDED"),
    sourceStatus(OTHER, VIRGINIA, "SUCCEEDED"),
  ),
  ...pagesOf("AWS::Config::ConfigurationRecorder", [
    recorder(OWN, FRANKFURT, EVERYTHING),
    recorder(OTHER, FRANKFURT, WITHOUT_VOLUMES),
  ]),
  ...pagesOf(
    GROUP,
    [open(OWN, FRANKFURT, "sg-1"), open(OWN, VIRGINIA, "sg-2")],
    [],
    [open(OTHER, FRANKFURT, "sg-3"), open(OTHER, VIRGINIA, "sg-4"), open(NO_SOURCE, FRANKFURT, "sg-5")],
  ),
  ...pagesOf("AWS::EC2::Volume", [volume(OWN, FRANKFURT), volume(OTHER, FRANKFURT)]),
  { action: SELECT, params: asked("AWS::RDS::DBInstance"), error: "AccessDeniedException" },
  NOTHING,
];

let lakes = 0;
async function audit(faults: readonly Fault[], ...args: string[]) {
  lakes += 1;
  const lake = `lake-${lakes}`;
  await server.faults(faults);
  const result = await run("audit", "--lake", lake, "--report-timeout", "20", "--format", "json", ...args);
  return { result, lake: `${folder.dir}/${lake}` };
}
function run(...args: string[]): Promise<CliResult> {
  return runCli(args, { cwd: folder.dir, env: { ...server.env } });
}
const coverageOf = (lake: string, kind: string) =>
  lakeRows<{ account_id: string; region: string; status: string; detail: string | null }>(
    lake,
    `SELECT account_id, region, status, detail FROM coverage WHERE kind = '${kind}' ORDER BY account_id, region`,
  );
const short = (rows: Awaited<ReturnType<typeof coverageOf>>) =>
  rows.map(({ account_id, region, status, detail }) => [
    account_id,
    region,
    status,
    detail?.replace("AWS Config aggregator all: ", "") ?? null,
  ]);

test("what is recorded and up to date is judged, and silence is no evidence", async () => {
  await server.answers(ANSWERS);
  const throttled: Fault = { kind: "throttle_400", action: SELECT, times: 2 };
  const { result, lake } = await audit([throttled], "--aggregator");
  expect(result.stderr).toContain("Read the AWS Config aggregator all with");
  expect(result.stderr).toContain("it added to 1 account, and tells of 1 that were not read otherwise.");
  const ok = "from the AWS Config aggregator all";
  const unknown = `nobody knows whether AWS Config records ${GROUP} there`;
  expect(short(await coverageOf(lake, "security_groups"))).toEqual([
    [OWN, FRANKFURT, "ok", ok],
    [OWN, VIRGINIA, "not_collected", "its copy of the Region is not up to date: FAILED"],
    [OTHER, FRANKFURT, "ok", ok],
    [OTHER, VIRGINIA, "not_collected", unknown],
  ]);
  expect(
    await lakeRows(lake, "SELECT account_id, region, group_id FROM security_groups ORDER BY group_id"),
  ).toEqual([
    { account_id: OWN, region: FRANKFURT, group_id: "sg-1" },
    { account_id: OTHER, region: FRANKFURT, group_id: "sg-3" },
    { account_id: OTHER, region: VIRGINIA, group_id: "sg-4" },
  ]);
  expect(control(auditJson(result), "security-group-ssh")).toMatchObject({ fail: 3, pass: 0, unknown: 2 });
  // What is no longer recorded may be long gone.
  expect(await lakeRows(lake, "SELECT account_id, encrypted FROM ebs_volumes")).toEqual([
    { account_id: OWN, encrypted: false },
  ]);
  expect((await coverageOf(lake, "ebs_volumes"))[2]).toMatchObject({
    account_id: OTHER,
    detail: "AWS Config aggregator all: AWS Config does not record AWS::EC2::Volume there",
  });
  expect(short(await coverageOf(lake, "rds_instances"))).toEqual([
    [OWN, "", "denied", SELECT],
    [OTHER, "", "denied", SELECT],
  ]);
  expect((await coverageOf(lake, "s3_buckets"))[0]).toMatchObject({ status: "not_collected" });
  const [row] = await lakeRows<{ at: number }>(
    lake,
    `SELECT collected_at AS at FROM coverage WHERE kind = 'security_groups' AND account_id = '${OWN}' AND status = 'ok'`,
  );
  expect(Number(row?.at)).toBe(Date.parse("2026-11-22T10:00:00Z") / 1000);
  expect((await server.calls()).by_action["ec2:DescribeSecurityGroups"]).toBeUndefined();
});

test("what the account gave itself wins, and the aggregator gives what was denied: the same row", async () => {
  const { ec2 } = regionClients(server, FRANKFURT);
  const { SecurityGroups: [group] = [] } = await ec2.send(new DescribeSecurityGroupsCommand({}));
  const GroupId = group?.GroupId ?? "";
  const IpPermissions = [{ IpProtocol: "tcp", FromPort: 0, ToPort: 99, IpRanges: [{ CidrIp: "0.0.0.0/0" }] }];
  await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
  const { SecurityGroups: [now] = [] } = await ec2.send(new DescribeSecurityGroupsCommand({}));
  await server.answers([
    named("some", "all"),
    statuses(sourceStatus(OWN, FRANKFURT, "SUCCEEDED"), sourceStatus(OWN, VIRGINIA, "SUCCEEDED")),
    ...pagesOf(
      "AWS::Config::ConfigurationRecorder",
      [FRANKFURT, VIRGINIA].map((region) => recorder(OWN, region, EVERYTHING)),
    ),
    ...pagesOf(GROUP, [
      { account: OWN, region: FRANKFURT, id: GroupId, configuration: recordedForm(now) },
      open(OWN, VIRGINIA, "sg-that-is-gone"),
    ]),
    NOTHING,
  ]);
  const rows = (lake: string) =>
    lakeRows(lake, "SELECT * EXCLUDE (as_of) FROM security_groups ORDER BY region");
  const direct = await audit([], "--full");
  const denied: Fault = { kind: "access_denied", action: "ec2:DescribeSecurityGroups", region: FRANKFURT };
  const filled = await audit([denied], "--full", "--aggregator", "all");
  expect(await rows(direct.lake)).toHaveLength(2);
  expect(await rows(filled.lake)).toEqual(await rows(direct.lake));
  expect(short(await coverageOf(filled.lake, "security_groups"))).toEqual([
    [OWN, FRANKFURT, "ok", "from the AWS Config aggregator all"],
    [OWN, VIRGINIA, "ok", null],
  ]);
});

/** A group as Config records it: small first letters, and the ranges of IPv4 twice. */
function recordedForm(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(recordedForm);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, one]: [string, unknown]) => {
      const small = name.charAt(0).toLowerCase() + name.slice(1);
      if (small !== "ipRanges") return [[small, recordedForm(one)]];
      const ranges = one as { CidrIp: string }[];
      return [
        ["ipRanges", ranges.map(({ CidrIp }) => CidrIp)],
        ["ipv4Ranges", recordedForm(ranges)],
      ];
    }),
  );
}

test("it must be clear which aggregator, before anything is collected", async () => {
  await server.answers([named("some", "all")]);
  const several = await run("audit", "--aggregator");
  expect([several.code, several.stderr]).toEqual([
    2,
    expect.stringContaining("Name one with --aggregator NAME: some, all."),
  ]);
  const wrong = await run("audit", "--aggregator", "none");
  expect(wrong.stderr).toContain(
    "There is no AWS Config aggregator none in account 123456789012 in us-east-1.",
  );
  await server.answers([named()]);
  expect((await run("audit", "--aggregator")).stderr).toContain(
    "There is no AWS Config aggregator in account",
  );
  await server.answers([
    { action: "config:DescribeConfigurationAggregators", error: "AccessDeniedException" },
  ]);
  const denied = await run("audit", "--aggregator");
  expect([denied.code, denied.stderr]).toEqual([
    1,
    expect.stringContaining("Allow config:DescribeConfigurationAggregators"),
  ]);
  expect((await run("audit", "report.csv", "--aggregator")).stderr).toContain("--aggregator reads live");
  expect(Object.keys((await server.calls()).by_action).filter((one) => one.startsWith("iam:"))).toEqual([]);
});

test("of an organization: accounts that are read, that deny everything, that are suspended, and that were left out", async () => {
  const organization = await seedOrganization(server, { accounts: 6 });
  const [management = "", , , refused = "", leftOut = "", read = ""] = organization.accountIds;
  const all = organization.accountIds;
  await server.answers([
    named("all"),
    statuses(...all.slice(0, -1).map((id) => sourceStatus(id, FRANKFURT, "SUCCEEDED"))),
    ...pagesOf(
      "AWS::Config::ConfigurationRecorder",
      all.map((id) => recorder(id, FRANKFURT, EVERYTHING)),
    ),
    ...pagesOf(
      GROUP,
      all.map((id) => open(id, FRANKFURT, `sg-${id}`)),
    ),
    NOTHING,
  ]);
  await server.faults([{ kind: "access_denied", action: "iam:*", account: refused }]);
  const credentials = await server.credentials(management, organization.runner);
  const dir = `${folder.dir}/organization`;
  mkdirSync(dir);
  const args = [
    "audit",
    ...orgArgs(organization, "--aggregator", "--exclude", leftOut, "--report-timeout", "20"),
    "--format",
    "json",
  ];
  const result = await runCli(args, { cwd: dir, env: server.envFor(credentials) });
  const groups = await query<{ account_id: string }>(
    "SELECT account_id FROM security_groups ORDER BY account_id",
    { dir },
  );
  const expected = all.filter((id) => id !== leftOut && id !== read).sort();
  expect(groups.map(({ account_id: id }) => id)).toEqual(expected);
  expect(
    await query(
      `SELECT status, detail FROM coverage WHERE kind = 'security_groups' AND account_id = '${read}'`,
      { dir },
    ),
  ).toEqual([
    { status: "not_collected", detail: "AWS Config aggregator all: holds nothing of this account" },
  ]);
  expect(control(auditJson(result), "security-group-ssh").fail).toBe(expected.length);
});
