import { expect, test } from "vitest";
import { readItems } from "./items.js";
import { type Copied, type Held, placeKey } from "./read.js";
import { type Recorded, recordedBy, recordedIn } from "./recorded.js";
import { AGGREGATED } from "./types.js";
import { unitsOf } from "./units.js";

const ACCOUNT = "111122223333";
const [HERE, THERE] = ["eu-central-1", "us-east-1"];
const AT = new Date("2026-11-22T00:00:00Z");
const fresh: Copied = { fault: undefined, at: AT };
const ALL: Recorded = () => true;

const item = (awsRegion: string, configuration: object, more: object = {}) =>
  JSON.stringify({ accountId: ACCOUNT, awsRegion, resourceId: "x", configuration, ...more });

interface Given {
  readonly volumes?: readonly string[];
  readonly buckets?: readonly string[];
  readonly copied?: Readonly<Record<string, Copied>>;
  readonly recorders?: Readonly<Record<string, Recorded>>;
  readonly everywhere?: boolean;
}

function held({
  volumes = [],
  buckets = [],
  copied = { [HERE]: fresh, [THERE]: fresh },
  ...given
}: Given): Held {
  const { recorders = { [HERE]: ALL, [THERE]: ALL }, everywhere = true } = given;
  const texts: Readonly<Record<string, readonly string[]>> = {
    "AWS::EC2::Volume": volumes,
    "AWS::S3::Bucket": buckets,
  };
  const resources = AGGREGATED.map(({ resourceType }) => {
    const { items, lost } = readItems(texts[resourceType] ?? []);
    const of = (account: string, region: string) =>
      items.filter((one) => one.accountId === account && one.awsRegion === region);
    return [resourceType, { of, lost }] as const;
  });
  return {
    name: "all",
    everywhere,
    regions: [HERE, THERE],
    copied: new Map([[ACCOUNT, new Map(Object.entries(copied))]]),
    resources: new Map(resources),
    recorders: new Map(Object.entries(recorders).map(([region, one]) => [placeKey(ACCOUNT, region), one])),
  };
}

/** What is told of a kind: Region, status, why, and how many elements its document has. */
function told(given: Held, kind: string, more: { regions?: readonly string[]; recorder?: Recorded } = {}) {
  const units = unitsOf(given, { account: ACCOUNT, regions: more.regions, recorder: () => more.recorder });
  return units.flatMap(({ endings, region, document }) => {
    const ending = endings.get(kind);
    if (ending === undefined) return [];
    const elements = document && Object.values(document).flat().length;
    return [[region, ending.status, ending.detail.replace(/^AWS Config aggregator all: /, ""), elements]];
  });
}

const OK = "from the AWS Config aggregator all";
const volume = item(HERE, { volumeId: "vol-1" });

test("a type that is recorded and up to date is there, with resources or without", () => {
  expect(told(held({ volumes: [volume] }), "ebs_volumes")).toEqual([
    [HERE, "ok", OK, 1],
    [THERE, "ok", OK, 0],
  ]);
  expect(told(held({}), "ebs_volumes", { regions: [THERE] })).toEqual([[THERE, "ok", OK, 0]]);
});

test("silence does not say that there is nothing", () => {
  const stale = held({
    volumes: [volume],
    copied: { [HERE]: { fault: "FAILED (AccessDenied)", at: AT } },
  });
  expect(told(stale, "ebs_volumes")).toEqual([
    [HERE, "not_collected", "its copy of the Region is not up to date: FAILED (AccessDenied)", undefined],
    [THERE, "not_collected", "it has nothing of the Region", undefined],
  ]);
  const recorders: Record<string, Recorded> = { [HERE]: () => false, [THERE]: () => "off" };
  expect(told(held({ volumes: [volume], recorders }), "ebs_volumes")).toEqual([
    [HERE, "not_collected", "AWS Config does not record AWS::EC2::Volume there", undefined],
    [THERE, "not_collected", "AWS Config is switched off in the Region", undefined],
  ]);
  const unknown = "nobody knows whether AWS Config records AWS::EC2::Volume there";
  expect(told(held({ volumes: [volume], recorders: {} }), "ebs_volumes")).toEqual([
    [HERE, "not_collected", unknown, 1],
    [THERE, "not_collected", unknown, undefined],
  ]);
  expect(told(held({ recorders: {} }), "ebs_volumes", { recorder: ALL })).toEqual([
    [HERE, "ok", OK, 0],
    [THERE, "ok", OK, 0],
  ]);
});

test("an account that it does not hold, a type that is denied, a status that is denied", () => {
  const nobody = { ...held({}), copied: new Map() };
  expect(told(nobody, "ebs_volumes")).toEqual([
    [undefined, "not_collected", "holds nothing of this account", undefined],
  ]);
  const denied = { status: "denied", detail: "config:SelectAggregateResourceConfig" } as const;
  expect(told({ ...held({}), resources: new Map([["AWS::EC2::Volume", denied]]) }, "ebs_volumes")).toEqual([
    [undefined, "denied", denied.detail, undefined],
  ]);
  expect(told({ ...held({}), copied: denied }, "s3_policy")).toEqual([
    [undefined, "denied", denied.detail, undefined],
  ]);
});

test("what does not say where it is leaves every list open", () => {
  const [first] = told(held({ volumes: [volume, "{}"] }), "ebs_volumes");
  expect(first).toEqual([HERE, "error", "all: 1 resources do not say where they are", 1]);
});

test("buckets are all there where every Region is, and each setting where each bucket has it", () => {
  const bucket = item(
    HERE,
    { name: "shop" },
    { supplementaryConfiguration: { BucketPolicy: { policyText: null } } },
  );
  const other = item(THERE, { name: "logs" });
  const whole = held({ buckets: [bucket, other] });
  expect(told(whole, "s3_buckets")).toEqual([[undefined, "ok", OK, 2]]);
  expect(told(whole, "s3_policy")).toEqual([
    [undefined, "not_collected", "AWS Config does not tell it of 1 of 2", 2],
  ]);
  expect(told(held({ buckets: [bucket] }), "s3_policy")).toEqual([[undefined, "ok", OK, 1]]);
  expect(told(held({ buckets: [bucket], everywhere: false }), "s3_buckets")).toEqual([
    [undefined, "not_collected", "it does not take in every Region", 1],
  ]);
  expect(told(held({ buckets: [bucket, other], copied: { [HERE]: fresh } }), "s3_buckets")).toEqual([
    [undefined, "not_collected", "us-east-1: it has nothing of the Region", 1],
  ]);
});

test("the list of trails is never whole, and what is not recorded of them is not there", () => {
  const [first] = told(held({}), "cloudtrail_trails");
  expect(first).toEqual([
    HERE,
    "not_collected",
    "AWS Config does not show an account the trails of its organization",
    0,
  ]);
});

test("what a recorder records, as an aggregator and as the account itself tell it", () => {
  const by = (RecordingGroup: object, Recording: boolean | undefined = true, Name = "default") =>
    recordedBy({ configuration: { Name, Recording, RecordingGroup } });
  const type = "AWS::EC2::Volume";
  expect(by({ AllSupported: true })?.(type)).toBe(true);
  expect(by({ AllSupported: true }, false)?.(type)).toBe("off");
  const exclusion = { UseOnly: "EXCLUSION_BY_RESOURCE_TYPES" };
  const excluded = { RecordingStrategy: exclusion, ExclusionByResourceTypes: { ResourceTypes: [type] } };
  expect(by(excluded)?.(type)).toBe(false);
  expect(by(excluded)?.("AWS::S3::Bucket")).toBe(true);
  const inclusion = { RecordingStrategy: { UseOnly: "INCLUSION_BY_RESOURCE_TYPES" }, ResourceTypes: [type] };
  expect([by(inclusion)?.(type), by(inclusion)?.("AWS::S3::Bucket")]).toEqual([true, false]);
  expect(by({ RecordingStrategy: { UseOnly: "OF_LATER_DAYS" } })?.(type)).toBeUndefined();
  expect(by({ AllSupported: true }, true, "AWSConfigurationRecorderForSecurityHub")).toBeUndefined();
  expect(recordedBy({ configuration: "what" })).toBeUndefined();
  const own = { name: "default", recordingGroup: { allSupported: true } };
  const document = (recording: boolean) => ({
    ConfigurationRecorders: [{ name: "x", servicePrincipal: "securityhub.amazonaws.com" }, own],
    ConfigurationRecordersStatus: [{ name: "default", recording }],
  });
  expect(recordedIn(document(true))?.(type)).toBe(true);
  expect(recordedIn(document(false))?.(type)).toBe("off");
  expect(recordedIn({ ConfigurationRecorders: [] })?.(type)).toBe("off");
  expect(recordedIn({ ConfigurationRecorders: [own] })?.(type)).toBeUndefined();
  expect(recordedIn(undefined)).toBeUndefined();
});
