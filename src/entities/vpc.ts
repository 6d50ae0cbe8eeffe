import { defineEntity } from "../model/entity.js";
import { count, flag, text } from "../model/table.js";

export const vpcs = defineEntity({
  kind: "vpc",
  words: { one: "VPC", many: "VPCs" },
  judged: "each VPC",
  alias: "vpc",
  name: "vpcs",
  doc: "VPCs of each Region, with the flow logs of their traffic, from DescribeVpcs and DescribeFlowLogs.",
  key: ["account_id", "arn"],
  arn: "arn",
  listedBy: ["vpcs"],
  filledBy: {
    flow_logs: ["flow_logs"],
    failing_flow_logs: ["flow_logs"],
    logs_rejected: ["flow_logs"],
    logs_accepted: ["flow_logs"],
  },
  scope: "region",
  gone: "deleted",
  columns: {
    account_id: text("12 digits"),
    region: text("the Region"),
    arn: text("arn:aws:ec2:REGION:OWNER:vpc/vpc-..."),
    vpc_id: text("vpc-..."),
    is_default: flag("the one that AWS makes in each Region"),
    owned: flag("it is the account's own; false: another account shares it"),
    flow_logs: count("flow logs of the whole VPC that are active and deliver; NULL: not collected"),
    failing_flow_logs: count(
      "flow logs of the whole VPC that are not active or cannot deliver; NULL: not collected",
    ),
    logs_rejected: flag("one of those that deliver has the traffic that was rejected; NULL: not collected"),
    logs_accepted: flag("one of those that deliver has the traffic that was accepted; NULL: not collected"),
  },
});
