import { z } from "zod";
import { publicAccessBlock } from "../s3.js";
import { maybe, policyText, text, when } from "../values.js";

/** Names of before 2018 may be longer than others, and have capitals and underscores. */
const bucketName = text.regex(/^[A-Za-z0-9._-]{3,255}$/, "must be the name of a bucket");

const encryption = z.object({
  ServerSideEncryptionConfiguration: z.object({
    Rules: z.array(
      z.object({
        ApplyServerSideEncryptionByDefault: maybe(
          z.object({ SSEAlgorithm: text, KMSMasterKeyID: maybe(text) }),
        ),
      }),
    ),
  }),
});

const acl = z.object({
  Grants: z.array(z.object({ Grantee: maybe(z.object({ URI: maybe(text), ID: maybe(text) })) })),
});

/**
 * A bucket as `aws s3api list-buckets` prints it, and what other commands print of it under members of its own; null: AWS
 * says that there is none of it. A member that is not there was not collected.
 */
export const bucket = z.object({
  Name: bucketName,
  CreationDate: maybe(when),
  BucketRegion: maybe(text),
  PublicAccessBlock: publicAccessBlock.nullish(),
  Policy: z.object({ Policy: policyText }).nullish(),
  PolicyStatus: z.object({ PolicyStatus: z.object({ IsPublic: z.boolean() }) }).nullish(),
  Acl: acl.nullish(),
  Encryption: encryption.nullish(),
  Versioning: z.object({ Status: maybe(text), MFADelete: maybe(text) }).nullish(),
  Logging: z.object({ LoggingEnabled: maybe(z.object({ TargetBucket: text })) }).nullish(),
});
export type Bucket = z.output<typeof bucket>;

/** The members, and the kinds of evidence that they are. */
export const FILLED = {
  PublicAccessBlock: "s3_public_access_block",
  Policy: "s3_policy",
  PolicyStatus: "s3_policy_status",
  Acl: "s3_acl",
  Encryption: "s3_encryption",
  Versioning: "s3_versioning",
  Logging: "s3_logging",
} as const;
