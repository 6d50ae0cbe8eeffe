import { defineCompanion } from "../model/entity.js";
import { count, flag, list, text } from "../model/table.js";
import { TIERS } from "../model/tiers.js";
import { aboutUser, aboutUserMadeOf, ofUser, sharedKey } from "./assessed-user.js";

/** A tier as a number, which engines compare many times faster than a text. */
const tierRank = (column: string) =>
  `CASE ${column} ${TIERS.map((tier, rank) => `WHEN '${tier}' THEN ${rank}`).join(" ")} END`;

/** What each user could become: https://bishopfox.com/blog/privilege-escalation-in-aws lists the ways. */
export const privilege = defineCompanion({
  of: "iam_user",
  alias: "p",
  name: "privilege",
  doc: "What each user could become with and without MFA. NULL tiers: its policies are not known. Without the service control policies a tier is the most it can be.",
  key: ["account_id", "arn"],
  listedBy: ["credential_report", "authorization_details"],
  scope: "account",
  derived: [
    Object.fromEntries(
      ["no_mfa", "console", "key", "mfa"].map((name) => [`rank_${name}`, tierRank(`tier_${name}`)]),
    ),
  ],
  madeOf: {
    ...aboutUserMadeOf,
    device_registered: ofUser("mfa_active"),
    tier_no_mfa: ofUser("password_enabled", "has_active_key", "mfa_active"),
    tier_key: ofUser("has_active_key"),
    // Credentials for one service give no session that could carry MFA.
    tier_mfa: ofUser("password_enabled", "has_active_key"),
  },
  columns: {
    ...aboutUser,
    device_registered: flag("any MFA device is registered"),
    mfa_kind: text("virtual, fido, hardware, sms or mixed; NULL: none or not known"),
    key_services: list(
      "the services that are all its certificates, SSH keys and service-specific credentials are good for, where it has no access key; NULL: it has one or may have, has nothing, or AWS did not tell the service",
    ),
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
    ...sharedKey,
  },
});
