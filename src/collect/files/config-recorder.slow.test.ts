import { expect, test } from "vitest";
import { type Files, pick, readFiles } from "./test-support.js";

const ACCOUNT = "111122223333";
const ON = { name: "default", recording: true, lastStatus: "Success" };
const everything = { allSupported: true, includeGlobalResourceTypes: true };
const regional = { allSupported: true, includeGlobalResourceTypes: false };

const regions = (...names: string[]) => ({
  [`${ACCOUNT}/regions.json`]: JSON.stringify({ Regions: names.map((RegionName) => ({ RegionName })) }),
});

/** A file of a Region, as a live run writes it. */
const region = (name: string, recordingGroup: object | undefined, status: object[] = [ON]): Files => ({
  [`${ACCOUNT}/${name}/config-recorder.json`]: JSON.stringify({
    ConfigurationRecorders: recordingGroup ? [{ name: "default", roleARN: "arn", recordingGroup }] : [],
    ConfigurationRecordersStatus: recordingGroup ? status : [],
    DeliveryChannels: recordingGroup ? [{ name: "default", s3BucketName: "trail" }] : [],
  }),
});

async function rowsOf(files: Files) {
  const reading = await readFiles(files);
  return { reading, rows: reading.tables.config_recorders ?? [] };
}

test("a row a Region, with what it records; none is an answer", async () => {
  const { rows, reading } = await rowsOf({
    ...regions("eu-central-1", "us-east-1"),
    ...region("eu-central-1", undefined),
    ...region("us-east-1", everything),
  });
  const names = ["region", "has_recorder", "recording", "strategy", "last_status", "delivery_bucket"];
  expect(rows.map((row) => pick(row, ...names, "global_recorded"))).toEqual([
    {
      region: "eu-central-1",
      has_recorder: false,
      recording: false,
      strategy: null,
      last_status: null,
      delivery_bucket: null,
      global_recorded: true,
    },
    {
      region: "us-east-1",
      has_recorder: true,
      recording: true,
      strategy: "ALL_SUPPORTED_RESOURCE_TYPES",
      last_status: "SUCCESS",
      delivery_bucket: "trail",
      global_recorded: true,
    },
  ]);
  const kinds = (reading.tables.coverage ?? []).filter(({ kind }) => String(kind).startsWith("config_"));
  expect(kinds.map(({ status }) => status)).toEqual(Array(6).fill("ok"));
});

test("that no Region records global types is known only where each enabled Region was read", async () => {
  const files = { ...region("us-east-1", regional), ...region("eu-central-1", undefined) };
  const recorded = async (more: Files) =>
    (await rowsOf({ ...files, ...more })).rows.map(({ global_recorded: told }) => told);
  expect(await recorded(regions("us-east-1", "eu-central-1"))).toEqual([false, false]);
  expect(await recorded(regions("us-east-1", "eu-central-1", "eu-west-1"))).toEqual([null, null]);
  expect(await recorded({})).toEqual([null, null]);
  expect(await recorded(region("eu-central-1", everything, []))).toEqual([null, null]);
});

test.each([
  [{ allSupported: true }, "ALL_SUPPORTED_RESOURCE_TYPES", false],
  [{ allSupported: false, resourceTypes: ["AWS::EC2::Instance"] }, "INCLUSION_BY_RESOURCE_TYPES", false],
  [
    {
      allSupported: false,
      resourceTypes: ["AWS::IAM::User", "AWS::IAM::Group", "AWS::IAM::Role", "AWS::IAM::Policy"],
      recordingStrategy: { useOnly: "INCLUSION_BY_RESOURCE_TYPES" },
    },
    "INCLUSION_BY_RESOURCE_TYPES",
    true,
  ],
  [
    {
      allSupported: false,
      exclusionByResourceTypes: { resourceTypes: ["AWS::EC2::Instance"] },
      recordingStrategy: { useOnly: "EXCLUSION_BY_RESOURCE_TYPES" },
    },
    "EXCLUSION_BY_RESOURCE_TYPES",
    true,
  ],
  [{ exclusionByResourceTypes: { resourceTypes: ["AWS::IAM::Role"] } }, "EXCLUSION_BY_RESOURCE_TYPES", false],
])("what a recording group means: %j", async (group, strategy, records_global) => {
  const { rows } = await rowsOf(region("eu-central-1", group));
  expect(rows).toEqual([expect.objectContaining({ strategy, records_global })]);
});

test("what is left out counts where it is more than global types, and newer Regions record none of these", async () => {
  const leaving = (...resourceTypes: string[]) => ({
    exclusionByResourceTypes: { resourceTypes },
    recordingStrategy: { useOnly: "EXCLUSION_BY_RESOURCE_TYPES" },
  });
  const { rows } = await rowsOf({
    ...region("ap-southeast-3", leaving()),
    ...region("eu-central-1", leaving("AWS::IAM::User", "AWS::IAM::Policy")),
    ...region("eu-central-2", everything),
    ...region("eu-south-2", leaving("AWS::IAM::User", "AWS::EC2::Instance")),
    ...region("eu-west-1", undefined),
  });
  expect(rows.map((row) => Object.values(pick(row, "excluded_regional", "records_global")))).toEqual([
    [false, true],
    [false, false],
    [false, false],
    [true, false],
    [null, false],
  ]);
});

test("a recorder of an AWS service is none of the account", async () => {
  const own = {
    name: "AWSConfigurationRecorderForObservability",
    servicePrincipal: "observability.amazonaws.com",
  };
  const { rows } = await rowsOf({
    [`${ACCOUNT}/eu-central-1/r.json`]: JSON.stringify({ ConfigurationRecorders: [own] }),
  });
  expect(rows).toEqual([expect.objectContaining({ has_recorder: false, recorder_name: null })]);
});

test("a recorder that cannot be read is not none, and what was not given is not known", async () => {
  const bad = await rowsOf({
    ...regions("eu-central-1"),
    [`${ACCOUNT}/eu-central-1/r.json`]: JSON.stringify({ ConfigurationRecorders: [{ name: 7 }] }),
  });
  expect(bad.rows).toEqual([]);
  expect(bad.reading.coverage(ACCOUNT, "config_recorders").status).toBe("error");
  const alone = await rowsOf({
    [`${ACCOUNT}/eu-central-1/r.json`]: JSON.stringify({
      ConfigurationRecorders: [{ name: "default", recordingGroup: everything }],
    }),
  });
  expect(alone.rows).toEqual([
    expect.objectContaining({ has_recorder: true, recording: null, delivers: null, delivery_bucket: null }),
  ]);
  expect(alone.reading.coverage(ACCOUNT, "config_recorder_status").status).toBe("not_collected");
});

test("the three answers of the AWS CLI may lie in files of their own", async () => {
  const place = `${ACCOUNT}/cn-north-1`;
  const { rows } = await rowsOf({
    [`${place}/a.json`]: JSON.stringify({ DeliveryChannels: [{ name: "default", s3BucketName: "b" }] }),
    [`${place}/b.json`]: JSON.stringify({
      ConfigurationRecordersStatus: [{ name: "default", recording: false }],
    }),
    [`${place}/c.json`]: JSON.stringify({
      ConfigurationRecorders: [{ name: "default", recordingGroup: regional }],
    }),
  });
  expect(rows.map((row) => pick(row, "arn", "recording", "delivery_bucket", "global_home"))).toEqual([
    {
      arn: `arn:aws-cn:config:cn-north-1:${ACCOUNT}:configuration-recorder`,
      recording: false,
      delivery_bucket: "b",
      global_home: true,
    },
  ]);
});
