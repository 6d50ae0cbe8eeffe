import { defineEntity } from "../model/entity.js";
import { count, json, text } from "../model/table.js";

export const policies = defineEntity({
  kind: "iam_policy",
  words: { one: "IAM policy", many: "IAM policies" },
  core: true,
  judged: "each IAM policy in use",
  alias: "o",
  arn: "policy_id",
  gone: "deleted",
  name: "policies",
  doc: "IAM policies in use: managed ones (default version) and inline ones, from GetAccountAuthorizationDetails.",
  key: ["account_id", "policy_id"],
  listedBy: ["authorization_details"],
  scope: "account",
  columns: {
    account_id: text("12 digits"),
    policy_id: text("ARN of a managed policy; <owner ARN>#<name> of an inline one"),
    name: text("name of the policy"),
    kind: text("aws_managed, customer_managed or inline"),
    owner_arn: text("inline: ARN of the user, group or role that holds it"),
    attachments: count("managed: how many identities it is attached to"),
    document: json("the policy document, default version"),
    published: text(
      "AWS-managed: the version that AWS published (data/aws-managed-policies.json) and that stands for a document that was not collected; else NULL",
    ),
  },
});
