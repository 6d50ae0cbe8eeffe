import { describe, expect, test } from "vitest";
import { at, pick, readFiles } from "./test-support.js";

const ACCOUNT = "111122223333";
const arn = (kind: string, name: string) => `arn:aws:rds:eu-central-1:${ACCOUNT}:${kind}:${name}`;
const read = (document: object) =>
  readFiles({ [`${ACCOUNT}/eu-central-1/a.json`]: JSON.stringify(document) });

describe("database instances", () => {
  const instance = (name: string, more: object = {}) => ({
    DBInstanceIdentifier: name,
    DBInstanceArn: arn("db", name),
    Engine: "postgres",
    DBInstanceStatus: "available",
    StorageEncrypted: false,
    AutoMinorVersionUpgrade: true,
    PubliclyAccessible: true,
    MultiAZ: false,
    InstanceCreateTime: "2026-01-01T00:00:00.5Z",
    ...more,
  });

  test("a row tells what is judged; what is not told is not known", async () => {
    const bare = { DBInstanceIdentifier: "bare", DBInstanceArn: arn("db", "bare") };
    const member = instance("member", { Engine: "aurora-mysql", DBClusterIdentifier: "shop" });
    const { tables } = await read({
      DBInstances: [instance("a", { DBClusterIdentifier: "" }), bare, member],
    });
    const [first = {}, second = {}, third = {}] = tables.rds_instances ?? [];
    expect(first).toMatchObject({
      arn: arn("db", "a"),
      instance_name: "a",
      cluster_name: null,
      encrypted: false,
      minor_upgrades: true,
      publicly_accessible: true,
      multi_az: false,
      created_at: at("2026-01-01T00:00:00Z"),
    });
    expect(pick(second, "encrypted", "minor_upgrades", "publicly_accessible", "multi_az")).toEqual({
      encrypted: null,
      minor_upgrades: null,
      publicly_accessible: null,
      multi_az: null,
    });
    expect(third).toMatchObject({ engine: "aurora-mysql", cluster_name: "shop" });
  });

  test("two answers that contradict each other are told", async () => {
    const other = instance("a", { StorageEncrypted: true });
    const { tables, problems } = await read({
      DBInstances: [instance("a"), other, instance("b"), instance("b")],
    });
    expect(tables.rds_instances).toHaveLength(2);
    expect(problems).toEqual([
      expect.stringContaining(`two different rows of rds_instances have the same key`),
    ]);
    expect(problems[0]).toContain(arn("db", "a"));
  });

  test("one that cannot be read loses itself; a page that is not the last is not all", async () => {
    const bad = instance("bad", { DBInstanceArn: "arn:aws:s3:::shop" });
    const { tables, problems, coverage } = await read({ DBInstances: [bad, instance("a")], Marker: "next" });
    expect(tables.rds_instances?.map(({ instance_name: name }) => name)).toEqual(["a"]);
    expect(problems).toEqual([
      expect.stringContaining("DBInstances[0].DBInstanceArn: must be an ARN of RDS"),
      expect.stringContaining("Marker: there are further pages"),
    ]);
    expect(coverage(ACCOUNT, "rds_instances").status).toBe("error");
  });
});

test("clusters: encrypted or not, in one zone or in several", async () => {
  const { tables } = await read({
    DBClusters: [
      {
        DBClusterIdentifier: "shop",
        DBClusterArn: arn("cluster", "shop"),
        Engine: "aurora-mysql",
        Status: "available",
        StorageEncrypted: true,
        MultiAZ: false,
        DBClusterMembers: [{ DBInstanceIdentifier: "shop-1" }],
      },
      { DBClusterIdentifier: "bare", DBClusterArn: arn("cluster", "bare") },
    ],
  });
  expect(
    tables.rds_clusters?.map((row) => pick(row, "cluster_name", "encrypted", "multi_az", "members")),
  ).toEqual([
    { cluster_name: "bare", encrypted: null, multi_az: null, members: null },
    { cluster_name: "shop", encrypted: true, multi_az: false, members: 1 },
  ]);
});

describe("database snapshots", () => {
  const snapshot = (name: string, more: object = {}) => ({
    DBSnapshotIdentifier: name,
    DBSnapshotArn: arn("snapshot", name),
    DBInstanceIdentifier: "shop",
    SnapshotType: "manual",
    ...more,
  });
  const shared = (...AttributeValues: string[]) => ({
    DBSnapshotAttributesResult: {
      DBSnapshotIdentifier: "x",
      DBSnapshotAttributes: [{ AttributeName: "restore", AttributeValues }],
    },
  });

  test("with everybody, with some accounts, with nobody; automated ones are left out", async () => {
    const { tables, coverage } = await read({
      DBSnapshots: [
        snapshot("a", shared("all", "444455556666")),
        snapshot("b", shared("444455556666")),
        snapshot("c", shared()),
        snapshot("rds:d", { SnapshotType: "automated" }),
      ],
    });
    expect(
      tables.rds_snapshots?.map((row) => pick(row, "snapshot_name", "is_public", "shared_with")),
    ).toEqual([
      { snapshot_name: "a", is_public: true, shared_with: ["444455556666"] },
      { snapshot_name: "b", is_public: false, shared_with: ["444455556666"] },
      { snapshot_name: "c", is_public: false, shared_with: [] },
    ]);
    expect(coverage(ACCOUNT, "rds_snapshot_attributes").status).toBe("ok");
  });

  test("as the AWS CLI lists them, nobody knows with whom they are shared", async () => {
    const { tables, coverage } = await read({ DBSnapshots: [snapshot("a"), snapshot("b")] });
    expect(tables.rds_snapshots?.map(({ is_public: one }) => one)).toEqual([null, null]);
    expect(coverage(ACCOUNT, "rds_snapshots").status).toBe("ok");
    expect(coverage(ACCOUNT, "rds_snapshot_attributes").status).toBe("not_collected");
  });

  test("one without its attributes is not known, the others are", async () => {
    const { tables, coverage } = await read({ DBSnapshots: [snapshot("a", shared("all")), snapshot("b")] });
    expect(tables.rds_snapshots?.map(({ is_public: one }) => one)).toEqual([true, null]);
    expect(coverage(ACCOUNT, "rds_snapshot_attributes")).toMatchObject({
      status: "error",
      detail: "1 of 2 are without DBSnapshotAttributesResult",
    });
  });
});

describe("snapshots of clusters", () => {
  const snapshot = (name: string, more: object = {}) => ({
    DBClusterSnapshotIdentifier: name,
    DBClusterSnapshotArn: arn("cluster-snapshot", name),
    DBClusterIdentifier: "shop",
    Engine: "aurora-mysql",
    StorageEncrypted: true,
    SnapshotType: "manual",
    ...more,
  });
  const shared = (...AttributeValues: string[]) => ({
    DBClusterSnapshotAttributesResult: {
      DBClusterSnapshotIdentifier: "x",
      DBClusterSnapshotAttributes: [{ AttributeName: "restore", AttributeValues }],
    },
  });

  test("with everybody, with nobody, not known; automated ones are left out, and a bad one loses itself", async () => {
    const { tables, coverage, problems } = await read({
      DBClusterSnapshots: [
        snapshot("a", shared("all", "444455556666")),
        snapshot("b", shared()),
        snapshot("c"),
        snapshot("rds:d", { ...shared(), SnapshotType: "automated" }),
        snapshot("bad", { DBClusterSnapshotArn: "arn:aws:s3:::shop" }),
      ],
    });
    expect(
      tables.rds_cluster_snapshots?.map((row) =>
        pick(row, "snapshot_name", "is_public", "shared_with", "encrypted"),
      ),
    ).toEqual([
      { snapshot_name: "a", is_public: true, shared_with: ["444455556666"], encrypted: true },
      { snapshot_name: "b", is_public: false, shared_with: [], encrypted: true },
      { snapshot_name: "c", is_public: null, shared_with: null, encrypted: true },
    ]);
    expect(problems.join()).toContain("DBClusterSnapshots[4].DBClusterSnapshotArn: must be an ARN of RDS");
    expect(coverage(ACCOUNT, "rds_cluster_snapshots").status).toBe("error");
    expect(coverage(ACCOUNT, "rds_cluster_snapshot_attributes").status).toBe("error");
  });
});
