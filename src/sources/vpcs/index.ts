import { z } from "zod";
import { present } from "../../aws/present.js";
import { vpcs } from "../../entities/vpc.js";
import { columnList } from "../../lake/row-writer.js";
import { list } from "../calls.js";
import { accountDocument, many } from "../document.js";
import { EC2_LIST, ec2, ec2Page, ec2Sdk } from "../ec2.js";
import { enabledRegions } from "../enabled-regions.js";
import { flowLogsRead } from "../flow-logs/index.js";
import { regionalArn } from "../regional-arn.js";
import { defineSource, grants } from "../source.js";
import { maybe, text } from "../values.js";

const vpc = z.object({
  VpcId: text,
  OwnerId: maybe(text.regex(/^\d{12}$/, "must be the 12 digits of an account")),
  IsDefault: maybe(z.boolean()),
});

/** Where not all flow logs of a Region are known, one that was found counts, and that none was found says nothing. */
const KNOWN =
  "EXISTS (SELECT 1 FROM coverage c WHERE c.account_id = v.account_id AND c.region = v.region" +
  " AND c.kind = 'flow_logs' AND c.status = 'ok')";
const logs = (condition: string) => `count(CASE WHEN ${condition} THEN 1 END)`;
/** Flow logs of which that is not known. */
const untold = (condition: string) => logs(`l.flow_log_id IS NOT NULL AND (${condition}) IS NULL`);
const has = (traffic: string) => someOf(`l.delivers AND l.traffic IN ('ALL', '${traffic}')`);
const someOf = (condition: string) =>
  `CASE WHEN ${logs(condition)} > 0 THEN TRUE WHEN ${KNOWN} AND ${untold(condition)} = 0 THEN FALSE END`;
const number = (condition: string) =>
  `CASE WHEN ${KNOWN} AND ${untold(condition)} = 0 THEN CAST(${logs(condition)} AS INTEGER) END`;
const OWN = ["account_id", "region", "arn", "vpc_id", "is_default", "owned"]
  .map((name) => `v.${name}`)
  .join(", ");
const WITH_LOGS =
  `SELECT ${OWN}, ${number("l.delivers")} AS flow_logs, ${number("NOT l.delivers")} AS failing_flow_logs,` +
  ` ${has("REJECT")} AS logs_rejected, ${has("ACCEPT")} AS logs_accepted FROM ${vpcs.name} v LEFT JOIN ${flowLogsRead.name} l` +
  ` ON l.account_id = v.account_id AND l.region = v.region AND l.resource_id = v.vpc_id GROUP BY ${OWN}`;

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcs.html */
export const vpcsSource = defineSource({
  kinds: ["vpcs"],
  scope: "region",
  asked: "full",
  regions: enabledRegions,
  files: ["vpcs.json"],
  command: "aws ec2 describe-vpcs",
  permissions: grants("ReadNetworks", { "ec2:DescribeVpcs": "which VPCs there are" }),
  tables: [vpcs],
  documents: [
    accountDocument([
      many("Vpcs", vpc, ({ VpcId, OwnerId, IsDefault }, at) =>
        at.rows.add(vpcs, {
          account_id: at.account,
          region: at.region ?? null,
          arn: regionalArn("ec2", { ...at, account: OwnerId ?? at.account }, `vpc/${VpcId}`),
          vpc_id: VpcId,
          is_default: IsDefault,
          owned: OwnerId === null ? null : OwnerId === at.account,
          flow_logs: null,
          failing_flow_logs: null,
          logs_rejected: null,
          logs_accepted: null,
        }),
      ),
    ]),
  ],
  queries: async () => ({
    [vpcs.name]: `SELECT ${columnList(vpcs)} FROM (${WITH_LOGS}) w ORDER BY ${vpcs.key.join(", ")}`,
  }),
  live: list({
    action: "ec2:DescribeVpcs",
    ...EC2_LIST,
    noun: "VPCs",
    send: async (clients, page) =>
      (await ec2(clients)).send(new (await ec2Sdk()).DescribeVpcsCommand(ec2Page(page))),
    lists: { Vpcs: (page) => present(page.Vpcs, "Vpcs") },
  }),
});
