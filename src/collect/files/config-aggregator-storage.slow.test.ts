import { expect, test } from "vitest";
import { readItems } from "../../sources/config-aggregator/items.js";
import { ACCOUNT, bothWays, REGION, told, written } from "./test-aggregated.js";
import { readFiles } from "./test-support.js";

const GRANTS = [
  { grantee: { id: "owner", displayName: null }, permission: "FullControl" },
  { grantee: "AllUsers", permission: "Read" },
];

test("buckets: settings as objects and as texts, twice over; null is none of it, and what is not there is not known", async () => {
  const policyText = JSON.stringify({ Version: "2012-10-17", Statement: [] });
  const configured = {
    AccessControlList: JSON.stringify(JSON.stringify({ grantSet: null, grantList: GRANTS })),
    BucketPolicy: { policyText },
    PublicAccessBlockConfiguration: JSON.stringify({
      blockPublicAcls: true,
      ignorePublicAcls: false,
      blockPublicPolicy: true,
      restrictPublicBuckets: false,
    }),
    ServerSideEncryptionConfiguration: {
      rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyID: "key" } }],
    },
    BucketVersioningConfiguration: { status: "Enabled", isMfaDeleteEnabled: true },
    BucketLoggingConfiguration: { destinationBucketName: "logs", logFilePrefix: null },
  };
  const bare = {
    BucketPolicy: { policyText: null },
    BucketVersioningConfiguration: { status: "Off", isMfaDeleteEnabled: null },
    BucketLoggingConfiguration: { destinationBucketName: null },
  };
  const created = "2020-01-01T00:00:00.000Z";
  const [buckets, direct] = await bothWays(
    "s3_buckets",
    "AWS::S3::Bucket",
    [
      told("shop", { name: "shop", creationDate: created }, configured),
      told("bare", { name: "bare", creationDate: created }, bare),
    ],
    {
      Buckets: [
        {
          Name: "bare",
          CreationDate: created,
          BucketRegion: REGION,
          Policy: null,
          Versioning: {},
          Logging: {},
        },
        {
          Name: "shop",
          CreationDate: created,
          BucketRegion: REGION,
          PublicAccessBlock: {
            PublicAccessBlockConfiguration: {
              BlockPublicAcls: true,
              IgnorePublicAcls: false,
              BlockPublicPolicy: true,
              RestrictPublicBuckets: false,
            },
          },
          Policy: { Policy: policyText },
          Acl: {
            Grants: [
              { Grantee: { ID: "owner" } },
              { Grantee: { URI: "http://acs.amazonaws.com/groups/global/AllUsers" } },
            ],
          },
          Encryption: {
            ServerSideEncryptionConfiguration: {
              Rules: [
                { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: "key" } },
              ],
            },
          },
          Versioning: { Status: "Enabled", MFADelete: "Enabled" },
          Logging: { LoggingEnabled: { TargetBucket: "logs" } },
        },
      ],
    },
  );
  expect(buckets).toEqual(direct);
  expect(buckets).toMatchObject([
    {
      bucket_name: "bare",
      has_policy: false,
      encrypted: null,
      acl_public: null,
      versioning: "Off",
      logged: false,
    },
    { bucket_name: "shop", acl_public: true, policy_public: null, mfa_delete: true, log_bucket: "logs" },
  ]);
});

test("trails: what they log is told only where they have no selectors of their own", async () => {
  const trail = {
    name: "main",
    trailARN: `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/main`,
    homeRegion: REGION,
    isMultiRegionTrail: true,
    isOrganizationTrail: false,
    s3BucketName: "logs",
    logFileValidationEnabled: false,
    kmsKeyId: null,
    hasCustomEventSelectors: false,
  };
  const { tables } = await readFiles(written("AWS::CloudTrail::Trail", told("main", trail)));
  expect(tables.cloudtrail_trails).toMatchObject([
    {
      multi_region: true,
      log_validation: false,
      kms_encrypted: false,
      logging: null,
      management_write: true,
    },
  ]);
});

test("a resource that is malformed loses itself", async () => {
  const files = written(
    "AWS::EC2::Volume",
    told("vol-1", { volumeId: "vol-1", encrypted: true }),
    told("vol-2", "configuration"),
    told("vol-3", { volumeId: 3 }),
  );
  const { tables, problems } = await readFiles(files);
  expect(tables.ebs_volumes).toMatchObject([{ volume_id: "vol-1", encrypted: true }]);
  expect(problems).toHaveLength(2);
  const lost = readItems([
    told("vol-1", {}),
    "<html>",
    JSON.stringify({ accountId: "../..", awsRegion: REGION }),
  ]);
  expect([lost.items.length, lost.lost]).toEqual([1, 2]);
});
