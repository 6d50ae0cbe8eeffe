import type { Dialect } from "../../engine/engine.js";
import { stringLiteral } from "../../engine/sql.js";
import { TIERS } from "../../model/tiers.js";
import { breakGlassSql } from "../people/break-glass.js";
import { accountOwnerColumns, type OwnerRule, ownerColumns } from "../people/owners.js";
import type { Selector } from "../people/selector.js";
import type { UserKinds } from "../people/user-kinds.js";
import { CREDENTIALS, type RiskFactor, type RiskModel } from "./risk-model.js";

/** What risk is reckoned with. */
export interface RiskContext {
  readonly model: RiskModel;
  readonly kinds: UserKinds;
  readonly owners: readonly OwnerRule[];
  /** Who is a break-glass user: whom one of them fits. */
  readonly breakGlass: readonly Selector[];
  readonly dialect: Dialect;
}

/** Shorter passwords than this make a password policy weak: the CIS benchmark asks for 14. */
const NOT_SET_LENGTH = 8;

/**
 * SELECT of the credentials of every user and root user of an opened snapshot that can be used now: passwords and access keys,
 * with what risk is made of (`gain_no_mfa`, `gain_mfa`, `certainty`, one column `ease_<n>` a factor), the `emergency` each is,
 * what a fix must know (last use, kind, owner, place in the organization), and no row for what is not known to be there. It reads
 * the view `credentials`; `holders` is what `holdersSql` selects, or a table made of it.
 */
export function credentialRisksSql(context: RiskContext, holders = `(${holdersSql(context)})`): string {
  const { gain, certainty, factors, emergencies } = context.model;
  const eases = factors.map(
    (factor, number) =>
      `CASE WHEN ${fitsCredential(factor)} THEN ${factor.ease} ELSE 0 END AS ease_${number}`,
  );
  const classes = emergencies.map((one) => `WHEN ${fitsCredential(one)} THEN ${stringLiteral(one.id)}`);
  const rank = (column: string, unknown: number) =>
    `CASE ${column} ${TIERS.map((tier, number) => `WHEN ${number} THEN ${gain[tier]}`).join(" ")} WHEN -1 THEN ${gain.root} ELSE ${unknown} END`;
  return (
    `SELECT c.*, ${rank("c.rank_now", gain.unknown)} AS gain_no_mfa, ${rank("c.rank_mfa", gain.unknown)} AS gain_mfa,` +
    ` CASE WHEN c.rank_mfa IS NULL THEN ${certainty.policies_unknown} WHEN NOT c.scps_known THEN ${certainty.scps_unknown} ELSE 1000 END AS certainty,` +
    ` CASE ${classes.join(" ")} END AS emergency, ${eases.join(", ")} FROM (${heldSql(holders)}) c`
  );
}

/** It is of these kinds and the condition holds; what is not known is no reason to raise a risk. */
function fitsCredential({ credentials, when }: Pick<RiskFactor, "credentials" | "when">): string {
  return `c.credential IN (${credentials.map(stringLiteral).join(", ")}) AND coalesce(${atAuditTime(when)}, FALSE)`;
}

/** Each account has an audit time of its own. */
export function atAuditTime(when: string): string {
  return when.replaceAll(":as_of", "c.as_of");
}

/** Of two active keys the one that was not used for longer is the spare one; of two alike, the older one. */
const SPARE =
  "k.kind = 'access_key' AND count(k.activity_at) OVER of_kind = 2" +
  " AND row_number() OVER (PARTITION BY k.account_id, k.subject_arn, k.kind ORDER BY k.activity_at, k.created_at, k.slot) = 1";

/**
 * What somebody gets who holds a credential and no MFA device, as the number of a tier; -1: root. Where whoever comes first can register
 * a device, that is what MFA gives: a policy that asks for MFA protects nothing there.
 */
const RANK_NOW =
  "CASE k.kind WHEN 'password' THEN CASE WHEN o.claimable THEN o.rank_mfa WHEN o.console_enforced THEN 0 ELSE o.rank_console END" +
  " WHEN 'access_key' THEN CASE WHEN o.claimable THEN o.rank_mfa WHEN o.key_enforced THEN 0 ELSE o.rank_key END" +
  " WHEN 'root_password' THEN CASE WHEN o.mfa_active THEN 0 WHEN NOT o.mfa_active THEN -1 END ELSE -1 END";

/** Every credential that is active, and whose it is. */
function heldSql(holders: string): string {
  const kinds = CREDENTIALS.map(stringLiteral).join(", ");
  return (
    "SELECT o.*, k.kind AS credential, k.slot, k.id AS credential_id, k.last_used_at, k.last_used_service, k.last_used_region," +
    " k.activity_at, coalesce(k.created_at, CASE WHEN k.kind = 'password' THEN o.user_created_at END) AS created_at," +
    ` ${SPARE} AS spare, ${RANK_NOW} AS rank_now FROM credentials k` +
    ` JOIN ${holders} o ON o.account_id = k.account_id AND o.arn = k.subject_arn` +
    ` WHERE k.active AND k.kind IN (${kinds}) WINDOW of_kind AS (PARTITION BY k.account_id, k.subject_arn, k.kind)`
  );
}

/** SELECT of every user and root user with what its credentials need of it. */
export function holdersSql(context: RiskContext): string {
  return `${usersSql(context)} UNION ALL ${rootsSql(context)}`;
}

/** Where an account is. */
const PLACE = "a.org_id, a.ou_path, a.scps_may_apply";

/** Users; the columns are those of `rootsSql`. The lead of one kind over the other stands in a query of its own: it is long. */
function usersSql({ kinds, owners, breakGlass, dialect }: RiskContext): string {
  const owner = ownerColumns(owners, dialect);
  const ofAccount = "LEFT JOIN accounts a ON a.account_id = u.account_id";
  return (
    "SELECT u.account_id, u.arn, u.as_of, u.user_name AS name, u.created_at AS user_created_at, u.password_enabled, u.quarantined," +
    ` u.has_active_key, ${breakGlassSql(breakGlass, dialect)} AS break_glass,` +
    ` ${kinds.kindSql("u.lead", dialect)} AS kind, ${owner.owner} AS owner, ${owner.owner_from} AS owner_from,` +
    ` ${PLACE}, m.claimable, y.minimum_length, coalesce(p.scps_known, FALSE) AS scps_known, u.mfa_active,` +
    " m.console_enforced, m.key_enforced, p.rank_console, p.rank_key, p.rank_mfa" +
    ` FROM (SELECT u.*, ${kinds.leadSql(dialect)} AS lead FROM iam_users u ${ofAccount}) u ${ofAccount}` +
    " LEFT JOIN effective_mfa m ON m.account_id = u.account_id AND m.arn = u.arn" +
    " LEFT JOIN privilege p ON p.account_id = u.account_id AND p.arn = u.arn" +
    ` LEFT JOIN (SELECT account_id, coalesce(minimum_length, ${NOT_SET_LENGTH}) AS minimum_length FROM password_policies) y ON y.account_id = u.account_id`
  );
}

/** No policy of the account limits its root user. */
function rootsSql({ owners, dialect }: RiskContext): string {
  const owner = accountOwnerColumns(owners, dialect);
  return (
    "SELECT r.account_id, r.arn, r.as_of, 'root' AS name, r.created_at AS user_created_at, r.password_enabled, FALSE AS quarantined," +
    " r.active_keys > 0 AS has_active_key, FALSE AS break_glass," +
    ` 'root' AS kind, ${owner.owner} AS owner, ${owner.owner_from} AS owner_from,` +
    ` ${PLACE}, FALSE AS claimable, CAST(NULL AS INTEGER) AS minimum_length, TRUE AS scps_known, r.mfa_active,` +
    " FALSE AS console_enforced, FALSE AS key_enforced, -1 AS rank_console, -1 AS rank_key, -1 AS rank_mfa" +
    " FROM root_users r LEFT JOIN accounts a ON a.account_id = r.account_id"
  );
}
