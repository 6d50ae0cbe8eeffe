import { z } from "zod";
import { present } from "../../aws/present.js";
import { securityGroups } from "../../entities/security-group.js";
import { columnList } from "../../lake/row-writer.js";
import { list } from "../calls.js";
import { accountDocument, many } from "../document.js";
import { EC2_LIST, ec2, ec2Page, ec2Sdk } from "../ec2.js";
import { enabledRegions } from "../enabled-regions.js";
import { groupUses } from "../network-interfaces/index.js";
import { regionalArn } from "../regional-arn.js";
import { defineSource, grants } from "../source.js";
import { maybe, text } from "../values.js";
import { isOpen, peers, prefixLists, ruleSchema } from "./rules.js";

const group = z.object({
  GroupId: text,
  GroupName: maybe(text),
  VpcId: maybe(text),
  IpPermissions: z.array(ruleSchema),
  IpPermissionsEgress: z.array(ruleSchema),
});
const [SSH, RDP, CIFS] = [22, 3389, 445];

/** Used where an interface has it; unused where all interfaces of its Region are known. */
const IN_USE =
  `CASE WHEN EXISTS (SELECT 1 FROM ${groupUses.name} i WHERE i.account_id = g.account_id AND i.region = g.region AND i.group_id = g.group_id)` +
  " THEN TRUE WHEN EXISTS (SELECT 1 FROM coverage c WHERE c.account_id = g.account_id AND c.region = g.region" +
  " AND c.kind = 'network_interfaces' AND c.status = 'ok') THEN FALSE END";

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroups.html */
export const securityGroupsSource = defineSource({
  kinds: ["security_groups"],
  scope: "region",
  asked: "full",
  regions: enabledRegions,
  files: ["security-groups.json"],
  command: "aws ec2 describe-security-groups",
  permissions: grants("ReadNetworks", {
    "ec2:DescribeSecurityGroups": "which ports security groups open, and to whom",
  }),
  tables: [securityGroups],
  documents: [
    accountDocument([
      many("SecurityGroups", group, (found, at) => {
        const { GroupId, GroupName, IpPermissions: ingress } = found;
        at.rows.add(securityGroups, {
          account_id: at.account,
          region: at.region ?? null,
          arn: regionalArn("ec2", at, `security-group/${GroupId}`),
          group_id: GroupId,
          group_name: GroupName,
          vpc_id: found.VpcId,
          is_default: GroupName === null ? null : GroupName === "default",
          ingress_sources: peers(ingress),
          egress_destinations: peers(found.IpPermissionsEgress),
          ssh_ipv4: isOpen(ingress, SSH, "ipv4"),
          ssh_ipv6: isOpen(ingress, SSH, "ipv6"),
          rdp_ipv4: isOpen(ingress, RDP, "ipv4"),
          rdp_ipv6: isOpen(ingress, RDP, "ipv6"),
          cifs_ipv4: isOpen(ingress, CIFS, "ipv4"),
          cifs_ipv6: isOpen(ingress, CIFS, "ipv6"),
          prefix_lists: prefixLists(ingress),
          in_use: null,
        });
      }),
    ]),
  ],
  queries: async () => ({
    [securityGroups.name]:
      `SELECT ${columnList(securityGroups)} FROM (SELECT g.* EXCLUDE (in_use), ${IN_USE} AS in_use FROM ${securityGroups.name} g)` +
      ` ORDER BY ${securityGroups.key.join(", ")}`,
  }),
  live: list({
    action: "ec2:DescribeSecurityGroups",
    ...EC2_LIST,
    noun: "security groups",
    send: async (clients, page) =>
      (await ec2(clients)).send(new (await ec2Sdk()).DescribeSecurityGroupsCommand(ec2Page(page))),
    lists: { SecurityGroups: (page) => present(page.SecurityGroups, "SecurityGroups") },
  }),
});
