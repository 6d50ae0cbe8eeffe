import { defineEntity } from "../model/entity.js";
import { count, flag, text, time } from "../model/table.js";

export const rdsClusters = defineEntity({
  kind: "rds_cluster",
  words: { one: "database cluster", many: "database clusters" },
  judged: "each database cluster",
  alias: "dbc",
  name: "rds_clusters",
  doc: "Database clusters of each Region: Aurora, Multi-AZ clusters of RDS, Neptune and DocumentDB, from DescribeDBClusters.",
  key: ["account_id", "arn"],
  arn: "arn",
  listedBy: ["rds_clusters"],
  scope: "region",
  gone: "deleted",
  columns: {
    account_id: text("12 digits"),
    region: text("the Region"),
    arn: text("arn:aws:rds:REGION:ACCOUNT:cluster:NAME"),
    cluster_name: text("the DB cluster identifier"),
    engine: text("such as aurora-mysql, aurora-postgresql, mysql, neptune, docdb"),
    state: text("such as available or stopped"),
    encrypted: flag("what it stores is encrypted"),
    multi_az: flag("it has members in several Availability Zones"),
    members: count("database instances in it"),
    created_at: time("when it was made"),
  },
});
