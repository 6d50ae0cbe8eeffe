import { expect, test } from "vitest";
import { ACCOUNT } from "./test-report.js";
import { type Files, pick, readFiles } from "./test-support.js";

const document = (...Buckets: readonly object[]): Files => ({
  [`${ACCOUNT}/s3-buckets.json`]: JSON.stringify({ Buckets, Owner: { ID: "owner" } }),
});
const block = (on: boolean) => ({
  PublicAccessBlockConfiguration: {
    BlockPublicAcls: on,
    IgnorePublicAcls: on,
    BlockPublicPolicy: on,
    RestrictPublicBuckets: on,
  },
});
const ofAccount = (value: object): Files => ({
  [`${ACCOUNT}/s3-account-public-access-block.json`]: JSON.stringify(value),
});
const listed = (Name: string) => ({ Name, CreationDate: "2020-01-01T00:00:00+00:00" });
/** Everything that is not configured, as AWS says it. */
const NOTHING = {
  PublicAccessBlock: null,
  Policy: null,
  PolicyStatus: null,
  Acl: { Grants: [] },
  Encryption: null,
  Versioning: {},
  Logging: {},
};
const bucketsOf = async (files: Files) => (await readFiles(files)).tables.s3_buckets ?? [];
const bucketOf = async (files: Files) => (await bucketsOf(files))[0] ?? {};

test("a plain list: which buckets there are, and nothing else", async () => {
  const reading = await readFiles(document(listed("logs")));
  const [row = {}] = reading.tables.s3_buckets ?? [];
  expect(pick(row, "arn", "bucket_name", "created_at")).toEqual({
    arn: "arn:aws:s3:::logs",
    bucket_name: "logs",
    created_at: 1577836800,
  });
  const others = [
    "region",
    "block_public_acls",
    "has_policy",
    "tls_only",
    "policy_public",
    "versioning",
    "logged",
    "encrypted",
  ];
  expect(Object.values(pick(row, ...others))).toEqual(others.map(() => null));
  expect(reading.coverage(ACCOUNT, "s3_buckets")).toMatchObject({ status: "ok" });
  expect(reading.coverage(ACCOUNT, "s3_policy")).toMatchObject({ status: "not_collected" });
});

test("what is not configured is an answer", async () => {
  const reading = await readFiles(document({ ...listed("logs"), ...NOTHING }));
  expect(reading.tables.s3_buckets).toMatchObject([
    {
      block_public_acls: false,
      has_policy: false,
      tls_only: false,
      anyone_allowed: false,
      policy_public: false,
      acl_public: false,
      encrypted: false,
      versioning: "Off",
      mfa_delete: false,
      logged: false,
    },
  ]);
  expect(reading.coverage(ACCOUNT, "s3_policy")).toMatchObject({ status: "ok" });
});

test("what other commands print of a bucket", async () => {
  const statement = {
    Effect: "Allow",
    Principal: "*",
    Action: "s3:GetObject",
    Resource: "arn:aws:s3:::logs/*",
  };
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement: statement });
  const AllUsers = { Type: "Group", URI: "http://acs.amazonaws.com/groups/global/AllUsers" };
  const row = await bucketOf(
    document({
      ...listed("logs"),
      BucketRegion: "eu-central-1",
      PublicAccessBlock: block(false),
      Policy: { Policy },
      PolicyStatus: { PolicyStatus: { IsPublic: true } },
      Acl: {
        Owner: { ID: "owner" },
        Grants: [{ Grantee: { ID: "owner" } }, { Grantee: AllUsers, Permission: "READ" }],
      },
      Encryption: {
        ServerSideEncryptionConfiguration: {
          Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: "k" } }],
        },
      },
      Versioning: { Status: "Suspended", MFADelete: "Enabled" },
      Logging: { LoggingEnabled: { TargetBucket: "others", TargetPrefix: "" } },
    }),
  );
  expect(row).toMatchObject({
    region: "eu-central-1",
    has_policy: true,
    tls_only: false,
    anyone_allowed: true,
    anyone_actions: "s3:GetObject",
    policy_public: true,
    acl_public: true,
    encryption: "aws:kms",
    kms_key: "k",
    versioning: "Suspended",
    mfa_delete: true,
    log_bucket: "others",
    // Of the account nothing is known.
    open_by_policy: null,
    open_by_acl: null,
    blocks_public_access: null,
  });
});

test("what the account blocks is blocked for each bucket", async () => {
  const open = {
    ...listed("logs"),
    PublicAccessBlock: block(false),
    PolicyStatus: { PolicyStatus: { IsPublic: true } },
  };
  const columns = ["account_block_public_acls", "blocks_public_access", "open_by_policy"];
  const judged = async (account: object, bucket: object = open) =>
    Object.values(pick(await bucketOf({ ...document(bucket), ...ofAccount(account) }), ...columns));
  expect(await judged(block(true))).toEqual([true, true, false]);
  expect(await judged({ PublicAccessBlockConfiguration: null })).toEqual([false, false, true]);
  expect(
    await judged({ PublicAccessBlockConfiguration: null }, { ...open, PublicAccessBlock: block(true) }),
  ).toEqual([false, true, false]);
});

test("a policy that cannot be read is there, and nothing is known of it", async () => {
  const [row = {}] = await bucketsOf(document({ ...listed("logs"), Policy: { Policy: '{"Statement": 7}' } }));
  expect(pick(row, "has_policy", "tls_only", "anyone_allowed")).toEqual({
    has_policy: true,
    tls_only: null,
    anyone_allowed: null,
  });
});

test("a bad element loses itself; where one bucket lacks an answer, its kind is not whole", async () => {
  const reading = await readFiles(
    document({ ...listed("a-bucket"), Versioning: {} }, { ...listed("../../x") }, listed("b-bucket")),
  );
  expect(reading.tables.s3_buckets?.map((row) => row.bucket_name)).toEqual(["a-bucket", "b-bucket"]);
  expect(reading.problems).toEqual([
    expect.stringContaining("Buckets[1].Name: must be the name of a bucket"),
  ]);
  expect(reading.coverage(ACCOUNT, "s3_buckets")).toMatchObject({ status: "error" });
  expect(reading.coverage(ACCOUNT, "s3_versioning")).toMatchObject({
    status: "error",
    detail: "2 of 3 are without Versioning",
  });
});

test("a bucket of China has an ARN of China", async () => {
  const identity = { UserId: "u", Account: ACCOUNT, Arn: `arn:aws-cn:iam::${ACCOUNT}:user/ann` };
  const row = await bucketOf({
    ...document(listed("logs")),
    [`${ACCOUNT}/caller-identity.json`]: JSON.stringify(identity),
  });
  expect(row.arn).toBe("arn:aws-cn:s3:::logs");
});

test("a bucket whose log has no target, or whose grants name nobody, is not known", async () => {
  const unsaid = { ...NOTHING, Acl: { Grants: [{ Permission: "READ" }] } };
  const row = await bucketOf(
    document({ ...listed("logs"), ...unsaid, Logging: { LoggingEnabled: { TargetBucket: "" } } }),
  );
  expect(pick(row, "logged", "log_bucket", "acl_public")).toEqual({
    logged: null,
    log_bucket: null,
    acl_public: null,
  });
});
