import { defineEntity } from "../model/entity.js";
import { flag, text } from "../model/table.js";

/** What an account sets for all its buckets at once. */
export const s3Accounts = defineEntity({
  kind: "s3_account",
  words: { one: "S3 settings of an account", many: "S3 settings of accounts" },
  judged: "the S3 settings of each account",
  alias: "sa",
  name: "s3_accounts",
  doc: "The settings of S3 that hold for all buckets of an account, from GetPublicAccessBlock of S3 Control.",
  key: ["account_id"],
  arn: "arn",
  listedBy: ["s3_account_public_access_block"],
  scope: "account",
  gone: "never",
  derived: [
    {
      blocks_public_access:
        "block_public_acls AND ignore_public_acls AND block_public_policy AND restrict_public_buckets",
    },
  ],
  columns: {
    account_id: text("12 digits"),
    arn: text("arn:<partition>:iam::<account>:root"),
    configured: flag(
      "the account blocks anything for all its buckets; false: each bucket decides for itself",
    ),
    block_public_acls: flag("no bucket or object gets a public ACL any more"),
    ignore_public_acls: flag("public ACLs have no effect"),
    block_public_policy: flag("no bucket gets a public policy any more"),
    restrict_public_buckets: flag("a public policy lets in nobody but the account and services of AWS"),
    blocks_public_access: flag("derived: all four"),
  },
});
