import { z } from "zod";
import { present } from "../../aws/present.js";
import { networkAcls } from "../../entities/network-acl.js";
import { list } from "../calls.js";
import { accountDocument, many } from "../document.js";
import { EC2_LIST, ec2, ec2Page, ec2Sdk } from "../ec2.js";
import { enabledRegions } from "../enabled-regions.js";
import { regionalArn } from "../regional-arn.js";
import { defineSource, grants } from "../source.js";
import { maybe, text } from "../values.js";
import { entrySchema, isOpen } from "./entries.js";

const acl = z.object({
  NetworkAclId: text,
  VpcId: maybe(text),
  IsDefault: maybe(z.boolean()),
  Associations: maybe(z.array(z.object({ SubnetId: maybe(text) }))),
  Entries: z.array(entrySchema),
});
const [SSH, RDP] = [22, 3389];

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNetworkAcls.html */
export const networkAclsSource = defineSource({
  kinds: ["network_acls"],
  scope: "region",
  asked: "full",
  regions: enabledRegions,
  files: ["network-acls.json"],
  command: "aws ec2 describe-network-acls",
  permissions: grants("ReadNetworks", { "ec2:DescribeNetworkAcls": "which ports network ACLs let in" }),
  tables: [networkAcls],
  documents: [
    accountDocument([
      many("NetworkAcls", acl, ({ NetworkAclId, VpcId, IsDefault, Associations, Entries }, at) =>
        at.rows.add(networkAcls, {
          account_id: at.account,
          region: at.region ?? null,
          arn: regionalArn("ec2", at, `network-acl/${NetworkAclId}`),
          acl_id: NetworkAclId,
          vpc_id: VpcId,
          is_default: IsDefault,
          subnets: Associations?.length ?? null,
          ssh_ipv4: isOpen(Entries, SSH, "ipv4"),
          ssh_ipv6: isOpen(Entries, SSH, "ipv6"),
          rdp_ipv4: isOpen(Entries, RDP, "ipv4"),
          rdp_ipv6: isOpen(Entries, RDP, "ipv6"),
        }),
      ),
    ]),
  ],
  live: list({
    action: "ec2:DescribeNetworkAcls",
    ...EC2_LIST,
    noun: "network ACLs",
    send: async (clients, page) =>
      (await ec2(clients)).send(new (await ec2Sdk()).DescribeNetworkAclsCommand(ec2Page(page))),
    lists: { NetworkAcls: (page) => present(page.NetworkAcls, "NetworkAcls") },
  }),
});
