import {
  CloudTrailClient,
  CreateTrailCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
} from "@aws-sdk/client-cloudtrail";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type AwsServer, startAwsServer } from "./aws/start-server.js";
import { query } from "./org-support.js";
import { type AuditJson, auditJson, type CliResult, control, runCli, scratch } from "./run-cli.js";

const AS_OF = "2026-11-23T00:00:00Z";
const CONTROLS = [
  "trail-bucket-logging",
  "trail-bucket-public",
  "trail-cloudwatch-logs",
  "trail-kms",
  "trail-log-validation",
  "trail-multi-region",
  "trail-object-read-events",
  "trail-object-write-events",
];

const folder = scratch();
let server: AwsServer;
beforeAll(async () => {
  server = await startAwsServer();
});
afterAll(async () => {
  await server.stop();
  folder.remove();
});

/** A trail in all Regions that logs writes of objects, too, and one of a single Region that is off. */
async function seed(): Promise<void> {
  await server.reset();
  await server.settings({ now: AS_OF, regions: ["ap-south-1", "eu-central-1", "eu-west-1", "us-east-1"] });
  const { AWS_ACCESS_KEY_ID: accessKeyId = "", AWS_SECRET_ACCESS_KEY: secretAccessKey = "" } = server.env;
  const at = (region: string) => ({
    endpoint: server.endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey },
  });
  await new S3Client(at("us-east-1")).send(new CreateBucketCommand({ Bucket: "trail-logs" }));
  const home = new CloudTrailClient(at("eu-central-1"));
  const S3BucketName = "trail-logs";
  await home.send(
    new CreateTrailCommand({
      Name: "everywhere",
      S3BucketName,
      IsMultiRegionTrail: true,
      EnableLogFileValidation: true,
    }),
  );
  await home.send(new StartLoggingCommand({ Name: "everywhere" }));
  await home.send(
    new PutEventSelectorsCommand({
      TrailName: "everywhere",
      EventSelectors: [
        { ReadWriteType: "All", IncludeManagementEvents: true },
        {
          ReadWriteType: "WriteOnly",
          IncludeManagementEvents: false,
          DataResources: [{ Type: "AWS::S3::Object", Values: ["arn:aws:s3"] }],
        },
      ],
    }),
  );
  await new CloudTrailClient(at("us-east-1")).send(new CreateTrailCommand({ Name: "local", S3BucketName }));
}

const audit = (): Promise<CliResult> =>
  runCli(
    ["audit", "--full", "--as-of", AS_OF, "--format", "json", ...CONTROLS.flatMap((id) => ["--control", id])],
    { cwd: folder.dir, env: { ...server.env } },
  );
const counts = (json: AuditJson) =>
  Object.fromEntries(
    CONTROLS.map((id) => {
      const { fail, pass, unknown } = control(json, id);
      return [id, [fail, pass, unknown].join(" ")];
    }),
  );
const gaps = () =>
  query<Record<string, unknown>>(
    "SELECT kind, region, status, detail FROM coverage WHERE kind LIKE 'cloudtrail%' AND status <> 'ok' ORDER BY kind, region",
    folder,
  );

describe("trails of a live account", () => {
  beforeEach(seed);

  test("are asked at home, once, and judged alone and together: fail, pass, unknown", async () => {
    const result = await audit();
    expect([result.code, await gaps()]).toEqual([0, []]);
    expect(counts(auditJson(result))).toEqual({
      "trail-bucket-logging": "2 0 0",
      "trail-bucket-public": "0 2 0",
      "trail-cloudwatch-logs": "2 0 0",
      "trail-kms": "2 0 0",
      "trail-log-validation": "1 1 0",
      "trail-multi-region": "0 1 0",
      "trail-object-read-events": "1 0 0",
      "trail-object-write-events": "0 1 0",
    });
    const { by_action: calls } = await server.calls();
    expect(calls["cloudtrail:GetTrailStatus"]).toBe(2);
    expect(calls["cloudtrail:GetEventSelectors"]).toBe(2);
  });

  test("one Region denied, another throttled: the trail in all Regions is seen from the others", async () => {
    await server.faults([
      { kind: "access_denied", action: "cloudtrail:DescribeTrails", region: "ap-south-1" },
      { kind: "throttle_400", action: "cloudtrail:DescribeTrails", region: "eu-west-1", times: 2 },
      { kind: "access_denied", action: "cloudtrail:GetEventSelectors", region: "eu-central-1" },
      {
        kind: "error_code",
        text: "TrailNotFoundException",
        action: "cloudtrail:GetTrailStatus",
        region: "us-east-1",
      },
    ]);
    const result = await audit();
    const judged = counts(auditJson(result));
    expect(result.code).toBe(4);
    // The trail of one Region was deleted meanwhile; of another Region nothing is known.
    expect(judged["trail-log-validation"]).toBe("0 1 1");
    expect(judged["trail-multi-region"]).toBe("0 0 1");
    const home = "arn:aws:cloudtrail:eu-central-1:123456789012:trail/everywhere";
    expect(await gaps()).toEqual([
      {
        kind: "cloudtrail_event_selectors",
        region: "ap-south-1",
        status: "denied",
        detail: "cloudtrail:DescribeTrails",
      },
      {
        kind: "cloudtrail_event_selectors",
        region: "eu-central-1",
        status: "denied",
        detail: `cloudtrail:GetEventSelectors (1 of 1: ${home})`,
      },
      {
        kind: "cloudtrail_status",
        region: "ap-south-1",
        status: "denied",
        detail: "cloudtrail:DescribeTrails",
      },
      {
        kind: "cloudtrail_trails",
        region: "ap-south-1",
        status: "denied",
        detail: "cloudtrail:DescribeTrails",
      },
    ]);
  });

  test("where nobody may look at trails, or at Regions, all is unknown", async () => {
    await server.faults([{ kind: "access_denied", action: "cloudtrail:DescribeTrails" }]);
    const none = counts(auditJson(await audit()));
    expect(none["trail-multi-region"]).toBe("0 0 1");
    await server.faults([{ kind: "access_denied", action: "ec2:DescribeRegions" }]);
    const blind = counts(auditJson(await audit()));
    expect([blind["trail-multi-region"], blind["trail-kms"]]).toEqual(["0 0 1", "0 0 1"]);
  });
});
