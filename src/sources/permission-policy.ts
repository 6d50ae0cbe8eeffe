import { AUDIT_ROLE, ROOT_TASK } from "../model/permissions.js";
import type { PolicyDocument, PolicyStatement } from "../model/results/doctor.js";
import { PERMISSIONS, type Permission } from "./permissions.js";

/** The organization of whoever has the policy. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
const PRINCIPAL_ORG = "${aws:PrincipalOrgID}";

export interface PolicyPlace {
  /** `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition?: string | undefined;
  /** The name of the audit role, with its path: `ops/iamspect-audit`. */
  readonly role?: string | undefined;
}

/**
 * The policy that allows what `wanted` says, statement by statement; empty where nothing is wanted.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function permissionPolicy(
  wanted: (permission: Permission) => boolean,
  place: PolicyPlace = {},
): PolicyDocument {
  const statements = new Map<string, Permission[]>();
  for (const permission of PERMISSIONS.filter(wanted)) {
    const key = `${permission.scope} ${permission.statement}`;
    statements.set(key, [...(statements.get(key) ?? []), permission]);
  }
  return { Version: "2012-10-17", Statement: [...statements.values()].map((one) => statement(one, place)) };
}

/** All that one scope may need: the policies that are shipped. */
export function scopePolicy(scope: Permission["scope"], place: PolicyPlace = {}): PolicyDocument {
  return permissionPolicy((each) => each.scope === scope, place);
}

function statement(permissions: readonly Permission[], place: PolicyPlace): PolicyStatement {
  const { partition = "aws", role = AUDIT_ROLE } = place;
  const [first] = permissions;
  const allow = {
    Sid: first?.statement ?? "",
    Effect: "Allow",
    Action: permissions.map(({ action }) => action),
  } as const;
  if (first?.target === "audit_role") {
    return {
      ...allow,
      Resource: `arn:${partition}:iam::*:role/${role}`,
      // Anybody may make a role of this name in an account of their own: what it shows is no evidence.
      // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-resourceorgid
      Condition: { StringEquals: { "aws:ResourceOrgID": PRINCIPAL_ORG } },
    };
  }
  if (first?.target !== "root_user") return { ...allow, Resource: "*" };
  return {
    ...allow,
    Resource: `arn:${partition}:iam::*:root`,
    Condition: {
      // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#ck_taskpolicyarn
      StringEquals: { "sts:TaskPolicyArn": `arn:${partition}:iam::aws:policy/root-task/${ROOT_TASK}` },
    },
  };
}
