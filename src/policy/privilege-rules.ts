import { z } from "zod";
import { TIERS, type Tier } from "../model/tiers.js";

const scope = z.enum(["self-user", "other-user", "own-group", "any-group", "attached-policy", "role"]);
/** What a resource pattern must reach for an action to help. */
export type Scope = z.infer<typeof scope>;

const rule = z.strictObject({
  id: z.string(),
  category: z.enum([
    "new-passrole",
    "existing-passrole",
    "self-escalation",
    "principal-access",
    "guard-removal",
  ]),
  tier: z.enum(["admin-equivalent", "escalation", "conditional-escalation", "legacy", "mfa-guard-removal"]),
  /** Every one of these actions may be allowed. */
  requires: z.array(z.string()).min(1),
  scopes: z.record(z.string(), scope),
  /** Of iam:PassRole: the services the role may be handed to (iam:PassedToService). */
  passedTo: z.array(z.string()).optional(),
  /** Of a guard removal: where the guard has to be for the rule to matter. */
  removes: z
    .array(
      z.enum([
        "user-managed",
        "user-inline",
        "group-managed",
        "group-inline",
        "boundary",
        "scp",
        "tag",
        "principal",
      ]),
    )
    .optional(),
  /** What must exist beside the rights; `none` where nothing must. */
  needs: z.string(),
  meaning: z.string(),
  sources: z.array(z.string()),
});
export type PrivilegeRule = z.infer<typeof rule>;

const file = z.strictObject({ version: z.literal(1), rules: z.array(rule) });

/**
 * Reads data/privilege-rules.json.
 * @throws {z.ZodError} when the data are not such a file
 */
export function parsePrivilegeRules(data: unknown): readonly PrivilegeRule[] {
  return file.parse(data).rules;
}

export function higher(left: Tier, right: Tier): Tier {
  return TIERS.indexOf(left) >= TIERS.indexOf(right) ? left : right;
}
