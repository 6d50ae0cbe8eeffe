import { count, defineTable, flag, json, list, text, time } from "../table.js";

const accessKey = <const Slot extends 1 | 2>(slot: Slot) =>
  ({
    [`access_key_${slot}_active`]: flag(
      `slot ${slot}: an active access key; false is no key or an inactive one`,
    ),
    [`access_key_${slot}_created_at`]: time(
      `slot ${slot}: when the key was created (last rotated); NULL: no key`,
    ),
    [`access_key_${slot}_last_used_at`]: time(`slot ${slot}: last use; NULL: none recorded since 2015-04-22`),
    [`access_key_${slot}_last_used_region`]: text(`slot ${slot}: Region of the last use`),
    [`access_key_${slot}_last_used_service`]: text(`slot ${slot}: service namespace of the last use`),
    [`access_key_${slot}_id`]: text(
      `slot ${slot}: access key id, where the user's keys were listed; the credential report does not tell it`,
    ),
    [`access_key_${slot}_activity_at`]: time(
      `slot ${slot}, derived: last use of an active key, else its creation; NULL: not active or not known`,
    ),
    [`certificate_${slot}_active`]: flag(`slot ${slot}: an active X.509 signing certificate`),
    [`certificate_${slot}_created_at`]: time(`slot ${slot}: when the certificate was created`),
  }) as {
    [K in `access_key_${Slot}_active` | `certificate_${Slot}_active`]: ReturnType<typeof flag>;
  } & {
    [K in
      | `access_key_${Slot}_created_at`
      | `access_key_${Slot}_last_used_at`
      | `access_key_${Slot}_activity_at`
      | `certificate_${Slot}_created_at`]: ReturnType<typeof time>;
  } & {
    [K in
      | `access_key_${Slot}_last_used_region`
      | `access_key_${Slot}_last_used_service`
      | `access_key_${Slot}_id`]: ReturnType<typeof text>;
  };

/**
 * IAM users, one row each, never the root user.
 * From the credential report (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html)
 * and GetAccountAuthorizationDetails. A field whose evidence is missing or unreadable is NULL, never false.
 */
export const iamUsers = defineTable({
  name: "iam_users",
  doc: "IAM users (never the root user), from the credential report and the authorization details.",
  key: ["account_id", "arn"],
  columns: {
    account_id: text("12 digits"),
    arn: text("the user's ARN, with its path"),
    user_name: text("IAM user name"),
    user_id: text("unique id (AIDA...); NULL without authorization details"),
    path: text("IAM path, such as /team/"),
    created_at: time("when the user was created"),
    password_enabled: flag("has a console password (a login profile)"),
    password_last_used_at: time("last console sign-in; NULL: none recorded since 2014-10-20"),
    password_last_changed_at: time("when the password was last set"),
    password_next_rotation_at: time("when the password policy asks for a new one"),
    password_activity_at: time(
      "derived: last sign-in, else last change, else creation of the user; NULL: no password or not known",
    ),
    mfa_active: flag("any MFA device is registered"),
    mfa_kind: text(
      "virtual, fido, hardware, sms or mixed; NULL: none or not known. Where only virtual devices were listed, hardware is a security key or a token",
    ),
    ...accessKey(1),
    ...accessKey(2),
    groups: list("names of the IAM groups"),
    tags: json("tags: an object of strings"),
    boundary_arn: text("ARN of the permissions boundary; NULL: none or not known"),
    attached_policies: count(
      "managed policies attached to the user itself, the quarantine of AWS aside; NULL: not known",
    ),
    inline_policies: count("inline policies of the user itself; NULL: not known"),
    quarantined: flag("AWS attached its quarantine: it has seen a key of the user in public"),
    in_report: flag("the credential report has a readable row of this user"),
    in_account: flag("the authorization details list this user; NULL: not collected, or older than the user"),
    fresh_at: time(
      "when devices, keys and password were read again live; NULL: nothing is newer than the credential report",
    ),
    scps_may_apply: flag("derived from accounts: false when certainly no service control policy applies"),
    has_active_key: flag(
      "derived: an access key is active; NULL when none is known to be and a slot is not known",
    ),
    active_keys: count("derived: number of active access keys; NULL when a slot is not known"),
    oldest_active_key_at: time("derived: creation of the oldest access key known to be active"),
    newest_active_key_at: time("derived: creation of the newest access key known to be active"),
    setup_gap_seconds: {
      type: "bigint",
      doc: "derived: smallest distance between the creation of the user and of an active access key, in seconds",
    },
    last_activity_at: time("derived: latest activity of any enabled credential"),
    least_recent_activity_at: time("derived: activity of the enabled credential that was used longest ago"),
    has_enabled_credential: flag(
      "derived: has a password or an active access key; NULL when none is known and one is not",
    ),
    enabled_credentials: count("derived: password and active access keys; NULL when one is not known"),
  },
});
