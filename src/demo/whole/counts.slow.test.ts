// Reads the generated files as a stranger would and counts with the plainest possible code: nothing here uses the tables
// from which they were made, but to ask for the same numbers.
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { buildCohort, type CohortAccount } from "../cohort.js";
import { demoFiles } from "../files.js";
import { USERS } from "../totals.js";
import { CHOSEN, INVENTED, PUBLISHED, TRAITS } from "./counts.js";

interface Range {
  readonly CidrIp?: string;
  readonly CidrIpv6?: string;
}
interface Rule {
  readonly IpProtocol: string;
  readonly FromPort?: number;
  readonly ToPort?: number;
  readonly IpRanges: readonly Range[];
  readonly Ipv6Ranges: readonly Range[];
}
interface Entry {
  readonly CidrBlock?: string;
  readonly Ipv6CidrBlock?: string;
  readonly Egress: boolean;
  readonly PortRange?: { readonly From: number; readonly To: number };
  readonly RuleAction: string;
  readonly RuleNumber: number;
}

const cohort = buildCohort();
const plain = new Map([...demoFiles(cohort)].map(({ path, content }) => [path, content]));
const counts: Record<string, number> = {};
const add = (name: string, number: number | boolean = 1) => {
  counts[name] = (counts[name] ?? 0) + Number(number);
};
const ids = new Map<string, number>();
const seen = (id: string) => ids.set(id, (ids.get(id) ?? 0) + 1);
const perAccount = new Map<string, number>();
const differing: string[] = [];
const regions = new Map<string, Set<string>>();
const listed = new Map<string, Set<string>>();
/** Groups and what they say, and groups that an interface has, until both files of a Region are read. */
let groups: { GroupId: string; GroupName: string; VpcId: string; open: boolean; rules: number }[] = [];
let vpcOf = new Map<string, string>();
let files = 0;

function read(path: readonly string[], data: Record<string, never>): void {
  const [account = "", region = ""] = path;
  const name = path.at(-1) ?? "";
  if (path.length === 3) {
    const own = listed.get(account) ?? new Set();
    listed.set(account, own.add(region));
  }
  for (const [member, list] of Object.entries<unknown>(data)) {
    if (!Array.isArray(list) || (path.length < 3 && member !== "Buckets")) continue;
    add(member, list.length);
  }
  READ[name]?.(data, account);
}

/** A stranger reads JSON as it comes. */
type Any = ReturnType<typeof JSON.parse>;

const READ: Readonly<Record<string, (data: Any, account: string) => void>> = {
  "regions.json": ({ Regions }, account) => {
    regions.set(account, new Set(Regions.map(({ RegionName }: Any) => RegionName)));
  },
  "authorization-details.json": (data) => {
    add("roles", data.RoleDetailList.length);
    add("groups", data.GroupDetailList.length);
    add("managed policies", data.Policies.length);
    for (const { UserPolicyList = [] } of data.UserDetailList) add("user policies", UserPolicyList.length);
    for (const { RolePolicyList } of data.RoleDetailList) add("role policies", RolePolicyList.length);
  },
  "password-policy.json": ({ PasswordPolicy }) => add("password policies", PasswordPolicy !== null),
  "s3-account-public-access-block.json": ({ PublicAccessBlockConfiguration: block }, account) => {
    const all = block !== null && Object.values(block).every((one) => one === true);
    add("accounts with block", all);
    if (all) perAccount.set(`block ${account}`, 1);
  },
  "s3-buckets.json": ({ Buckets }, account) => {
    for (const bucket of Buckets) {
      seen(bucket.Name);
      const own = bucket.PublicAccessBlock?.PublicAccessBlockConfiguration ?? {};
      const flags = Object.values(own).filter((one) => one === true).length;
      const blocked = flags === 4 || perAccount.has(`block ${account}`);
      add("without block", !blocked);
      add("public", bucket.PolicyStatus?.PolicyStatus.IsPublic === true);
      add("public and blocked", bucket.PolicyStatus?.PolicyStatus.IsPublic === true && blocked);
      add(
        "listed",
        bucket.Acl.Grants.some(({ Grantee }: Any) => Grantee.Type === "Group"),
      );
      add("bucket unencrypted", bucket.Encryption === null);
      add("plain http", !deniesHttp(bucket.Name, JSON.parse(bucket.Policy?.Policy ?? '{"Statement":[]}')));
    }
  },
  "security-groups.json": ({ SecurityGroups }) => {
    groups = SecurityGroups.map(({ GroupId, GroupName, VpcId, IpPermissions, IpPermissionsEgress }: Any) => {
      seen(GroupId);
      const rules = IpPermissions.length + IpPermissionsEgress.length;
      return { GroupId, GroupName, VpcId, rules, open: IpPermissions.some(opens) };
    });
    vpcOf = new Map(groups.map(({ GroupId, VpcId }) => [GroupId, VpcId]));
    const defaults = groups.filter(({ GroupName }) => GroupName === "default");
    add("default groups", defaults.length);
    expect(new Set(defaults.map(({ VpcId }) => VpcId)).size).toBe(defaults.length);
  },
  "network-interfaces.json": ({ NetworkInterfaces }) => {
    const used = new Set<string>();
    for (const { Groups, VpcId } of NetworkInterfaces) {
      expect(Groups.length).toBeGreaterThan(0);
      for (const { GroupId } of Groups) {
        used.add(GroupId);
        if (vpcOf.get(GroupId) !== VpcId) add("groups of another VPC");
      }
    }
    for (const { GroupId, GroupName, open, rules } of groups) {
      const inUse = used.has(GroupId);
      add("in use", inUse);
      add("in use and open", inUse && open);
      add("not in use and open", !inUse && open);
      add("default, in use, with rules", inUse && GroupName === "default" && rules > 0);
    }
  },
  "network-acls.json": ({ NetworkAcls }) => {
    for (const { Entries, IsDefault, NetworkAclId } of NetworkAcls) {
      seen(NetworkAclId);
      add(
        "open acls",
        [22, 3389].some((port) => letsIn(Entries, port)),
      );
      add("custom acls", !IsDefault);
    }
  },
  "instances.json": ({ Reservations }) => {
    for (const { Instances } of Reservations) {
      for (const { InstanceId, SecurityGroups } of Instances) {
        seen(InstanceId);
        add("instances");
        expect(SecurityGroups.length).toBeLessThanOrEqual(5);
      }
    }
  },
  "volumes.json": ({ Volumes }, account) => {
    perAccount.set(account, (perAccount.get(account) ?? 0) + Volumes.length);
    for (const { VolumeId, Encrypted } of Volumes) {
      seen(VolumeId);
      add("volume unencrypted", !Encrypted);
    }
  },
  "ebs-public-snapshots.json": ({ Snapshots }) => {
    for (const { Encrypted } of Snapshots) add("public and encrypted", Encrypted);
  },
  "db-snapshots.json": ({ DBSnapshots }) => {
    for (const { DBSnapshotArn, DBSnapshotAttributesResult: result } of DBSnapshots) {
      seen(DBSnapshotArn);
      add("public database snapshots", result.DBSnapshotAttributes[0].AttributeValues.includes("all"));
    }
  },
  "cloudtrail-trails.json": ({ trailList }, account) => {
    for (const { TrailARN, Status } of trailList) {
      const isOwn = TrailARN.split(":")[4] === account && Status !== undefined;
      add("own trails", isOwn);
      if (isOwn) seen(TrailARN);
    }
  },
  "db-instances.json": ({ DBInstances }) => {
    for (const { DBInstanceArn, PubliclyAccessible } of DBInstances) {
      seen(DBInstanceArn);
      add("public databases", PubliclyAccessible);
    }
  },
};

/** SSH or RDP, to everybody. */
function opens({ IpProtocol, FromPort = 0, ToPort = 65_535, IpRanges, Ipv6Ranges }: Rule): boolean {
  const everybody =
    IpRanges.some(({ CidrIp }) => CidrIp === "0.0.0.0/0") ||
    Ipv6Ranges.some(({ CidrIpv6 }) => CidrIpv6 === "::/0");
  const port = IpProtocol === "-1" || [22, 3389].some((one) => FromPort <= one && one <= ToPort);
  return everybody && port && ["tcp", "-1"].includes(IpProtocol);
}

/** The first rule that is about everybody and the port decides. */
function letsIn(entries: readonly Entry[], port: number): boolean {
  return (["CidrBlock", "Ipv6CidrBlock"] as const).some((family) => {
    const about = entries
      .filter(({ Egress }) => !Egress)
      .filter((entry) => ["0.0.0.0/0", "::/0"].includes(entry[family] ?? ""))
      .filter(({ PortRange: range }) => range === undefined || (range.From <= port && port <= range.To))
      .toSorted((one, other) => one.RuleNumber - other.RuleNumber);
    return about[0]?.RuleAction === "allow";
  });
}

/** Everybody is denied everything without TLS: the bucket, and its objects. */
function deniesHttp(name: string, policy: Any): boolean {
  const denied = policy.Statement.filter(
    ({ Effect, Principal, Action, Condition }: Any) =>
      Effect === "Deny" &&
      (Principal === "*" || Principal.AWS === "*") &&
      Action === "s3:*" &&
      Condition.Bool["aws:SecureTransport"] === "false",
  ).flatMap(({ Resource }: Any) => Resource);
  const has = (arn: string) => denied.includes(arn) || denied.includes("*");
  return has(`arn:aws:s3:::${name}`) && has(`arn:aws:s3:::${name}/*`);
}

for (const { path, content } of demoFiles(cohort, "full")) {
  files += 1;
  const before = plain.get(path);
  if (before !== undefined && before !== content) differing.push(path.split("/").at(-1) ?? "");
  plain.delete(path);
  read(path.split("/"), JSON.parse(content));
}

describe("published counts", () => {
  test.each([
    ["buckets", "Buckets", 26_228],
    ["volumes", "Volumes", 132_912],
    ["security groups", "SecurityGroups", 59_361],
    ["network ACLs", "NetworkAcls", 16_059],
    ["network ACLs open on admin ports", "open acls", 15_778],
    ["default groups in use that allow traffic", "default, in use, with rules", 609],
  ])("%s", (_, name, count) => expect(counts[name]).toBe(count));

  test("more than 58 % of buckets are without a block, more than 88 % accept plain HTTP", () => {
    expect(counts["without block"]).toBe(CHOSEN.bucketsWithoutBlock);
    expect(counts["plain http"]).toBe(CHOSEN.bucketsWithHttp);
    expect(CHOSEN.bucketsWithoutBlock / PUBLISHED.buckets).toBeGreaterThan(0.58);
    expect(CHOSEN.bucketsWithoutBlock / PUBLISHED.buckets).toBeLessThan(0.59);
    expect(CHOSEN.bucketsWithHttp / PUBLISHED.buckets).toBeGreaterThan(0.88);
    expect(CHOSEN.bucketsWithHttp / PUBLISHED.buckets).toBeLessThan(0.89);
  });

  test("more than 40 % of buckets and volumes together are unencrypted", () => {
    expect(counts["bucket unencrypted"]).toBe(CHOSEN.unencryptedBuckets);
    expect(counts["volume unencrypted"]).toBe(CHOSEN.unencryptedVolumes);
    const both =
      (CHOSEN.unencryptedBuckets + CHOSEN.unencryptedVolumes) / (PUBLISHED.buckets + PUBLISHED.volumes);
    expect(both).toBeGreaterThan(0.4);
    expect(both).toBeLessThan(0.42);
  });

  test("4 % of the security groups in use are open on SSH or RDP", () => {
    expect(counts["in use"]).toBe(CHOSEN.groupsInUse);
    expect(counts["in use and open"]).toBe(CHOSEN.openGroupsInUse);
    expect(((100 * CHOSEN.openGroupsInUse) / CHOSEN.groupsInUse).toFixed(1)).toBe("4.0");
  });
});

test("the rest is as the table says", () => {
  expect({
    passwordPolicies: counts["password policies"],
    roles: (counts.roles ?? 0) - 77,
    managedPolicies: (counts["managed policies"] ?? 0) - 5_588,
    inlinePolicies: counts["role policies"],
    vpcs: counts.Vpcs,
    instances: counts.instances,
    databases: counts.DBInstances,
    databaseClusters: counts.DBClusters,
    databaseSnapshots: counts.DBSnapshots,
    trails: counts["own trails"],
  }).toEqual(INVENTED);
  expect({
    flowLogs: counts.FlowLogs,
    openGroupsNotInUse: counts["not in use and open"],
    customNetworkAcls: counts["custom acls"],
    accountsWithBlock: counts["accounts with block"],
    publicBuckets: counts.public,
    listedBuckets: counts.listed,
    publicDatabases: counts["public databases"],
    publicSnapshots: counts.Snapshots,
    publicDatabaseSnapshots: counts["public database snapshots"],
  }).toEqual(TRAITS);
  expect(counts["public and blocked"]).toBe(0);
  expect(counts["public and encrypted"]).toBe(0);
});

test("650,000 things in all", () => {
  const sum = [
    ...[
      "Buckets",
      "Volumes",
      "SecurityGroups",
      "NetworkAcls",
      "Vpcs",
      "DBInstances",
      "DBClusters",
      "DBSnapshots",
    ],
    ...["instances", "own trails", "roles", "groups", "password policies"],
    ...["managed policies", "user policies", "role policies"],
  ].reduce((all, name) => all + (counts[name] ?? 0), 0);
  // And the users, with a root user in each account.
  expect(sum + USERS + cohort.length).toBe(650_000);
});

test("the files of the plain demonstration are there; but for roles and policies, byte for byte", () => {
  expect([...plain.keys()]).toEqual([]);
  expect(new Set(differing)).toEqual(new Set(["authorization-details.json"]));
  expect(files).toBeLessThan(37_000);
});

test("every enabled Region is listed, and no other", () => {
  expect(listed).toEqual(regions);
  const numbers = [...regions.values()].map(({ size }) => size);
  expect(Math.max(...numbers)).toBe(17);
  expect(numbers.filter((number) => number <= 4).length / numbers.length).toBeGreaterThan(0.95);
});

test("ids are unique, and what is in a VPC has groups of it", () => {
  expect([...ids].filter(([, times]) => times > 1)).toEqual([]);
  expect(counts["groups of another VPC"]).toBeUndefined();
});

test("a few accounts have thousands of volumes, half of them have hardly any", () => {
  const volumes = cohort.map(({ id }: CohortAccount) => perAccount.get(id) ?? 0).sort((a, b) => a - b);
  expect(volumes.at(-1)).toBeGreaterThan(5_000);
  expect(volumes.filter((number) => number > 2_000).length).toBeGreaterThan(5);
  expect(volumes[Math.floor(volumes.length / 2)]).toBeLessThan(60);
});

test("the same bytes at every call", () => {
  const hash = () => {
    const all = createHash("sha256");
    let number = 0;
    for (const { path, content } of demoFiles(buildCohort(), "full")) {
      all.update(path).update(content);
      number += 1;
      if (number > 2_000) break;
    }
    return all.digest("hex");
  };
  expect(hash()).toBe(hash());
});
