import { defineEntity } from "../model/entity.js";
import { flag, text, time } from "../model/table.js";

export const rdsInstances = defineEntity({
  kind: "rds_instance",
  words: { one: "database instance", many: "database instances" },
  judged: "each database instance",
  alias: "db",
  name: "rds_instances",
  doc: "Database instances of each Region: RDS, Aurora, Neptune and DocumentDB, from DescribeDBInstances.",
  key: ["account_id", "arn"],
  arn: "arn",
  listedBy: ["rds_instances"],
  scope: "region",
  gone: "deleted",
  columns: {
    account_id: text("12 digits"),
    region: text("the Region"),
    arn: text("arn:aws:rds:REGION:ACCOUNT:db:NAME"),
    instance_name: text("the DB instance identifier"),
    engine: text("such as mysql, postgres, aurora-mysql, neptune, docdb"),
    state: text("such as available or stopped"),
    cluster_name: text("the cluster that it is a member of; NULL: none"),
    encrypted: flag("what it stores is encrypted"),
    minor_upgrades: flag("new minor versions of its engine are installed by themselves"),
    publicly_accessible: flag("its name leads to a public address"),
    multi_az: flag("a second one stands by in another Availability Zone"),
    created_at: time("when it was made"),
  },
});
