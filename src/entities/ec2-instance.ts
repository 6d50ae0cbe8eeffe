import { defineEntity } from "../model/entity.js";
import { count, flag, list, text, time } from "../model/table.js";

export const ec2Instances = defineEntity({
  kind: "ec2_instance",
  words: { one: "EC2 instance", many: "EC2 instances" },
  judged: "each EC2 instance that is not terminated",
  alias: "i",
  name: "ec2_instances",
  doc: "EC2 instances of each Region that are not terminated, from DescribeInstances.",
  key: ["account_id", "arn"],
  arn: "arn",
  listedBy: ["ec2_instances"],
  scope: "region",
  gone: "deleted",
  columns: {
    account_id: text("12 digits"),
    region: text("the Region"),
    arn: text("arn:aws:ec2:REGION:ACCOUNT:instance/i-..."),
    instance_id: text("i-..."),
    instance_name: text("the tag Name; NULL: it has none"),
    state: text("pending, running, stopping or stopped"),
    instance_type: text("such as t3.micro"),
    launched_at: time("when it was last started"),
    metadata_enabled: flag("the instance metadata service answers"),
    metadata_tokens: text("required: only version 2 of the service answers; optional: version 1 does, too"),
    metadata_hops: count("how many network hops an answer of the service may take"),
    has_role: flag("it has an instance profile, whose role it acts with"),
    profile_arn: text("ARN of the instance profile; NULL: it has none"),
    has_public_address: flag("the internet can reach it at an IPv4 address"),
    public_addresses: list("these addresses"),
  },
});
