import { defineLakeTable } from "../model/entity.js";
import { text } from "../model/table.js";

export const orgPolicyTargets = defineLakeTable({
  name: "org_policy_targets",
  doc: "What each policy of an organization is attached to.",
  key: ["org_id", "policy_id", "target_id"],
  listedBy: ["scp", "rcp"],
  scope: "organization",
  columns: {
    org_id: text("organization id (o-...)"),
    policy_id: text("policy_id of the table org_policies"),
    target_id: text("id of the root, the organizational unit or the account"),
    target_type: text("ROOT, ORGANIZATIONAL_UNIT or ACCOUNT"),
  },
});
