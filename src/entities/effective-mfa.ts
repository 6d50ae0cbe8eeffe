import { defineCompanion } from "../model/entity.js";
import { count, flag, list, text, time } from "../model/table.js";
import { aboutUser, aboutUserMadeOf, ofUser, sharedKey } from "./assessed-user.js";

const isEnforced = (verdict: string) =>
  `CASE ${verdict} WHEN 'enforced' THEN TRUE WHEN 'partial' THEN FALSE WHEN 'not_enforced' THEN FALSE END`;

/**
 * What someone can do who holds only the password, or only a key, and no MFA device. One row for each row of iam_users.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html
 */
export const effectiveMfa = defineCompanion({
  of: "iam_user",
  alias: "m",
  name: "effective_mfa",
  doc: "What MFA really protects of each user, from its device, its policies and those of its organization.",
  key: ["account_id", "arn"],
  listedBy: ["credential_report", "authorization_details"],
  scope: "account",
  derived: [{ console_enforced: isEnforced("console_verdict"), key_enforced: isEnforced("key_verdict") }],
  madeOf: {
    ...aboutUserMadeOf,
    device_registered: ofUser("mfa_active"),
    console_verdict: ofUser("password_enabled", "mfa_active"),
    claimable: ofUser("password_enabled", "has_active_key", "mfa_active"),
  },
  columns: {
    ...aboutUser,
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
    ...sharedKey,
  },
});
