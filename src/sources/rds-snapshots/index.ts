import { z } from "zod";
import { present } from "../../aws/present.js";
import { rdsSnapshots } from "../../entities/rds-snapshot.js";
import { accountDocument, filled, many } from "../document.js";
import { enabledRegions } from "../enabled-regions.js";
import { fanOut } from "../fan-out.js";
import { RDS_LIST, rds, rdsArn, rdsPage, rdsSdk } from "../rds.js";
import { isManual, sharing, snapshotAttributes } from "../restorers.js";
import { defineSource, grants } from "../source.js";
import { maybe, text, when } from "../values.js";

/** What `aws rds describe-db-snapshot-attributes` prints of a snapshot. */
const attributes = z.object({ DBSnapshotAttributes: snapshotAttributes });
const snapshot = z.object({
  DBSnapshotIdentifier: text,
  DBSnapshotArn: rdsArn,
  DBInstanceIdentifier: maybe(text),
  Engine: maybe(text),
  Encrypted: maybe(z.boolean()),
  SnapshotCreateTime: maybe(when),
  SnapshotType: maybe(text),
  DBSnapshotAttributesResult: maybe(attributes),
});

const MEMBER = "DBSnapshotAttributesResult";

/**
 * Snapshots that somebody took, each with whom it is shared beside it. Those that AWS takes by itself cannot be shared.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBSnapshotAttributes.html
 */
export const rdsSnapshotsSource = defineSource({
  kinds: ["rds_snapshots", "rds_snapshot_attributes"],
  scope: "region",
  asked: "full",
  regions: enabledRegions,
  files: ["db-snapshots.json"],
  permissions: grants("ReadDatabases", {
    "rds:DescribeDBSnapshots": "which snapshots of databases there are",
    "rds:DescribeDBSnapshotAttributes": "with whom snapshots of databases are shared",
  }),
  tables: [rdsSnapshots],
  documents: [
    accountDocument([
      many("DBSnapshots", snapshot, (found, at) => {
        if (!isManual(found)) return;
        at.rows.add(rdsSnapshots, {
          account_id: at.account,
          region: at.region ?? null,
          arn: found.DBSnapshotArn,
          snapshot_name: found.DBSnapshotIdentifier,
          instance_name: found.DBInstanceIdentifier,
          engine: found.Engine,
          encrypted: found.Encrypted,
          ...sharing(found.DBSnapshotAttributesResult?.DBSnapshotAttributes ?? null),
          created_at: found.SnapshotCreateTime,
        });
      }),
      filled("DBSnapshots", { [MEMBER]: "rds_snapshot_attributes" }, isManual),
    ]),
  ],
  live: fanOut({
    action: "rds:DescribeDBSnapshots",
    ...RDS_LIST,
    noun: "database snapshots",
    send: async (clients, page) =>
      (await rds(clients)).send(
        new (await rdsSdk()).DescribeDBSnapshotsCommand({ SnapshotType: "manual", ...rdsPage(page) }),
      ),
    member: "DBSnapshots",
    elements: (page) => present(page.DBSnapshots, "DBSnapshots"),
    name: ({ DBSnapshotIdentifier = "" }) => DBSnapshotIdentifier,
    gone: ["DBSnapshotNotFound", "DBSnapshotNotFoundFault"],
    atOnce: 4,
    each: [
      {
        action: "rds:DescribeDBSnapshotAttributes",
        kind: "rds_snapshot_attributes",
        member: MEMBER,
        none: [],
        send: async (clients, { DBSnapshotIdentifier }) => {
          const { DescribeDBSnapshotAttributesCommand } = await rdsSdk();
          const answer = await (await rds(clients)).send(
            new DescribeDBSnapshotAttributesCommand({ DBSnapshotIdentifier }),
          );
          return present(answer.DBSnapshotAttributesResult, MEMBER);
        },
      },
    ],
  }),
});
