import { defineEntity } from "../model/entity.js";
import { count, flag, list, text } from "../model/table.js";

const open = (port: number, family: string) =>
  flag(
    `TCP port ${port} is open to every ${family} address; NULL: a prefix list opens it, and what is in that is not known`,
  );

export const securityGroups = defineEntity({
  kind: "security_group",
  words: { one: "security group", many: "security groups" },
  judged: "each security group",
  alias: "sg",
  name: "security_groups",
  doc: "Security groups of each Region, with what their rules open to the internet, from DescribeSecurityGroups.",
  key: ["account_id", "arn"],
  arn: "arn",
  listedBy: ["security_groups"],
  filledBy: { in_use: ["network_interfaces"] },
  scope: "region",
  gone: "deleted",
  columns: {
    account_id: text("12 digits"),
    region: text("the Region"),
    arn: text("arn:aws:ec2:REGION:ACCOUNT:security-group/sg-..."),
    group_id: text("sg-..."),
    group_name: text("name of the group"),
    vpc_id: text("the VPC it belongs to"),
    is_default: flag("the group that a VPC is made with and nobody can delete"),
    ingress_sources: count("addresses, groups and prefix lists that its rules let in"),
    egress_destinations: count("addresses, groups and prefix lists that its rules let traffic out to"),
    ssh_ipv4: open(22, "IPv4"),
    ssh_ipv6: open(22, "IPv6"),
    rdp_ipv4: open(3389, "IPv4"),
    rdp_ipv6: open(3389, "IPv6"),
    cifs_ipv4: open(445, "IPv4"),
    cifs_ipv6: open(445, "IPv6"),
    prefix_lists: list("prefix lists that its rules let in, on any port"),
    in_use: flag("a network interface has it; NULL: not collected"),
  },
});
