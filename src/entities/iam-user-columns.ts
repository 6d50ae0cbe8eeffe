import { count, flag, json, list, text, time } from "../model/table.js";
import { keySlot } from "./key-slot.js";

/** The columns of `iam_users`; a field whose evidence is missing or unreadable is NULL, never false. */
export const iamUserColumns = {
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
  ...keySlot(1),
  ...keySlot(2),
  groups: list("names of the IAM groups"),
  group_count: count("derived: how many IAM groups the user is in; NULL: not known"),
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
    "when devices, keys or password were last read again live; NULL: nothing is newer than the credential report",
  ),
  scps_may_apply: flag("derived from accounts: false when certainly no service control policy applies"),
  has_active_key: flag(
    "derived: an access key is active; NULL when none is known to be and a slot is not known",
  ),
  active_keys: count("derived: number of active access keys; NULL when a slot is not known"),
  oldest_active_key_at: time("derived: creation of the oldest access key known to be active"),
  newest_active_key_at: time("derived: creation of the newest access key known to be active"),
  last_activity_at: time("derived: latest activity of any enabled credential"),
  has_enabled_credential: flag(
    "derived: has a password or an active access key; NULL when none is known and one is not",
  ),
  enabled_credentials: count("derived: password and active access keys; NULL when one is not known"),
} as const;
