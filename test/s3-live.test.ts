import {
  CreateBucketCommand,
  DeletePublicAccessBlockCommand,
  PutBucketAclCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type AwsServer, startAwsServer } from "./aws/start-server.js";
import { query } from "./org-support.js";
import { type AuditJson, auditJson, type CliResult, control, runCli, scratch } from "./run-cli.js";

const AS_OF = "2026-11-23T00:00:00Z";
const ALL = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};
const READ = { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::site/*" };
const TLS = {
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: ["arn:aws:s3:::kept", "arn:aws:s3:::kept/*"],
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};
const CONTROLS = [
  "account-public-access-block",
  "bucket-encryption",
  "bucket-logging",
  "bucket-mfa-delete",
  "bucket-policy-anyone",
  "bucket-public-access-block",
  "bucket-public-acl",
  "bucket-public-policy",
  "bucket-tls-only",
  "bucket-versioning",
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

/** One bucket that is kept well, in another Region, two public ones, one by its ACL, and one of which nothing is set. */
async function seed(): Promise<void> {
  await server.reset();
  await server.settings({ now: AS_OF });
  const { AWS_ACCESS_KEY_ID: accessKeyId = "", AWS_SECRET_ACCESS_KEY: secretAccessKey = "" } = server.env;
  const s3 = new S3Client({
    endpoint: server.endpoint,
    region: "us-east-1",
    credentials: { accessKeyId, secretAccessKey },
  });
  const away = { LocationConstraint: "eu-central-1" } as const;
  const policy = (Statement: object) => JSON.stringify({ Version: "2012-10-17", Statement });
  await s3.send(new CreateBucketCommand({ Bucket: "kept", CreateBucketConfiguration: away }));
  await s3.send(new PutPublicAccessBlockCommand({ Bucket: "kept", PublicAccessBlockConfiguration: ALL }));
  await s3.send(new PutBucketPolicyCommand({ Bucket: "kept", Policy: policy(TLS) }));
  const VersioningConfiguration = { Status: "Enabled" } as const;
  await s3.send(new PutBucketVersioningCommand({ Bucket: "kept", VersioningConfiguration }));
  await s3.send(new CreateBucketCommand({ Bucket: "site" }));
  await s3.send(new DeletePublicAccessBlockCommand({ Bucket: "site" }));
  await s3.send(new PutBucketPolicyCommand({ Bucket: "site", Policy: policy(READ) }));
  await s3.send(new CreateBucketCommand({ Bucket: "bare" }));
  await s3.send(new PutBucketAclCommand({ Bucket: "bare", ACL: "public-read" }));
  const north = { LocationConstraint: "eu-north-1" } as const;
  await s3.send(new CreateBucketCommand({ Bucket: "lost", CreateBucketConfiguration: north }));
}

const audit = (...args: string[]): Promise<CliResult> =>
  runCli(
    [
      "audit",
      "--full",
      "--as-of",
      AS_OF,
      "--format",
      "json",
      ...CONTROLS.flatMap((id) => ["--control", id]),
      ...args,
    ],
    {
      cwd: folder.dir,
      env: { ...server.env },
    },
  );

const counts = (json: AuditJson, id: string) => {
  const { fail, pass, unknown } = control(json, id);
  return { fail, pass, unknown };
};
const buckets = (columns: string) =>
  query<Record<string, unknown>>(
    `SELECT bucket_name, ${columns} FROM s3_buckets ORDER BY bucket_name`,
    folder,
  );
const coverage = () =>
  query<{ kind: string; status: string; detail: string | null }>(
    "SELECT kind, status, detail FROM coverage WHERE kind LIKE 's3%' AND status <> 'ok' ORDER BY kind",
    folder,
  );

describe("buckets of a live account", () => {
  beforeEach(seed);

  test("are judged by what each of them, its policy and its account say", async () => {
    const result = await audit();
    expect([result.code, result.stderr]).toEqual([0, expect.not.stringContaining("missing")]);
    const json = auditJson(result);
    expect(Object.fromEntries(CONTROLS.map((id) => [id, counts(json, id)]))).toEqual({
      "account-public-access-block": { fail: 1, pass: 0, unknown: 0 },
      "bucket-encryption": expect.anything(),
      "bucket-logging": { fail: 4, pass: 0, unknown: 0 },
      "bucket-mfa-delete": { fail: 4, pass: 0, unknown: 0 },
      "bucket-policy-anyone": { fail: 1, pass: 3, unknown: 0 },
      "bucket-public-access-block": { fail: 3, pass: 1, unknown: 0 },
      "bucket-public-acl": { fail: 1, pass: 3, unknown: 0 },
      "bucket-public-policy": { fail: 1, pass: 3, unknown: 0 },
      "bucket-tls-only": { fail: 3, pass: 1, unknown: 0 },
      "bucket-versioning": { fail: 3, pass: 1, unknown: 0 },
    });
    const rows = await buckets("region, arn, open_by_policy, anyone_actions, versioning");
    expect(rows.map((row) => Object.values(row).join(" "))).toEqual([
      "bare us-east-1 arn:aws:s3:::bare false  Off",
      "kept eu-central-1 arn:aws:s3:::kept false  Enabled",
      "lost eu-north-1 arn:aws:s3:::lost false  Off",
      "site us-east-1 arn:aws:s3:::site true s3:GetObject Off",
    ]);
  });

  test("faults of one bucket are its own; those that pass change nothing; nothing is guessed", async () => {
    await server.faults([
      { kind: "access_denied", action: "s3:GetBucketVersioning", region: "eu-central-1" },
      { kind: "error_code", text: "NoSuchBucket", action: "s3:GetBucketAcl", region: "eu-north-1" },
      { kind: "access_denied", action: "s3:GetAccountPublicAccessBlock" },
      { kind: "throttle_400", action: "s3:GetBucketPolicy", times: 2 },
      { kind: "empty_page_with_token", action: "s3:ListBuckets", times: 2 },
    ]);
    const result = await audit();
    const json = auditJson(result);
    expect(result.code).toBe(4);
    expect(await coverage()).toEqual([
      { kind: "s3_account_public_access_block", status: "denied", detail: "s3:GetAccountPublicAccessBlock" },
      { kind: "s3_versioning", status: "denied", detail: "s3:GetBucketVersioning (1 of 4: kept)" },
    ]);
    // One was deleted between list and answer.
    expect((await buckets("region")).map((row) => row.bucket_name)).toEqual(["bare", "kept", "site"]);
    expect(counts(json, "bucket-versioning")).toEqual({ fail: 2, pass: 0, unknown: 1 });
    expect(counts(json, "bucket-tls-only")).toEqual({ fail: 2, pass: 1, unknown: 0 });
    expect(counts(json, "account-public-access-block")).toEqual({ fail: 0, pass: 0, unknown: 1 });
    expect(counts(json, "bucket-public-acl")).toEqual({ fail: 0, pass: 2, unknown: 1 });
    expect(counts(json, "bucket-public-policy")).toEqual({ fail: 0, pass: 2, unknown: 1 });
    expect(counts(json, "bucket-public-access-block")).toEqual({ fail: 0, pass: 1, unknown: 2 });
  });

  test("where nobody may list buckets, every control over them is unknown; doctor says what is denied", async () => {
    await server.faults([{ kind: "access_denied", action: "s3:ListBuckets" }]);
    const json = auditJson(await audit());
    for (const id of CONTROLS.filter((one) => one.startsWith("bucket"))) {
      expect(counts(json, id)).toEqual({ fail: 0, pass: 0, unknown: 1 });
    }
    await server.faults([{ kind: "access_denied", action: "s3:GetBucketLogging" }]);
    const args = ["doctor", "--full", "--format", "json"];
    const { stdout } = await runCli(args, { cwd: folder.dir, env: { ...server.env } });
    const denied = JSON.parse(stdout) as { checks: { missing: string[] }[] };
    expect(denied.checks.flatMap(({ missing }) => missing)).toEqual(["s3:GetBucketLogging"]);
  });
});
