import { defineLakeTable } from "../model/entity.js";
import { flag, json, text } from "../model/table.js";

/** Policy types of AWS Organizations that say what members may do; the other types only manage. */
export const ORG_POLICY_TYPES = ["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"] as const;
export type OrgPolicyType = (typeof ORG_POLICY_TYPES)[number];

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_Policy.html */
export const orgPolicies = defineLakeTable({
  name: "org_policies",
  doc: "Service control policies and resource control policies.",
  key: ["org_id", "policy_id"],
  listedBy: ["scp", "rcp"],
  scope: "organization",
  columns: {
    org_id: text("organization id (o-...)"),
    policy_id: text("policy id (p-...)"),
    name: text("name of the policy"),
    type: text("SERVICE_CONTROL_POLICY or RESOURCE_CONTROL_POLICY"),
    aws_managed: flag("made by AWS, such as FullAWSAccess"),
    document: json("the policy document; NULL: not collected"),
  },
});
