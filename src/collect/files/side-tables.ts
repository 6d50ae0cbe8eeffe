import { count, defineTable, flag, json, list, text, time } from "../../model/table.js";

/** Tables that live only while a snapshot is made: evidence on its way into the tables of the lake. */

export const mfaDevices = defineTable({
  name: "mfa_devices",
  doc: "Virtual MFA devices that are assigned to someone.",
  key: ["arn"],
  columns: { arn: text("ARN of the user"), enabled_at: time("EnableDate") },
});

export const accountSummaries = defineTable({
  name: "account_summaries",
  doc: "What GetAccountSummary says of the root user.",
  key: ["account_id"],
  columns: {
    account_id: text("12 digits"),
    partition: text("aws, aws-cn or aws-us-gov"),
    mfa: flag("AccountMFAEnabled"),
    password: flag("AccountPasswordPresent"),
    access_keys: count("AccountAccessKeysPresent"),
    certificates: flag("AccountSigningCertificatesPresent"),
  },
});

export const detailsAccounts = defineTable({
  name: "details_accounts",
  doc: "Accounts whose authorization details are there.",
  key: ["account_id"],
  columns: {
    account_id: text("12 digits"),
    complete: flag("all pages are there"),
    newest: time("newest creation date in them: they cannot be older"),
    after_report: flag("they were collected after the credential report"),
  },
});

export const userDetails = defineTable({
  name: "user_details",
  doc: "What GetAccountAuthorizationDetails says of each user; joined into iam_users when the snapshot is made.",
  key: ["account_id", "arn"],
  columns: {
    account_id: text("12 digits"),
    arn: text("the user's ARN"),
    user_name: text("IAM user name"),
    user_id: text("unique id (AIDA...)"),
    path: text("IAM path"),
    created_at: time("when the user was created"),
    groups: list("names of the IAM groups"),
    tags: json("tags: an object of strings"),
    boundary_arn: text("ARN of the permissions boundary"),
  },
});
