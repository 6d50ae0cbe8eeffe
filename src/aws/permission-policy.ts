import { AUDIT_ROLE, PERMISSIONS, type PermissionGroup, ROOT_TASK } from "../model/permissions.js";
import type { PolicyDocument, PolicyStatement } from "../model/results/doctor.js";

export interface PolicyPlace {
  /** `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition?: string | undefined;
  /** The name of the audit role, with its path: `ops/iamspect-audit`. */
  readonly role?: string | undefined;
}

/**
 * The policy that allows what `wanted` says, with a statement a group; empty where nothing is wanted.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function permissionPolicy(
  wanted: (action: string, group: PermissionGroup) => boolean,
  place: PolicyPlace = {},
): PolicyDocument {
  const statements = PERMISSIONS.flatMap((group) => {
    const actions = group.permissions.map(({ action }) => action).filter((action) => wanted(action, group));
    return actions.length === 0 ? [] : [statement(group, actions, place)];
  });
  return { Version: "2012-10-17", Statement: statements };
}

/** All that one scope may need: the policies that are shipped. */
export function scopePolicy(scope: PermissionGroup["scope"], place: PolicyPlace = {}): PolicyDocument {
  return permissionPolicy((_, group) => group.scope === scope, place);
}

function statement(group: PermissionGroup, Action: readonly string[], place: PolicyPlace): PolicyStatement {
  const { partition = "aws", role = AUDIT_ROLE } = place;
  const allow = { Sid: group.sid, Effect: "Allow", Action } as const;
  switch (group.target) {
    case "any":
      return { ...allow, Resource: "*" };
    case "audit_role":
      return { ...allow, Resource: `arn:${partition}:iam::*:role/${role}` };
    case "root_user":
      return {
        ...allow,
        Resource: `arn:${partition}:iam::*:root`,
        Condition: {
          // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#ck_taskpolicyarn
          StringEquals: { "sts:TaskPolicyArn": `arn:${partition}:iam::aws:policy/root-task/${ROOT_TASK}` },
        },
      };
  }
}
