import { z } from "zod";
import { present } from "../../aws/present.js";
import { list } from "../calls.js";
import { type AtAccount, accountDocument, many, unnamedDocument, whole } from "../document.js";
import { EC2_LIST, ec2, ec2Page, ec2Sdk } from "../ec2.js";
import { enabledRegions } from "../enabled-regions.js";
import { regionalArn } from "../regional-arn.js";
import { defineSource, grants } from "../source.js";
import { WORDS, workTable } from "../table-rows.js";
import { maybe, text } from "../values.js";

/** Its name says what was asked: a list of all snapshots looks the same. */
const FILE = "ebs-public-snapshots.json";

/** Snapshots of an account that are public, and a row without a snapshot for each Region that was read. */
const listed = workTable(
  "ebs_public_snapshots_read",
  { account_id: WORDS, region: WORDS, snapshot_id: WORDS, arn: WORDS },
  3,
);

/** SELECT of a row a Region that was read; where not all of it could be, none that was found is no answer. */
export const PUBLIC_SNAPSHOTS =
  "SELECT p.account_id, p.region, p.arn, CASE WHEN p.found > 0 OR EXISTS (SELECT 1 FROM coverage c WHERE c.account_id = p.account_id" +
  " AND c.region = p.region AND c.kind = 'ebs_public_snapshots' AND c.status = 'ok') THEN p.found END AS public_snapshots, p.ids FROM" +
  " (SELECT account_id, region, min(arn) AS arn, CAST(count(nullif(snapshot_id, '')) AS INTEGER) AS found," +
  " coalesce(list(snapshot_id ORDER BY snapshot_id) FILTER (WHERE snapshot_id <> ''), []) AS ids" +
  ` FROM ${listed.name} GROUP BY 1, 2) p`;

/**
 * Snapshots that every account of AWS may copy: one list, however many snapshots there are.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSnapshots.html
 */
export const ebsPublicSnapshots = defineSource({
  kinds: ["ebs_public_snapshots"],
  scope: "region",
  asked: "full",
  regions: enabledRegions,
  files: [FILE],
  command: "aws ec2 describe-snapshots --owner-ids self --restorable-by-user-ids all",
  permissions: grants("ReadVolumes", { "ec2:DescribeSnapshots": "which snapshots are public" }),
  tables: [listed],
  documents: [
    accountDocument(
      [
        whole("Snapshots", z.object({}), (_, at) => addSnapshot("", at)),
        many("Snapshots", z.object({ SnapshotId: text, OwnerId: maybe(text) }), (found, at) => {
          if (found.OwnerId === null || found.OwnerId === at.account) addSnapshot(found.SnapshotId, at);
        }),
      ],
      { named: FILE, is: (value) => Object.hasOwn(value, "Snapshots") },
    ),
    unnamedDocument("Snapshots", "whether these are the public snapshots", FILE),
  ],
  live: list({
    action: "ec2:DescribeSnapshots",
    ...EC2_LIST,
    noun: "public snapshots",
    send: async (clients, page) =>
      (await ec2(clients)).send(
        new (await ec2Sdk()).DescribeSnapshotsCommand({
          OwnerIds: ["self"],
          RestorableByUserIds: ["all"],
          ...ec2Page(page),
        }),
      ),
    lists: { Snapshots: (page) => present(page.Snapshots, "Snapshots") },
  }),
});

function addSnapshot(id: string, at: AtAccount): void {
  const { account, region = "" } = at;
  const arn = regionalArn("ec2", at, "*");
  at.rows.add(listed, { account_id: account, region, snapshot_id: id, arn });
}
