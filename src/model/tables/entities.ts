import { count, defineTable, flag, json, list, text, time } from "../table.js";

export const groups = defineTable({
  name: "groups",
  doc: "IAM groups, from GetAccountAuthorizationDetails.",
  key: ["account_id", "arn"],
  columns: {
    account_id: text("12 digits"),
    arn: text("ARN of the group"),
    group_name: text("name of the group"),
    group_id: text("unique id (AGPA...)"),
    path: text("IAM path"),
    created_at: time("when the group was created"),
  },
});

export const roles = defineTable({
  name: "roles",
  doc: "IAM roles, from GetAccountAuthorizationDetails.",
  key: ["account_id", "arn"],
  columns: {
    account_id: text("12 digits"),
    arn: text("ARN of the role"),
    role_name: text("name of the role"),
    role_id: text("unique id (AROA...)"),
    path: text("IAM path"),
    created_at: time("when the role was created"),
    last_used_at: time("RoleLastUsed; NULL: not used in the tracking period, or not told"),
    trust_policy: json("the trust policy document"),
    boundary_arn: text("ARN of the permissions boundary"),
    tags: json("tags: an object of strings"),
  },
});

export const policies = defineTable({
  name: "policies",
  doc: "IAM policies in use: managed ones (default version) and inline ones, from GetAccountAuthorizationDetails.",
  key: ["account_id", "policy_id"],
  columns: {
    account_id: text("12 digits"),
    policy_id: text("ARN of a managed policy; <owner ARN>#<name> of an inline one"),
    name: text("name of the policy"),
    kind: text("aws_managed, customer_managed or inline"),
    owner_arn: text("inline: ARN of the user, group or role that holds it"),
    attachments: count("managed: how many identities it is attached to"),
    document: json("the policy document, default version"),
  },
});

export const policyAttachments = defineTable({
  name: "policy_attachments",
  doc: "Which identity has which policy: attached, inline, or as its permissions boundary.",
  key: ["account_id", "principal_arn", "kind", "policy_id"],
  columns: {
    account_id: text("12 digits"),
    principal_arn: text("ARN of the user, group or role"),
    principal_kind: text("user, group or role"),
    policy_id: text("policy_id of the table policies"),
    kind: text("attached, inline or boundary"),
  },
});

export const passwordPolicies = defineTable({
  name: "password_policies",
  doc: "Password policy of each account, from GetAccountPasswordPolicy.",
  key: ["account_id"],
  columns: {
    account_id: text("12 digits"),
    custom: flag("false: the account has no policy of its own and the default of AWS is in force"),
    minimum_length: count("minimum password length"),
    require_symbols: flag("a symbol is required"),
    require_numbers: flag("a number is required"),
    require_uppercase: flag("an upper-case letter is required"),
    require_lowercase: flag("a lower-case letter is required"),
    allow_change: flag("users may change their own password"),
    max_age_days: count("passwords expire after so many days; NULL: never"),
    reuse_prevention: count("so many former passwords may not be used again; NULL: not checked"),
    hard_expiry: flag("an expired password must be reset by an administrator"),
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
