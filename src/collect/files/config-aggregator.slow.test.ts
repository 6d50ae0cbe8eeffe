import { expect, test } from "vitest";
import { ACCOUNT, bothWays, REGION, told, written } from "./test-aggregated.js";

test("security groups: ranges as texts, as objects, of IPv6, of other groups and of prefix lists", async () => {
  const rule = { ipProtocol: "tcp", fromPort: 22, toPort: 22 };
  const config = {
    description: "web",
    groupId: "sg-1",
    groupName: "web",
    vpcId: "vpc-1",
    ownerId: ACCOUNT,
    tags: [{ key: "a", value: "b" }],
    ipPermissions: [
      { ...rule, ipRanges: ["0.0.0.0/0"], ipv6Ranges: [], prefixListIds: [], userIdGroupPairs: [] },
      {
        ...rule,
        ipv4Ranges: [{ cidrIp: "10.0.0.0/8", description: null }],
        ipRanges: ["10.0.0.0/8"],
        ipv6Ranges: [{ cidrIpv6: "::/0" }],
        prefixListIds: [{ prefixListId: "pl-1" }],
        userIdGroupPairs: [{ groupId: "sg-2", userId: ACCOUNT }],
      },
    ],
    ipPermissionsEgress: [
      { ipProtocol: "-1", ipv4Ranges: [{ cidrIp: "0.0.0.0/0" }], ipRanges: ["0.0.0.0/0"] },
    ],
  };
  const direct = {
    SecurityGroups: [
      {
        GroupId: "sg-1",
        GroupName: "web",
        VpcId: "vpc-1",
        IpPermissions: [
          {
            IpProtocol: "tcp",
            FromPort: 22,
            ToPort: 22,
            IpRanges: [{ CidrIp: "0.0.0.0/0" }],
            Ipv6Ranges: [],
            PrefixListIds: [],
            UserIdGroupPairs: [],
          },
          {
            IpProtocol: "tcp",
            FromPort: 22,
            ToPort: 22,
            IpRanges: [{ CidrIp: "10.0.0.0/8" }],
            Ipv6Ranges: [{ CidrIpv6: "::/0" }],
            PrefixListIds: [{ PrefixListId: "pl-1" }],
            UserIdGroupPairs: [{ GroupId: "sg-2", UserId: ACCOUNT }],
          },
        ],
        IpPermissionsEgress: [{ IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] }],
      },
    ],
  };
  const [one, other] = await bothWays(
    "security_groups",
    "AWS::EC2::SecurityGroup",
    [told("sg-1", config)],
    direct,
  );
  expect(one).toEqual(other);
  expect(one).toMatchObject([{ ssh_ipv4: true, ssh_ipv6: true, ingress_sources: 5, egress_destinations: 1 }]);
});

test("network ACLs, volumes and instances, configuration that is a text among them", async () => {
  const entry = {
    ruleNumber: 100,
    egress: false,
    protocol: "6",
    ruleAction: "allow",
    cidrBlock: "0.0.0.0/0",
  };
  const acl = {
    networkAclId: "acl-1",
    vpcId: "vpc-1",
    isDefault: true,
    associations: [{ subnetId: "subnet-1" }],
    entries: [{ ...entry, portRange: { from: 0, to: 65535 }, ipv6CidrBlock: null, icmpTypeCode: null }],
  };
  const Entry = {
    RuleNumber: 100,
    Egress: false,
    Protocol: "6",
    RuleAction: "allow",
    CidrBlock: "0.0.0.0/0",
  };
  const [acls, direct] = await bothWays(
    "network_acls",
    "AWS::EC2::NetworkAcl",
    [told("acl-1", JSON.stringify(acl))],
    {
      NetworkAcls: [
        {
          NetworkAclId: "acl-1",
          VpcId: "vpc-1",
          IsDefault: true,
          Associations: [{ SubnetId: "subnet-1" }],
          Entries: [{ ...Entry, PortRange: { From: 0, To: 65535 } }],
        },
      ],
    },
  );
  expect(acls).toEqual(direct);

  const volume = { volumeId: "vol-1", encrypted: false, size: 8, attachments: [] };
  const created = Date.parse("2026-01-02T03:04:05Z");
  const [volumes, directly] = await bothWays(
    "ebs_volumes",
    "AWS::EC2::Volume",
    [told("vol-1", { ...volume, state: { value: "available" }, createTime: created })],
    {
      Volumes: [
        {
          VolumeId: "vol-1",
          Encrypted: false,
          Size: 8,
          Attachments: [],
          State: "available",
          CreateTime: "2026-01-02T03:04:05+00:00",
        },
      ],
    },
  );
  expect(volumes).toEqual(directly);

  const instance = {
    instanceId: "i-1",
    instanceType: "t3.micro",
    state: { code: 16, name: "running" },
    launchTime: "2026-01-02T03:04:05.000Z",
    metadataOptions: { httpTokens: "optional", httpEndpoint: "enabled", httpPutResponseHopLimit: 1 },
    iamInstanceProfile: null,
    publicIpAddress: "203.0.113.7",
    networkInterfaces: [{ association: { publicIp: "203.0.113.7" } }],
    tags: [{ key: "Name", value: "shop" }],
  };
  const [instances, themselves] = await bothWays(
    "ec2_instances",
    "AWS::EC2::Instance",
    [told("i-1", instance), told("i-2", { ...instance, instanceId: "i-2", state: { value: "stopped" } })],
    {
      Reservations: [
        {
          Instances: ["i-1", "i-2"].map((InstanceId) => ({
            InstanceId,
            InstanceType: "t3.micro",
            State: { Name: InstanceId === "i-1" ? "running" : "stopped" },
            LaunchTime: "2026-01-02T03:04:05+00:00",
            MetadataOptions: { HttpTokens: "optional", HttpEndpoint: "enabled", HttpPutResponseHopLimit: 1 },
            PublicIpAddress: "203.0.113.7",
            NetworkInterfaces: [{ Association: { PublicIp: "203.0.113.7" } }],
            Tags: [{ Key: "Name", Value: "shop" }],
          })),
        },
      ],
    },
  );
  expect(instances).toEqual(themselves);
});

test("databases in both spellings, without what is about to change", async () => {
  const arn = (kind: string, name: string) => `arn:aws:rds:${REGION}:${ACCOUNT}:${kind}:${name}`;
  const common = { engine: "postgres", storageEncrypted: false, multiAZ: true };
  const old = {
    ...common,
    dBInstanceIdentifier: "a",
    dBInstanceArn: arn("db", "a"),
    dBInstanceStatus: "available",
    publiclyAccessible: true,
    autoMinorVersionUpgrade: false,
    pendingModifiedValues: { masterUserPassword: "hunter2" },
  };
  const [instances, direct] = await bothWays("rds_instances", "AWS::RDS::DBInstance", [told("db-A", old)], {
    DBInstances: [
      {
        DBInstanceIdentifier: "a",
        DBInstanceArn: arn("db", "a"),
        DBInstanceStatus: "available",
        Engine: "postgres",
        StorageEncrypted: false,
        MultiAZ: true,
        PubliclyAccessible: true,
        AutoMinorVersionUpgrade: false,
      },
    ],
  });
  expect(instances).toEqual(direct);
  expect(JSON.stringify(written("AWS::RDS::DBInstance", told("db-A", old)))).not.toContain("hunter2");
  const newer = {
    ...common,
    dbclusterIdentifier: "c",
    dbclusterArn: arn("cluster", "c"),
    status: "available",
    dbclusterMembers: [{ dbinstanceIdentifier: "a" }],
  };
  const [clusters, directly] = await bothWays("rds_clusters", "AWS::RDS::DBCluster", [told("c", newer)], {
    DBClusters: [
      {
        DBClusterIdentifier: "c",
        DBClusterArn: arn("cluster", "c"),
        Engine: "postgres",
        Status: "available",
        StorageEncrypted: false,
        MultiAZ: true,
        DBClusterMembers: [{}],
      },
    ],
  });
  expect(clusters).toEqual(directly);
});
