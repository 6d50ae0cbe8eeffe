import { expect, test } from "vitest";
import { pick, readFiles } from "./test-support.js";

const ACCOUNT = "111122223333";
const FRANKFURT = `${ACCOUNT}/eu-central-1`;
const vpc = (VpcId: string, OwnerId = ACCOUNT) => ({ VpcId, OwnerId, IsDefault: false });
let logs = 0;
function log(ResourceId: string, TrafficType: string, more: object = {}) {
  logs += 1;
  return {
    FlowLogId: `fl-${logs}`,
    ResourceId,
    TrafficType,
    FlowLogStatus: "ACTIVE",
    DeliverLogsStatus: "SUCCESS",
    ...more,
  };
}

const read = (Vpcs: readonly object[], FlowLogs?: readonly object[]) =>
  readFiles({
    [`${FRANKFURT}/vpcs.json`]: JSON.stringify({ Vpcs }),
    ...(FlowLogs && { [`${FRANKFURT}/flow-logs.json`]: JSON.stringify({ FlowLogs }) }),
  });
async function logged(...FlowLogs: readonly object[]) {
  const { tables } = await read([vpc("vpc-1")], FlowLogs);
  const [row = {}] = tables.vpcs ?? [];
  return ["flow_logs", "failing_flow_logs", "logs_rejected", "logs_accepted"].map((name) => row[name]);
}

test.each([
  ["none", [], [0, 0, false, false]],
  ["rejected traffic", [log("vpc-1", "REJECT")], [1, 0, true, false]],
  ["all traffic", [log("vpc-1", "ALL")], [1, 0, true, true]],
  ["accepted and rejected apart", [log("vpc-1", "ACCEPT"), log("vpc-1", "REJECT")], [2, 0, true, true]],
  ["one that cannot deliver", [log("vpc-1", "ALL", { DeliverLogsStatus: "FAILED" })], [0, 1, false, false]],
  [
    "a new one, of which nothing was delivered yet",
    [log("vpc-1", "ALL", { DeliverLogsStatus: undefined })],
    [1, 0, true, true],
  ],
  [
    "one that does not say whether it is active",
    [log("vpc-1", "ALL", { FlowLogStatus: undefined })],
    [null, null, null, null],
  ],
  [
    "one that does not say which traffic it has",
    [log("vpc-1", "ALL", { TrafficType: undefined })],
    [1, 0, null, null],
  ],
  [
    "one that does not say it, beside one that does",
    [log("vpc-1", "ALL", { FlowLogStatus: undefined }), log("vpc-1", "REJECT")],
    [null, null, true, null],
  ],
  [
    "one of a subnet, and one of another VPC",
    [log("subnet-1", "ALL"), log("vpc-2", "ALL")],
    [0, 0, false, false],
  ],
] as const)("flow logs: %s", async (_, all, expected) => {
  expect(await logged(...all)).toEqual(expected);
});

test("without flow logs nothing is known of them", async () => {
  const { tables } = await read([vpc("vpc-1")]);
  expect(tables.vpcs?.map((row) => pick(row, "flow_logs", "logs_rejected"))).toEqual([
    { flow_logs: null, logs_rejected: null },
  ]);
});

test("where one cannot be read, what was found counts, and that nothing was found says nothing", async () => {
  const bad = { FlowLogId: 7 };
  expect(await logged(bad, log("vpc-1", "REJECT"))).toEqual([null, null, true, null]);
  expect(await logged(bad)).toEqual([null, null, null, null]);
});

test("a VPC of another account is told apart, by its owner's ARN", async () => {
  const { tables } = await read([vpc("vpc-1", "444455556666"), { VpcId: "vpc-2" }], []);
  expect(tables.vpcs?.map((row) => pick(row, "arn", "owned"))).toEqual([
    { arn: `arn:aws:ec2:eu-central-1:${ACCOUNT}:vpc/vpc-2`, owned: null },
    { arn: "arn:aws:ec2:eu-central-1:444455556666:vpc/vpc-1", owned: false },
  ]);
});
