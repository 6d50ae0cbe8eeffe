import { z } from "zod";
import { present } from "../../aws/present.js";
import { rdsInstances } from "../../entities/rds-instance.js";
import { list } from "../calls.js";
import { accountDocument, many } from "../document.js";
import { enabledRegions } from "../enabled-regions.js";
import { RDS_LIST, rds, rdsArn, rdsPage, rdsSdk, withoutPending } from "../rds.js";
import { defineSource, grants } from "../source.js";
import { maybe, maybeText, text, when } from "../values.js";

const instance = z.object({
  DBInstanceIdentifier: text,
  DBInstanceArn: rdsArn,
  Engine: maybe(text),
  DBInstanceStatus: maybe(text),
  DBClusterIdentifier: maybeText,
  StorageEncrypted: maybe(z.boolean()),
  AutoMinorVersionUpgrade: maybe(z.boolean()),
  PubliclyAccessible: maybe(z.boolean()),
  MultiAZ: maybe(z.boolean()),
  InstanceCreateTime: maybe(when),
});

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBInstances.html */
export const rdsInstancesSource = defineSource({
  kinds: ["rds_instances"],
  scope: "region",
  asked: "full",
  regions: enabledRegions,
  files: ["db-instances.json"],
  command: "aws rds describe-db-instances",
  permissions: grants("ReadDatabases", {
    "rds:DescribeDBInstances": "whether databases are encrypted, public and kept up to date",
  }),
  tables: [rdsInstances],
  documents: [
    accountDocument([
      many("DBInstances", instance, (found, at) =>
        at.rows.add(rdsInstances, {
          account_id: at.account,
          region: at.region ?? null,
          arn: found.DBInstanceArn,
          instance_name: found.DBInstanceIdentifier,
          engine: found.Engine,
          state: found.DBInstanceStatus,
          cluster_name: found.DBClusterIdentifier,
          encrypted: found.StorageEncrypted,
          minor_upgrades: found.AutoMinorVersionUpgrade,
          publicly_accessible: found.PubliclyAccessible,
          multi_az: found.MultiAZ,
          created_at: found.InstanceCreateTime,
        }),
      ),
    ]),
  ],
  live: list({
    action: "rds:DescribeDBInstances",
    ...RDS_LIST,
    noun: "database instances",
    send: async (clients, page) =>
      (await rds(clients)).send(new (await rdsSdk()).DescribeDBInstancesCommand(rdsPage(page))),
    lists: { DBInstances: (page) => present(page.DBInstances, "DBInstances").map(withoutPending) },
  }),
});
