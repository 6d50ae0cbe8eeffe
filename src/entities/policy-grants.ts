import { defineCompanion } from "../model/entity.js";
import { flag, list, text } from "../model/table.js";

/** What single policies grant, whoever has them. One row for each row of the table policies. */
export const policyGrants = defineCompanion({
  of: "iam_policy",
  alias: "g",
  name: "policy_grants",
  doc: "What each IAM policy in use grants by itself, whoever has it.",
  key: ["account_id", "policy_id"],
  listedBy: ["authorization_details"],
  scope: "account",
  columns: {
    account_id: text("12 digits"),
    policy_id: text("ARN of a managed policy; <owner ARN>#<name> of an inline one"),
    name: text("name of the policy"),
    kind: text("aws_managed, customer_managed or inline"),
    owner_arn: text("inline: ARN of the user, group or role that holds it"),
    in_use: flag("inline, or attached to at least one identity"),
    full_admin: flag(
      "a statement allows every action on every resource; NULL: the document is not there or not readable",
    ),
    full_admin_conditional: flag("every such statement has a condition"),
    full_services: list(
      "services of which a statement allows every action on every resource, such as s3; NULL: as full_admin",
    ),
    all_but: flag(
      "a statement allows everything but some actions (NotAction) on every resource; NULL: as full_admin",
    ),
    service_admin: flag("either of the two; NULL: as full_admin"),
    service_admin_conditional: flag("every such statement has a condition"),
  },
});
