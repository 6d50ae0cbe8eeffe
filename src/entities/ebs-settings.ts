import { defineEntity } from "../model/entity.js";
import { count, flag, list, text } from "../model/table.js";

export const ebsSettings = defineEntity({
  kind: "ebs_settings",
  words: { one: "EBS setting of a Region", many: "EBS settings of Regions" },
  judged: "EBS in each Region of an account",
  alias: "ebs",
  name: "ebs_settings",
  doc: "EBS in each Region of an account: whether new volumes are encrypted, and its snapshots that are public.",
  key: ["account_id", "arn"],
  arn: "arn",
  listedBy: ["ebs_encryption", "ebs_public_snapshots"],
  filledBy: {
    default_encryption: ["ebs_encryption"],
    public_snapshots: ["ebs_public_snapshots"],
    public_snapshot_ids: ["ebs_public_snapshots"],
  },
  scope: "region",
  gone: "never",
  columns: {
    account_id: text("12 digits"),
    region: text("the Region"),
    arn: text("arn:aws:ec2:REGION:ACCOUNT:*, for AWS has none for it"),
    default_encryption: flag(
      "new volumes and copies of snapshots are encrypted unless somebody asks otherwise",
    ),
    public_snapshots: count("snapshots of the account that every account of AWS may copy"),
    public_snapshot_ids: list("their ids, snap-..."),
  },
});
