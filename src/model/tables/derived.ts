import { count, defineTable, flag, list, text, time } from "../table.js";

/** What a verdict on a user's policies is about, and how much of the evidence was there. */
const about = {
  account_id: text("12 digits"),
  arn: text("the user's ARN"),
  user_id: text("unique id (AIDA...); NULL without authorization details"),
  created_at: time("when the user was created"),
  password_enabled: flag("has a console password"),
  has_key: flag(
    "a credential that signs requests is active: an access key, a certificate, an SSH key or a service-specific one",
  ),
  policies_known: flag(
    "the policies of the user and its groups, and its boundary, are there and can be read",
  ),
  scps_known: flag("every service control policy that can apply is there and can be read, or none can apply"),
  too_complex: flag("the policies need more work than is allowed for: nothing is known of them"),
} as const;

const key = {
  assessment_key: text("hash of all that the assessment depends on: users with the same one share it"),
} as const;

/**
 * What someone can do who holds only the password, or only a key, and no MFA device. One row for each row of iam_users.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html
 */
export const effectiveMfa = defineTable({
  name: "effective_mfa",
  doc: "What MFA really protects of each user, from its device, its policies and those of its organization.",
  key: ["account_id", "arn"],
  columns: {
    ...about,
    password_last_changed_at: time("when the password was last set"),
    device_registered: flag("any MFA device is registered"),
    mfa_kind: text("virtual, fido, hardware, sms or mixed; NULL: none or not known"),
    console_verdict: text(
      "what the password alone gives: enforced (nothing harmful), partial, not_enforced, unknown or not_applicable",
    ),
    console_enforced: flag("derived: the verdict is enforced; NULL: unknown or not applicable"),
    console_by: list(
      "who enforces it: signin, scp, identity, boundary, rcp, trust (of the roles it may assume), several joined by +, or no-permissions",
    ),
    console_robust: flag("enforced whatever is granted later; false: only because nothing allows more"),
    console_open_actions: count("published actions that do harm and are open with the password alone"),
    console_without_device: text("the console verdict if the device were removed: what policy alone does"),
    key_verdict: text("the same of a key alone"),
    key_enforced: flag("derived: as console_enforced"),
    key_by: list("who enforces it"),
    key_robust: flag("as console_robust"),
    key_open_actions: count("published actions that do harm and are open with a key alone"),
    claimable: flag("no device is registered, and whoever comes first can register one without MFA"),
    warnings: list(
      "enrol-others, fido-only-keys, unknown-roles (all that is open without MFA is to assume roles that were not collected)",
    ),
    missing_evidence: list("layers and policies that are not there or cannot be read"),
    ...key,
  },
});

/** What each user could become: https://bishopfox.com/blog/privilege-escalation-in-aws lists the ways. */
export const privilege = defineTable({
  name: "privilege",
  doc: "What each user could become with and without MFA. NULL tiers: its policies are not known. Without the service control policies a tier is the most it can be.",
  key: ["account_id", "arn"],
  columns: {
    ...about,
    tier_no_mfa: text(
      "with the password or a key alone: none, read, write, conditional-escalation, escalation, admin-equivalent or admin",
    ),
    tier_console: text("with the password alone"),
    tier_key: text("with a key alone"),
    tier_mfa: text("with MFA"),
    rank_no_mfa: count("derived: tier_no_mfa as a number, from 0 (none) to 6 (admin)"),
    rank_console: count("derived: tier_console as a number"),
    rank_key: count("derived: tier_key as a number"),
    rank_mfa: count("derived: tier_mfa as a number"),
    rules_no_mfa: list(
      "ids of the rules by which it could become more without MFA (data/privilege-rules.json)",
    ),
    rules_mfa: list("the same with MFA"),
    guard_removal_no_mfa: list(
      "rules by which it could remove the statements that ask it for MFA, without MFA",
    ),
    guard_removal_mfa: list("the same with MFA"),
    ...key,
  },
});

/** What single policies grant, whoever has them. One row for each row of the table policies. */
export const policyGrants = defineTable({
  name: "policy_grants",
  doc: "What each IAM policy in use grants by itself, whoever has it.",
  key: ["account_id", "policy_id"],
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
  },
});

/** Tables that are made from a snapshot by the policy engine, under a version of their own. */
export const DERIVED_TABLES = [effectiveMfa, privilege, policyGrants] as const;
