import { z } from "zod";
import { present } from "../../aws/present.js";
import { rdsClusterSnapshots } from "../../entities/rds-cluster-snapshot.js";
import { accountDocument, filled, many } from "../document.js";
import { enabledRegions } from "../enabled-regions.js";
import { fanOut } from "../fan-out.js";
import { RDS_LIST, rds, rdsArn, rdsPage, rdsSdk } from "../rds.js";
import { isManual, sharing, snapshotAttributes } from "../restorers.js";
import { defineSource, grants } from "../source.js";
import { maybe, text, when } from "../values.js";

/** What `aws rds describe-db-cluster-snapshot-attributes` prints of a snapshot. */
const attributes = z.object({ DBClusterSnapshotAttributes: snapshotAttributes });
const snapshot = z.object({
  DBClusterSnapshotIdentifier: text,
  DBClusterSnapshotArn: rdsArn,
  DBClusterIdentifier: maybe(text),
  Engine: maybe(text),
  StorageEncrypted: maybe(z.boolean()),
  SnapshotCreateTime: maybe(when),
  SnapshotType: maybe(text),
  DBClusterSnapshotAttributesResult: maybe(attributes),
});

const MEMBER = "DBClusterSnapshotAttributesResult";

/**
 * Snapshots of clusters that somebody took, each with whom it is shared beside it. Those that AWS takes by itself cannot be shared.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBClusterSnapshotAttributes.html
 */
export const rdsClusterSnapshotsSource = defineSource({
  kinds: ["rds_cluster_snapshots", "rds_cluster_snapshot_attributes"],
  scope: "region",
  asked: "full",
  regions: enabledRegions,
  files: ["db-cluster-snapshots.json"],
  permissions: grants("ReadDatabases", {
    "rds:DescribeDBClusterSnapshots": "which snapshots of database clusters there are",
    "rds:DescribeDBClusterSnapshotAttributes": "with whom snapshots of database clusters are shared",
  }),
  tables: [rdsClusterSnapshots],
  documents: [
    accountDocument([
      many("DBClusterSnapshots", snapshot, (found, at) => {
        if (!isManual(found)) return;
        at.rows.add(rdsClusterSnapshots, {
          account_id: at.account,
          region: at.region ?? null,
          arn: found.DBClusterSnapshotArn,
          snapshot_name: found.DBClusterSnapshotIdentifier,
          cluster_name: found.DBClusterIdentifier,
          engine: found.Engine,
          encrypted: found.StorageEncrypted,
          ...sharing(found.DBClusterSnapshotAttributesResult?.DBClusterSnapshotAttributes ?? null),
          created_at: found.SnapshotCreateTime,
        });
      }),
      filled("DBClusterSnapshots", { [MEMBER]: "rds_cluster_snapshot_attributes" }, isManual),
    ]),
  ],
  live: fanOut({
    action: "rds:DescribeDBClusterSnapshots",
    ...RDS_LIST,
    noun: "cluster snapshots",
    send: async (clients, page) =>
      (await rds(clients)).send(
        new (await rdsSdk()).DescribeDBClusterSnapshotsCommand({ SnapshotType: "manual", ...rdsPage(page) }),
      ),
    member: "DBClusterSnapshots",
    elements: (page) => present(page.DBClusterSnapshots, "DBClusterSnapshots"),
    name: ({ DBClusterSnapshotIdentifier = "" }) => DBClusterSnapshotIdentifier,
    gone: ["DBClusterSnapshotNotFound", "DBClusterSnapshotNotFoundFault"],
    atOnce: 4,
    each: [
      {
        action: "rds:DescribeDBClusterSnapshotAttributes",
        kind: "rds_cluster_snapshot_attributes",
        member: MEMBER,
        none: [],
        send: async (clients, { DBClusterSnapshotIdentifier }) => {
          const { DescribeDBClusterSnapshotAttributesCommand } = await rdsSdk();
          const answer = await (await rds(clients)).send(
            new DescribeDBClusterSnapshotAttributesCommand({ DBClusterSnapshotIdentifier }),
          );
          return present(answer.DBClusterSnapshotAttributesResult, MEMBER);
        },
      },
    ],
  }),
});
