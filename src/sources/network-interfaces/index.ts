import { z } from "zod";
import { present } from "../../aws/present.js";
import { list } from "../calls.js";
import { accountDocument, many } from "../document.js";
import { EC2_LIST, ec2, ec2Page, ec2Sdk } from "../ec2.js";
import { enabledRegions } from "../enabled-regions.js";
import { defineSource, grants } from "../source.js";
import { WORDS, workTable } from "../table-rows.js";
import { text } from "../values.js";

/** Security groups that a network interface has. */
export const groupUses = workTable(
  "security_group_uses",
  { account_id: WORDS, region: WORDS, group_id: WORDS },
  3,
);

const networkInterface = z.object({ Groups: z.array(z.object({ GroupId: text })) });

/**
 * What has an address in a VPC: it says which security groups are in use.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNetworkInterfaces.html
 */
export const networkInterfaces = defineSource({
  kinds: ["network_interfaces"],
  scope: "region",
  asked: "full",
  regions: enabledRegions,
  files: ["network-interfaces.json"],
  command: "aws ec2 describe-network-interfaces",
  permissions: grants("ReadNetworks", {
    "ec2:DescribeNetworkInterfaces": "which security groups are in use",
  }),
  tables: [groupUses],
  documents: [
    accountDocument([
      many("NetworkInterfaces", networkInterface, ({ Groups }, { rows, account, region = "" }) => {
        for (const { GroupId } of Groups)
          rows.add(groupUses, { account_id: account, region, group_id: GroupId });
      }),
    ]),
  ],
  live: list({
    action: "ec2:DescribeNetworkInterfaces",
    ...EC2_LIST,
    noun: "network interfaces",
    send: async (clients, page) =>
      (await ec2(clients)).send(new (await ec2Sdk()).DescribeNetworkInterfacesCommand(ec2Page(page))),
    // An interface tells much more: who has it, where, with which addresses. Nothing here needs that.
    lists: {
      NetworkInterfaces: (page) =>
        present(page.NetworkInterfaces, "NetworkInterfaces").map(({ NetworkInterfaceId, Groups }) => ({
          NetworkInterfaceId,
          Groups: Groups ?? [],
        })),
    },
  }),
});
