import { AUDIT_ROLE, PERMISSIONS, type PermissionGroup, ROOT_TASK } from "../model/permissions.js";

/** A statement of an IAM policy, in the order in which AWS's own examples write its members. */
export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: string;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly PolicyStatement[];
}

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

/** The longest line of a file, as Biome formats this project's. */
const LINE_WIDTH = 110;

/** The policy as text for a file or a person: lists stand on one line where they fit. */
export function policyText(policy: PolicyDocument): string {
  return JSON.stringify(policy, null, 2).replace(
    /^( *"\w+": )\[\n([^[\]]*)\n *\](,?)/gm,
    (whole, name, items, end) => {
      const line = `${name}[${items.trim().replace(/\n */g, " ")}]${end}`;
      return items.includes("{") || line.length > LINE_WIDTH ? whole : line;
    },
  );
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
