import { defineEntity } from "../model/entity.js";
import { flag, list, text, time } from "../model/table.js";

export const rdsClusterSnapshots = defineEntity({
  kind: "rds_cluster_snapshot",
  words: { one: "cluster snapshot", many: "cluster snapshots" },
  judged: "each snapshot of a database cluster that somebody took",
  alias: "dbcs",
  name: "rds_cluster_snapshots",
  doc: "Manual snapshots of database clusters (Aurora and others) of each Region, with whom they are shared, from DescribeDBClusterSnapshots.",
  key: ["account_id", "arn"],
  arn: "arn",
  listedBy: ["rds_cluster_snapshots"],
  filledBy: {
    is_public: ["rds_cluster_snapshot_attributes"],
    shared_with: ["rds_cluster_snapshot_attributes"],
  },
  scope: "region",
  gone: "deleted",
  columns: {
    account_id: text("12 digits"),
    region: text("the Region"),
    arn: text("arn:aws:rds:REGION:ACCOUNT:cluster-snapshot:NAME"),
    snapshot_name: text("the DB cluster snapshot identifier"),
    cluster_name: text("the cluster that it was taken of"),
    engine: text("such as aurora-mysql or neptune"),
    encrypted: flag("what it holds is encrypted"),
    is_public: flag("every account of AWS may restore it; NULL: not collected"),
    shared_with: list("accounts that may restore it; NULL: not collected"),
    created_at: time("when it was taken"),
  },
});
