import { defineEntity } from "../model/entity.js";
import { count, flag, text } from "../model/table.js";

const open = (port: number, family: string) =>
  flag(
    `its rules let in ${family} addresses of the whole internet to TCP port ${port}, but for those denied before`,
  );

export const networkAcls = defineEntity({
  kind: "network_acl",
  words: { one: "network ACL", many: "network ACLs" },
  judged: "each network ACL",
  alias: "acl",
  name: "network_acls",
  doc: "Network ACLs of each Region, with what they let in from the internet, from DescribeNetworkAcls.",
  key: ["account_id", "arn"],
  arn: "arn",
  listedBy: ["network_acls"],
  scope: "region",
  gone: "deleted",
  columns: {
    account_id: text("12 digits"),
    region: text("the Region"),
    arn: text("arn:aws:ec2:REGION:ACCOUNT:network-acl/acl-..."),
    acl_id: text("acl-..."),
    vpc_id: text("the VPC it belongs to"),
    is_default: flag("the one that subnets have which nobody gave another"),
    subnets: count("subnets that have it"),
    ssh_ipv4: open(22, "IPv4"),
    ssh_ipv6: open(22, "IPv6"),
    rdp_ipv4: open(3389, "IPv4"),
    rdp_ipv6: open(3389, "IPv6"),
  },
});
