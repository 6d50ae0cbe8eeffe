import type { Where } from "./compute.js";
import type { Group } from "./networks.js";
import { applicationName, type Draws, tagsFor } from "./place.js";

const ENGINES = [
  ["mysql", "8.0.20"],
  ["mysql", "5.7.31"],
  ["postgres", "12.4"],
  ["postgres", "11.8"],
  ["mariadb", "10.4.13"],
  ["sqlserver-se", "15.00.4043.16.v1"],
] as const;
const AURORA = ["aurora-mysql", "5.7.mysql_aurora.2.09.1"] as const;

/** Names are unique in an account and Region. */
class Names {
  readonly #taken = new Map<string, number>();

  next(wish: string): string {
    const times = (this.#taken.get(wish) ?? 0) + 1;
    this.#taken.set(wish, times);
    return times === 1 ? wish : `${wish}-${times}n`;
  }
}

/** What `aws rds describe-db-instances` and `describe-db-clusters` print. */
export function databases(draws: Draws, { region, plan }: Where, groups: readonly (readonly Group[])[]) {
  const { account, prng } = draws;
  const names = new Names();
  const arn = `arn:aws:rds:${region}:${account.id}`;
  const clusters = Array.from({ length: plan.clusters }, () => ({
    name: names.next(`${applicationName(prng)}-cluster`),
    encrypted: prng.chance(0.68),
  }));
  const open = draws.flags(plan.databases, plan.publicDatabases);
  const DBInstances = open.map((PubliclyAccessible, index) => {
    // One or two instances of each cluster.
    const cluster = index < 2 * clusters.length ? clusters[index % clusters.length] : undefined;
    const [Engine, EngineVersion] = cluster === undefined ? prng.pick(ENGINES) : AURORA;
    const name = names.next(applicationName(prng));
    const encrypted = cluster?.encrypted ?? prng.chance(0.57);
    return {
      DBInstanceIdentifier: name,
      DBInstanceClass: prng.pick(["db.t2.medium", "db.t3.medium", "db.m5.large", "db.r5.large"]),
      Engine,
      DBInstanceStatus: prng.chance(0.95) ? "available" : "stopped",
      MasterUsername: prng.pick(["admin", "root", "postgres", "dba", "app"]),
      Endpoint: { Address: `${name}.example.${region}.rds.amazonaws.com`, Port: 3306 },
      AllocatedStorage: prng.pick([20, 50, 100, 500]),
      InstanceCreateTime: draws.since(),
      BackupRetentionPeriod: prng.pick([0, 1, 7, 7, 7, 14, 30]),
      DBSecurityGroups: [],
      VpcSecurityGroups: (groups[index] ?? []).map(({ GroupId }) => ({
        VpcSecurityGroupId: GroupId,
        Status: "active",
      })),
      MultiAZ: prng.chance(0.34),
      EngineVersion,
      AutoMinorVersionUpgrade: prng.chance(0.83),
      PubliclyAccessible,
      StorageType: "gp2",
      ...(cluster === undefined ? {} : { DBClusterIdentifier: cluster.name }),
      StorageEncrypted: encrypted,
      ...(encrypted ? { KmsKeyId: rdsKey(draws, region) } : {}),
      DbiResourceId: `db-${prng.text(26, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")}`,
      CopyTagsToSnapshot: true,
      DBInstanceArn: `${arn}:db:${name}`,
      IAMDatabaseAuthenticationEnabled: prng.chance(0.06),
      DeletionProtection: prng.chance(0.29),
      TagList: tagsFor(draws, name),
    };
  });
  const DBClusters = clusters.map(({ name, encrypted }) => ({
    AllocatedStorage: 1,
    DBClusterMembers: DBInstances.filter(({ DBClusterIdentifier: of }) => of === name).map(
      ({ DBInstanceIdentifier }, index) => ({ DBInstanceIdentifier, IsClusterWriter: index === 0 }),
    ),
    BackupRetentionPeriod: prng.pick([1, 7, 7, 14, 35]),
    DBClusterIdentifier: name,
    Status: "available",
    Engine: AURORA[0],
    EngineVersion: AURORA[1],
    MasterUsername: "admin",
    MultiAZ: prng.chance(0.4),
    StorageEncrypted: encrypted,
    ...(encrypted ? { KmsKeyId: rdsKey(draws, region) } : {}),
    DbClusterResourceId: `cluster-${prng.text(26, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")}`,
    DBClusterArn: `${arn}:cluster:${name}`,
    ClusterCreateTime: draws.since(),
    IAMDatabaseAuthenticationEnabled: prng.chance(0.08),
    DeletionProtection: prng.chance(0.4),
    AutoMinorVersionUpgrade: true,
    TagList: tagsFor(draws, name),
  }));
  return { instances: { DBInstances }, clusters: { DBClusters } };
}

/** What `aws rds describe-db-snapshots` prints, each with whom `describe-db-snapshot-attributes` says it is shared. */
export function databaseSnapshots(draws: Draws, { region, plan }: Where) {
  const { account, prng } = draws;
  const names = new Names();
  const open = draws.flags(plan.databaseSnapshots, plan.publicDatabaseSnapshots);
  return {
    DBSnapshots: open.map((isPublic) => {
      const database = applicationName(prng);
      const name = names.next(`${database}-before-upgrade`);
      const shared = prng.chance(0.02) ? [account.membership?.managementId ?? "111122223333"] : [];
      const restore = { AttributeName: "restore", AttributeValues: isPublic ? ["all"] : shared };
      return {
        DBSnapshotIdentifier: name,
        DBInstanceIdentifier: database,
        SnapshotCreateTime: draws.since(400),
        Engine: prng.pick(ENGINES)[0],
        AllocatedStorage: prng.pick([20, 50, 100]),
        Status: "available",
        SnapshotType: "manual",
        Encrypted: !isPublic && prng.chance(0.57),
        DBSnapshotArn: `arn:aws:rds:${region}:${account.id}:snapshot:${name}`,
        DBSnapshotAttributesResult: { DBSnapshotIdentifier: name, DBSnapshotAttributes: [restore] },
      };
    }),
  };
}

function rdsKey({ account }: Draws, region: string): string {
  return `arn:aws:kms:${region}:${account.id}:key/00000000-0000-4000-8001-${account.id}`;
}
