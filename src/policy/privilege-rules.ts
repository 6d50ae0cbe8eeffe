import { z } from "zod";
import { TIERS, type Tier } from "../model/tiers.js";

/** Scopes that mean something else for each principal. */
export const PERSONAL_SCOPES = [
  "self-user",
  "other-user",
  "own-group",
  "any-group",
  "attached-policy",
  "any-policy",
] as const;
/** Those, and roles, which are the same for all of an account. */
const namedScope = z.enum([...PERSONAL_SCOPES, "role"]);

const scope = z.union([namedScope, z.literal("*"), z.templateLiteral(["arn:", z.string()])]);
/**
 * What a resource pattern must reach for an action to help: a name; ARN patterns, of which one is enough, with ` | `
 * between them, in the partition of the subject; `*` of an action without resource types, which only a statement about `*`
 * allows: https://docs.aws.amazon.com/service-authorization/latest/reference/
 */
export type Scope = z.infer<typeof scope>;

const rule = z
  .strictObject({
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
    /** Of every action what it must reach; of a list, all. */
    scopes: z.record(z.string(), z.union([scope, z.array(scope).min(2)])),
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
          "untag",
          "name",
          "principal",
        ]),
      )
      .optional(),
    /** What must exist beside the rights; `none` where nothing must. */
    needs: z.string(),
    meaning: z.string(),
    /** The page of the operation or of who described the way. */
    source: z.url(),
    /** Other collections that have the rule, under their names. */
    sources: z.array(z.string()),
  })
  .refine(({ requires, scopes }) => sameNames(requires, Object.keys(scopes)), {
    message: "every action of requires needs a scope, and nothing else does",
    path: ["scopes"],
  });
export type PrivilegeRule = z.infer<typeof rule>;

function sameNames(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((name) => right.includes(name));
}

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
