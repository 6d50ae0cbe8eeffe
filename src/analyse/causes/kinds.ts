import type { TraitKind } from "../../model/trait-kinds.js";

/** Kinds of which a subject can have several values at once: tags, groups, units within units. */
const SEVERAL: ReadonlySet<TraitKind> = new Set([
  "organizational_unit",
  "account_tag",
  "account_tag_key",
  "iam_path",
  "group",
  "tag",
  "tag_key",
  "attached_policy",
  "inline_policy",
  "key_service",
  "key_region",
  "key_burst",
]);

/** Whether a subject carries at most one value of the kind, so that counts of several values add up. */
export function isExclusive(kind: TraitKind): boolean {
  return !SEVERAL.has(kind);
}
