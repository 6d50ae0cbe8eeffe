import { z } from "zod";
import { present } from "../../aws/present.js";
import { rdsClusters } from "../../entities/rds-cluster.js";
import { list } from "../calls.js";
import { accountDocument, many } from "../document.js";
import { enabledRegions } from "../enabled-regions.js";
import { RDS_LIST, rds, rdsArn, rdsPage, rdsSdk, withoutPending } from "../rds.js";
import { defineSource, grants } from "../source.js";
import { maybe, text, when } from "../values.js";

const cluster = z.object({
  DBClusterIdentifier: text,
  DBClusterArn: rdsArn,
  Engine: maybe(text),
  Status: maybe(text),
  StorageEncrypted: maybe(z.boolean()),
  MultiAZ: maybe(z.boolean()),
  DBClusterMembers: maybe(z.array(z.object({}))),
  ClusterCreateTime: maybe(when),
});

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBClusters.html */
export const rdsClustersSource = defineSource({
  kinds: ["rds_clusters"],
  scope: "region",
  asked: "full",
  regions: enabledRegions,
  files: ["db-clusters.json"],
  command: "aws rds describe-db-clusters",
  permissions: grants("ReadDatabases", {
    "rds:DescribeDBClusters": "whether clusters are encrypted and in several zones",
  }),
  tables: [rdsClusters],
  documents: [
    accountDocument([
      many("DBClusters", cluster, (found, at) =>
        at.rows.add(rdsClusters, {
          account_id: at.account,
          region: at.region ?? null,
          arn: found.DBClusterArn,
          cluster_name: found.DBClusterIdentifier,
          engine: found.Engine,
          state: found.Status,
          encrypted: found.StorageEncrypted,
          multi_az: found.MultiAZ,
          members: found.DBClusterMembers?.length ?? null,
          created_at: found.ClusterCreateTime,
        }),
      ),
    ]),
  ],
  live: list({
    action: "rds:DescribeDBClusters",
    ...RDS_LIST,
    noun: "database clusters",
    send: async (clients, page) =>
      (await rds(clients)).send(new (await rdsSdk()).DescribeDBClustersCommand(rdsPage(page))),
    lists: { DBClusters: (page) => present(page.DBClusters, "DBClusters").map(withoutPending) },
  }),
});
