import {
  CreateFlowLogsCommand,
  CreateNetworkInterfaceCommand,
  CreateVolumeCommand,
  DescribeNetworkAclsCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  EnableEbsEncryptionByDefaultCommand,
  RunInstancesCommand,
  TerminateInstancesCommand,
} from "@aws-sdk/client-ec2";
import {
  CreateDBClusterCommand,
  CreateDBClusterSnapshotCommand,
  CreateDBInstanceCommand,
  CreateDBSnapshotCommand,
  ModifyDBClusterSnapshotAttributeCommand,
  ModifyDBSnapshotAttributeCommand,
} from "@aws-sdk/client-rds";
import { CreateBucketCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { regionClients } from "./aws/regional.js";
import { type AwsServer, type Fault, startAwsServer } from "./aws/start-server.js";
import { lakeRows } from "./lake-rows.js";
import { type AuditJson, auditJson, type CliResult, control, runCli, scratch } from "./run-cli.js";

/** Networks, instances, volumes and databases of two Regions, in the answers of a server; one Region denies a part. */

const [FRANKFURT, VIRGINIA] = ["eu-central-1", "us-east-1"];
const folder = scratch();
let server: AwsServer;
let result: CliResult;
let json: AuditJson;

beforeAll(async () => {
  server = await startAwsServer();
  await server.settings({ regions: [FRANKFURT, VIRGINIA] });
  await seedNetworks();
  await seedDatabases();
  await server.faults(FAULTS);
  const env = { ...server.env, AWS_MAX_ATTEMPTS: "3" };
  const args = ["audit", "--full", "--report-timeout", "20", "--format", "json"];
  result = await runCli(args, { cwd: folder.dir, env });
  json = auditJson(result);
});
afterAll(async () => {
  await server.stop();
  folder.remove();
});

const SNAPSHOT = "rds:DescribeDBSnapshotAttributes";
const CLUSTER_SNAPSHOT = "rds:DescribeDBClusterSnapshotAttributes";
const FAULTS: readonly Fault[] = [
  { kind: "access_denied", action: "ec2:DescribeFlowLogs", region: VIRGINIA },
  { kind: "access_denied", action: "ec2:GetEbsEncryptionByDefault", region: VIRGINIA },
  { kind: "access_denied", action: "rds:DescribeDBClusters", region: VIRGINIA },
  { kind: "throttle_400", action: "ec2:DescribeVolumes", region: FRANKFURT, times: 1 },
  { kind: "empty_page_with_token", action: "ec2:DescribeInstances", region: FRANKFURT, times: 2 },
  { kind: "empty_page_with_token", action: "rds:DescribeDBInstances", region: FRANKFURT, times: 1 },
  { kind: "throttle_400", action: "rds:DescribeDBSnapshots", region: FRANKFURT, times: 1 },
  { kind: "access_denied", action: SNAPSHOT, region: FRANKFURT, times: 1 },
  {
    kind: "error_code",
    action: CLUSTER_SNAPSHOT,
    region: FRANKFURT,
    times: 1,
    text: "DBClusterSnapshotNotFoundFault",
  },
  { kind: "error_code", action: SNAPSHOT, region: FRANKFURT, times: 1, text: "DBSnapshotNotFound" },
];

async function seedNetworks(): Promise<void> {
  const { ec2, s3 } = regionClients(server, FRANKFURT);
  await ec2.send(new EnableEbsEncryptionByDefaultCommand({}));
  await ec2.send(new CreateVolumeCommand({ AvailabilityZone: "eu-central-1a", Size: 8, Encrypted: false }));
  await s3.send(new CreateBucketCommand({ Bucket: "flows" }));
  const { Vpcs = [] } = await ec2.send(new DescribeVpcsCommand({}));
  await ec2.send(
    new CreateFlowLogsCommand({
      ResourceType: "VPC",
      ResourceIds: Vpcs.map(({ VpcId = "" }) => VpcId),
      TrafficType: "REJECT",
      LogDestinationType: "s3",
      LogDestination: "arn:aws:s3:::flows",
    }),
  );
  const run = { ImageId: "ami-12c6146b", InstanceType: "t3.micro", MinCount: 1, MaxCount: 1 } as const;
  await ec2.send(new RunInstancesCommand({ ...run, MetadataOptions: { HttpTokens: "required" } }));
  const { Instances: [ended] = [] } = await ec2.send(new RunInstancesCommand(run));
  await ec2.send(new TerminateInstancesCommand({ InstanceIds: [ended?.InstanceId ?? ""] }));
  const { SecurityGroups: [group] = [] } = await ec2.send(new DescribeSecurityGroupsCommand({}));
  const { Subnets: [subnet] = [] } = await ec2.send(new DescribeSubnetsCommand({}));
  const Groups = [group?.GroupId ?? ""];
  await ec2.send(new CreateNetworkInterfaceCommand({ SubnetId: subnet?.SubnetId, Groups }));
  const { NetworkAcls = [] } = await ec2.send(new DescribeNetworkAclsCommand({}));
  expect(NetworkAcls).toHaveLength(1);
}

async function seedDatabases(): Promise<void> {
  const { rds } = regionClients(server, FRANKFURT);
  const database = { Engine: "postgres", DBInstanceClass: "db.t3.micro", AllocatedStorage: 20 } as const;
  const secret = { MasterUsername: "shop", MasterUserPassword: "not-a-secret" };
  await rds.send(
    new CreateDBInstanceCommand({
      ...database,
      ...secret,
      DBInstanceIdentifier: "open",
      PubliclyAccessible: true,
      StorageEncrypted: false,
      AutoMinorVersionUpgrade: false,
    }),
  );
  await rds.send(
    new CreateDBInstanceCommand({
      ...database,
      ...secret,
      DBInstanceIdentifier: "closed",
      PubliclyAccessible: false,
      StorageEncrypted: true,
      AutoMinorVersionUpgrade: true,
      MultiAZ: true,
    }),
  );
  const cluster = { DBClusterIdentifier: "cluster", Engine: "aurora-postgresql", StorageEncrypted: true };
  await rds.send(new CreateDBClusterCommand({ ...cluster, ...secret }));
  for (const DBSnapshotIdentifier of ["a", "b", "c", "d"]) {
    await rds.send(new CreateDBSnapshotCommand({ DBSnapshotIdentifier, DBInstanceIdentifier: "open" }));
    const everybody = { AttributeName: "restore", ValuesToAdd: ["all"] };
    await rds.send(new ModifyDBSnapshotAttributeCommand({ DBSnapshotIdentifier, ...everybody }));
  }
  for (const DBClusterSnapshotIdentifier of ["m", "n"]) {
    const { DBClusterIdentifier } = cluster;
    await rds.send(new CreateDBClusterSnapshotCommand({ DBClusterSnapshotIdentifier, DBClusterIdentifier }));
    const everybody = { AttributeName: "restore", ValuesToAdd: ["all"] };
    await rds.send(
      new ModifyDBClusterSnapshotAttributeCommand({ DBClusterSnapshotIdentifier, ...everybody }),
    );
  }
}

const rows = <Row>(sql: string) => lakeRows<Row>(`${folder.dir}/.iamspect`, sql);

test("what was denied is missing in its Region, and nothing else is", async () => {
  expect(result.code).toBe(4);
  const gaps = await rows(
    "SELECT kind, region, status FROM coverage WHERE region <> '' AND status NOT IN ('ok', 'not_collected') ORDER BY kind, region",
  );
  expect(gaps).toEqual([
    { kind: "ebs_encryption", region: VIRGINIA, status: "denied" },
    { kind: "flow_logs", region: VIRGINIA, status: "denied" },
    { kind: "rds_clusters", region: VIRGINIA, status: "denied" },
    { kind: "rds_snapshot_attributes", region: FRANKFURT, status: "denied" },
  ]);
});

test.each([
  // The default group and network ACL of each Region, as AWS makes them.
  ["security-group-default-closed", { fail: 2, pass: 0, unknown: 0 }],
  ["network-acl-admin-ports", { fail: 2, pass: 0, unknown: 0 }],
  ["vpc-flow-logs", { fail: 0, pass: 1, unknown: 1 }],
  ["ebs-default-encryption", { fail: 0, pass: 1, unknown: 1 }],
  ["ebs-snapshot-public", { fail: 0, pass: 2, unknown: 0 }],
  ["instance-imdsv2", { fail: 0, pass: 1, unknown: 0 }],
  ["instance-role", { fail: 1, pass: 0, unknown: 0 }],
  ["database-public", { fail: 1, pass: 1, unknown: 0 }],
  ["database-encryption", { fail: 1, pass: 1, unknown: 0 }],
  ["database-minor-upgrade", { fail: 1, pass: 1, unknown: 0 }],
  ["database-multi-az", { fail: 1, pass: 1, unknown: 0 }],
  ["cluster-encryption", { fail: 0, pass: 1, unknown: 1 }],
  // Of four public ones, one is deleted while it is asked about, and one is denied.
  ["database-snapshot-public", { fail: 2, pass: 0, unknown: 1 }],
  // Of two public ones, one is deleted while it is asked about.
  ["cluster-snapshot-public", { fail: 1, pass: 0, unknown: 0 }],
] as const)("%s: %j", (id, counts) => {
  expect(control(json, id)).toMatchObject(counts);
});

test("volumes of both kinds are there, and a group is in use where an interface has it", async () => {
  expect(await rows("SELECT count(*) AS n FROM ebs_volumes WHERE NOT encrypted")).not.toEqual([{ n: 0 }]);
  expect(await rows("SELECT region, in_use FROM security_groups ORDER BY region")).toEqual([
    { region: FRANKFURT, in_use: true },
    { region: VIRGINIA, in_use: false },
  ]);
});

test("a finding has the command that fixes it, with Region and name filled in", async () => {
  const args = ["findings", "--control", "database-public", "--status", "fail", "--format", "json"];
  const { stdout } = await runCli(args, { cwd: folder.dir });
  expect(JSON.parse(stdout)).toMatchObject([
    {
      reason: "The database instance open (postgres) has a public address.",
      remediation: {
        cli: "aws rds modify-db-instance --region eu-central-1 --db-instance-identifier open --no-publicly-accessible --apply-immediately",
      },
    },
  ]);
});
