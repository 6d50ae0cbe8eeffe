import { defineEntity } from "../model/entity.js";
import { userActivity, userAggregates } from "./iam-user-aggregates.js";
import { iamUserColumns } from "./iam-user-columns.js";
import { userCredentials } from "./iam-user-credentials.js";

/**
 * IAM users, one row each, never the root user.
 * From the credential report (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html)
 * and GetAccountAuthorizationDetails. A field whose evidence is missing or unreadable is NULL, never false.
 */
export const iamUsers = defineEntity({
  kind: "iam_user",
  words: { one: "IAM user", many: "users" },
  core: true,
  judged: "each IAM user",
  alias: "u",
  name: "iam_users",
  doc: "IAM users (never the root user), from the credential report and the authorization details.",
  key: ["account_id", "arn"],
  arn: "arn",
  uniqueId: "user_id",
  datedBy: "created_at",
  listedBy: ["credential_report", "authorization_details"],
  scope: "account",
  gone: "deleted",
  columns: iamUserColumns,
  derived: [userActivity, userAggregates],
  credentials: userCredentials,
});
