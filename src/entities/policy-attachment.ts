import { defineLakeTable } from "../model/entity.js";
import { text } from "../model/table.js";

export const policyAttachments = defineLakeTable({
  name: "policy_attachments",
  doc: "Which identity has which policy: attached, inline, or as its permissions boundary.",
  key: ["account_id", "principal_arn", "kind", "policy_id"],
  listedBy: ["authorization_details"],
  scope: "account",
  columns: {
    account_id: text("12 digits"),
    principal_arn: text("ARN of the user, group or role"),
    principal_kind: text("user, group or role"),
    policy_id: text("policy_id of the table policies"),
    kind: text("attached, inline or boundary"),
  },
});
