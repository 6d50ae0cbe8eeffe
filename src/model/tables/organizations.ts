import { defineTable, flag, json, list, text } from "../table.js";

/** Policy types of AWS Organizations that say what members may do; the other types only manage. */
export const ORG_POLICY_TYPES = ["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"] as const;
export type OrgPolicyType = (typeof ORG_POLICY_TYPES)[number];

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html */
export const organizations = defineTable({
  name: "organizations",
  doc: "Organizations of the snapshot.",
  key: ["org_id"],
  columns: {
    org_id: text("organization id (o-...)"),
    management_account_id: text("12 digits"),
    feature_set: text("ALL or CONSOLIDATED_BILLING"),
    scps_enabled: flag("service control policies are switched on at the root"),
    rcps_enabled: flag("resource control policies are switched on at the root"),
    root_features: list("central root access: RootCredentialsManagement, RootSessions; NULL: not known"),
  },
});

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_OrganizationalUnit.html */
export const organizationalUnits = defineTable({
  name: "organizational_units",
  doc: "The tree of each organization: its root (r-...) and its organizational units (ou-...).",
  key: ["org_id", "ou_id"],
  columns: {
    org_id: text("organization id (o-...)"),
    ou_id: text("id of the root (r-...) or the organizational unit (ou-...)"),
    parent_id: text("ou_id of what it lies in; NULL: it is the root, or that is not known"),
    name: text("name of the organizational unit"),
    path: text("names from the root down, such as /Workloads/Prod; / is the root; NULL: not known"),
  },
});

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_Policy.html */
export const orgPolicies = defineTable({
  name: "org_policies",
  doc: "Service control policies and resource control policies.",
  key: ["org_id", "policy_id"],
  columns: {
    org_id: text("organization id (o-...)"),
    policy_id: text("policy id (p-...)"),
    name: text("name of the policy"),
    type: text("SERVICE_CONTROL_POLICY or RESOURCE_CONTROL_POLICY"),
    aws_managed: flag("made by AWS, such as FullAWSAccess"),
    document: json("the policy document; NULL: not collected"),
  },
});

export const orgPolicyTargets = defineTable({
  name: "org_policy_targets",
  doc: "What each policy of an organization is attached to.",
  key: ["org_id", "policy_id", "target_id"],
  columns: {
    org_id: text("organization id (o-...)"),
    policy_id: text("policy_id of the table org_policies"),
    target_id: text("id of the root, the organizational unit or the account"),
    target_type: text("ROOT, ORGANIZATIONAL_UNIT or ACCOUNT"),
  },
});
