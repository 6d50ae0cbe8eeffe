import { z } from "zod";
import { present } from "../../aws/present.js";
import { list } from "../calls.js";
import { accountDocument, many } from "../document.js";
import { EC2_LIST, ec2, ec2Page, ec2Sdk } from "../ec2.js";
import { enabledRegions } from "../enabled-regions.js";
import { defineSource, grants } from "../source.js";
import { TRUTH, WORDS, workTable } from "../table-rows.js";
import { maybe, text } from "../values.js";

/** Flow logs by what they are of: a VPC, a subnet, an interface. */
export const flowLogsRead = workTable(
  "flow_logs_read",
  {
    account_id: WORDS,
    region: WORDS,
    flow_log_id: WORDS,
    resource_id: WORDS,
    traffic: WORDS,
    delivers: TRUTH,
  },
  3,
);

const flowLog = z.object({
  FlowLogId: text,
  ResourceId: text,
  TrafficType: maybe(z.enum(["ALL", "ACCEPT", "REJECT"])),
  FlowLogStatus: maybe(text),
  DeliverLogsStatus: maybe(text),
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeFlowLogs.html */
export const flowLogs = defineSource({
  kinds: ["flow_logs"],
  scope: "region",
  asked: "full",
  regions: enabledRegions,
  files: ["flow-logs.json"],
  command: "aws ec2 describe-flow-logs",
  permissions: grants("ReadNetworks", { "ec2:DescribeFlowLogs": "which VPCs keep a log of their traffic" }),
  tables: [flowLogsRead],
  documents: [
    accountDocument([
      many("FlowLogs", flowLog, (found, { rows, account, region = "" }) =>
        rows.add(flowLogsRead, {
          account_id: account,
          region,
          flow_log_id: found.FlowLogId,
          resource_id: found.ResourceId,
          traffic: found.TrafficType,
          delivers:
            found.DeliverLogsStatus === "FAILED"
              ? false
              : found.FlowLogStatus === null
                ? null
                : found.FlowLogStatus === "ACTIVE",
        }),
      ),
    ]),
  ],
  live: list({
    action: "ec2:DescribeFlowLogs",
    ...EC2_LIST,
    noun: "flow logs",
    send: async (clients, page) =>
      (await ec2(clients)).send(new (await ec2Sdk()).DescribeFlowLogsCommand(ec2Page(page))),
    lists: { FlowLogs: (page) => present(page.FlowLogs, "FlowLogs") },
  }),
});
