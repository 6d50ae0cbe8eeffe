import { defineEntity } from "../model/entity.js";
import { flag, list, text, time } from "../model/table.js";

export const rdsSnapshots = defineEntity({
  kind: "rds_snapshot",
  words: { one: "database snapshot", many: "database snapshots" },
  judged: "each database snapshot that somebody took",
  alias: "dbs",
  name: "rds_snapshots",
  doc: "Manual snapshots of database instances of each Region, with whom they are shared, from DescribeDBSnapshots.",
  key: ["account_id", "arn"],
  arn: "arn",
  listedBy: ["rds_snapshots"],
  filledBy: { is_public: ["rds_snapshot_attributes"], shared_with: ["rds_snapshot_attributes"] },
  scope: "region",
  gone: "deleted",
  columns: {
    account_id: text("12 digits"),
    region: text("the Region"),
    arn: text("arn:aws:rds:REGION:ACCOUNT:snapshot:NAME"),
    snapshot_name: text("the DB snapshot identifier"),
    instance_name: text("the database that it was taken of"),
    engine: text("such as mysql or postgres"),
    encrypted: flag("what it holds is encrypted"),
    is_public: flag("every account of AWS may restore it; NULL: not collected"),
    shared_with: list("accounts that may restore it; NULL: not collected"),
    created_at: time("when it was taken"),
  },
});
