/** The kinds of traits that all subjects of an account share. */
export const ACCOUNT_TRAIT_KINDS = [
  "account",
  "organization",
  "organizational_unit",
  "account_role",
  "account_year",
  "account_tag",
  "account_tag_key",
  "partition",
] as const;

/** What users can have in common: the kinds of traits among which root causes are looked for (docs/causes.md). */
export const TRAIT_KINDS = [
  ...ACCOUNT_TRAIT_KINDS,
  "iam_path",
  "name_shape",
  "name_prefix",
  "name_suffix",
  "mail_domain",
  "creation_year",
  "burst",
  "in_burst",
  "key_burst",
  "in_key_burst",
  "group",
  "tag",
  "tag_key",
  "boundary",
  "attached_policy",
  "inline_policy",
  "key_service",
  "key_region",
] as const;
export type TraitKind = (typeof TRAIT_KINDS)[number];

/** Users, or keys, that were made so close together were made by a tool. */
export const BURST = { gapSeconds: 60, minMembers: 5 } as const;

/** Whether all subjects of an account share traits of the kind. */
export function isOfAccounts(kind: TraitKind): boolean {
  return ACCOUNT_TRAIT_KINDS.some((one) => one === kind);
}
