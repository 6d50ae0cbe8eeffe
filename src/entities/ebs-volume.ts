import { defineEntity } from "../model/entity.js";
import { count, flag, text, time } from "../model/table.js";

export const ebsVolumes = defineEntity({
  kind: "ebs_volume",
  words: { one: "EBS volume", many: "EBS volumes" },
  judged: "each EBS volume",
  alias: "vol",
  name: "ebs_volumes",
  doc: "EBS volumes of each Region, from DescribeVolumes.",
  key: ["account_id", "arn"],
  arn: "arn",
  listedBy: ["ebs_volumes"],
  scope: "region",
  gone: "deleted",
  columns: {
    account_id: text("12 digits"),
    region: text("the Region"),
    arn: text("arn:aws:ec2:REGION:ACCOUNT:volume/vol-..."),
    volume_id: text("vol-..."),
    encrypted: flag("what is on it is encrypted"),
    attached: flag("an instance has it"),
    state: text("creating, available, in-use, deleting, deleted or error"),
    size_gib: count("size in GiB"),
    created_at: time("when it was made"),
  },
});
