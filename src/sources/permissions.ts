import { SOURCES } from "./index.js";
import type { Grant, Source } from "./source.js";

/** One action that iamspect calls, what it is for and what is missing without it. */
export interface Permission extends Pick<Grant, "statement" | "option" | "target"> {
  /** As IAM policies write it: `iam:GetAccountSummary`. */
  readonly action: string;
  readonly what: string;
  /** A kind of evidence, or what a run needs beside evidence. */
  readonly delivers: readonly string[];
  /** `account`: in every audited account; `organization`: in the management account or a delegated administrator. */
  readonly scope: "account" | "organization";
}

/** What a run needs that is no evidence. */
const OTHERS: Pick<Source, "kinds" | "scope" | "permissions"> = {
  kinds: [],
  scope: "organization",
  permissions: [
    {
      statement: "ReadAccountTags",
      option: "tags",
      delivers: ["account_tags"],
      actions: { "organizations:ListTagsForResource": "the tags of an account" },
    },
    {
      statement: "AssumeAuditRole",
      target: "audit_role",
      delivers: ["audit_role"],
      actions: { "sts:AssumeRole": "becomes the role" },
    },
  ],
};

/**
 * Every permission that iamspect uses. The policies and templates in `deploy/`, their documentation and `iamspect doctor`
 * derive from this list; none of these actions changes anything (a credential report is a cache).
 */
export const PERMISSIONS: readonly Permission[] = [...SOURCES, OTHERS].flatMap(permissionsOf);

/** The permission of an action; an action of both scopes is looked up in the one asked for. */
export function findPermission(action: string, scope: Permission["scope"]): Permission | undefined {
  return PERMISSIONS.find((each) => each.action === action && each.scope === scope);
}

function permissionsOf({
  asked,
  kinds,
  scope,
  permissions,
}: Pick<Source, "asked" | "kinds" | "scope" | "permissions">): Permission[] {
  return permissions.flatMap(({ actions, ...grant }) =>
    Object.entries(actions).map(([action, what]) => ({
      ...(asked !== undefined && { option: asked }),
      ...grant,
      action,
      what,
      delivers: grant.delivers ?? kinds,
      scope: grant.scope ?? (scope === "organization" ? scope : "account"),
    })),
  );
}
