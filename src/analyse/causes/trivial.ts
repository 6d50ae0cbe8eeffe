import type { Control } from "../../assess/control.js";
import type { effectiveMfa } from "../../entities/effective-mfa.js";
import { privilege } from "../../entities/privilege.js";
import type { TraitKind } from "../../model/trait-kinds.js";

/** Columns in which what a user's policies allow makes it fail: its groups and policies say the verdict again. */
const FROM_POLICIES: readonly string[] = [
  ...Object.keys(privilege.columns).filter((name) => /^(tier|rank|rules|guard_removal)_/.test(name)),
  ...(["claimable"] satisfies (keyof typeof effectiveMfa.columns)[]),
];

/** The columns that a kind of trait says again: a control that reads one of them is decided by the trait. */
const RESTATES: Readonly<Partial<Record<TraitKind, readonly string[]>>> = {
  account: ["account_id"],
  organization: ["org_id"],
  organizational_unit: ["ou_path", "ou_id"],
  // Where no service control policy was collected, the role alone says whether any can apply: so it says who could be judged.
  account_role: ["org_role", "scps_known", "scps_may_apply"],
  account_tag: ["tags"],
  account_tag_key: ["tags"],
  partition: ["partition"],
  iam_path: ["path"],
  name_shape: ["user_name"],
  name_prefix: ["user_name"],
  name_suffix: ["user_name"],
  mail_domain: ["user_name"],
  creation_year: ["created_at"],
  group: ["groups", ...FROM_POLICIES],
  tag: ["tags"],
  tag_key: ["tags"],
  boundary: ["boundary_arn", ...FROM_POLICIES],
  attached_policy: ["attached_policies", ...FROM_POLICIES],
  inline_policy: ["inline_policies", ...FROM_POLICIES],
  key_service: ["access_key_1_last_used_service", "access_key_2_last_used_service"],
  key_region: ["access_key_1_last_used_region", "access_key_2_last_used_region"],
};

/** Columns of a query that say no verdict. */
const NO_VERDICT = /^(account_id|subject_arn|.*aged_from|.*since|label_.*)$/;

/**
 * Whether a trait decides the verdict of a control by construction: the control says so, or its verdict reads a
 * column that the trait is made of. What would be found is no news.
 */
export function isTrivial({ declaration, select }: Control, kind: TraitKind): boolean {
  if (declaration.causes?.trivial.includes(kind) === true) return true;
  const columns = new Set(RESTATES[kind] ?? []);
  return [...select.items].some(
    ([name, tokens]) =>
      !NO_VERDICT.test(name) &&
      tokens.some(({ text }, index) => columns.has(text) && tokens[index - 1]?.text === "."),
  );
}
