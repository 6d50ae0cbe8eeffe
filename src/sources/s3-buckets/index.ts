import { s3Buckets as buckets } from "../../entities/s3-bucket.js";
import { accountDocument, filled, many } from "../document.js";
import { joinedRows, withAccount, writtenRows } from "../joined-rows.js";
import { S3_ACCOUNTS_SQL } from "../s3-account/index.js";
import { defineSource, grants } from "../source.js";
import { bucketRow } from "./bucket-row.js";
import { bucketCalls } from "./calls.js";
import { bucket, FILLED } from "./documents.js";

/** SELECT of all buckets with what their accounts block. */
export const S3_BUCKETS_SQL = joinedRows(buckets, {
  alias: "b",
  from:
    `s3_buckets b ${withAccount("b")}` + ` LEFT JOIN (${S3_ACCOUNTS_SQL}) sa ON sa.account_id = b.account_id`,
  columns: {
    arn: "'arn:' || coalesce(a.partition, 'aws') || ':s3:::' || b.bucket_name",
    account_block_public_acls: "sa.block_public_acls",
    account_ignore_public_acls: "sa.ignore_public_acls",
    account_block_public_policy: "sa.block_public_policy",
    account_restrict_public_buckets: "sa.restrict_public_buckets",
  },
});

/** What is asked of each bucket: the kind of evidence, the permission, and what it tells. */
const SETTINGS = [
  ["s3_public_access_block", "s3:GetBucketPublicAccessBlock", "what a bucket blocks of public access"],
  ["s3_policy", "s3:GetBucketPolicy", "whom a bucket lets in"],
  ["s3_policy_status", "s3:GetBucketPolicyStatus", "whether AWS takes the policy of a bucket for public"],
  ["s3_acl", "s3:GetBucketAcl", "whom the access list of a bucket lets in"],
  ["s3_encryption", "s3:GetEncryptionConfiguration", "how a bucket encrypts"],
  ["s3_versioning", "s3:GetBucketVersioning", "whether a bucket keeps old versions"],
  ["s3_logging", "s3:GetBucketLogging", "whether requests to a bucket are logged"],
] as const;

/** Buckets: what `aws s3api list-buckets` prints, each bucket with what other commands print of it. */
export const s3Buckets = defineSource({
  kinds: ["s3_buckets", ...SETTINGS.map(([kind]) => kind)],
  scope: "account",
  asked: "full",
  files: ["s3-buckets.json"],
  command: "aws s3api list-buckets",
  permissions: [
    ...grants("ReadBuckets", {
      "s3:ListAllMyBuckets": "which buckets there are",
      "s3:GetBucketLocation": "where a bucket lies",
    }),
    ...SETTINGS.flatMap(([kind, action, what]) =>
      grants("ReadBuckets", { [action]: what }, { delivers: [kind] }),
    ),
  ],
  tables: [buckets],
  documents: [
    accountDocument([
      many("Buckets", bucket, (found, { rows, account }) => rows.add(buckets, bucketRow(account, found))),
      filled("Buckets", FILLED),
    ]),
  ],
  queries: async () => ({ [buckets.name]: writtenRows(buckets, S3_BUCKETS_SQL) }),
  live: bucketCalls,
});
