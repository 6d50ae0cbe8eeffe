import { defineEntity } from "../model/entity.js";
import { count, flag, text } from "../model/table.js";

/** What all trails that cover an account log of it together. */
export const cloudtrailAccounts = defineEntity({
  kind: "cloudtrail_account",
  words: { one: "account and its trails", many: "accounts and their trails" },
  judged: "the trails of each account, taken together",
  alias: "ct",
  name: "cloudtrail_accounts",
  doc: "What the trails of each account, and those of its organization, log of it together.",
  key: ["account_id"],
  arn: "arn",
  listedBy: ["cloudtrail_trails"],
  filledBy: {
    logs_management: ["cloudtrail_status", "cloudtrail_event_selectors"],
    logs_object_writes: ["cloudtrail_status", "cloudtrail_event_selectors"],
    logs_object_reads: ["cloudtrail_status", "cloudtrail_event_selectors"],
  },
  scope: "account",
  gone: "never",
  columns: {
    account_id: text("12 digits"),
    arn: text("arn:<partition>:iam::<account>:root"),
    trails: count("trails that the account sees"),
    multi_region_trails: count("those of them that log in all Regions"),
    logs_management: flag(
      "one of these is switched on and logs all management events; NULL: of none it is known, and of one it is not known",
    ),
    management_trail: text("the ARN of such a trail"),
    logs_object_writes: flag("the same of all writes of objects in S3"),
    object_writes_trail: text("the ARN of such a trail"),
    logs_object_reads: flag("the same of all reads of objects in S3"),
    object_reads_trail: text("the ARN of such a trail"),
    unread_trail: text(
      "the ARN of a trail in all Regions of which it is not known whether it is on, or what it logs",
    ),
  },
});
