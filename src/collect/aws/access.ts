import { ACCOUNT_ID, parseArn } from "../../model/arn.js";
import { AUDIT_ROLE } from "../../model/permissions.js";
import { UserError } from "../../model/user-error.js";
import type { Access } from "./plan.js";

/** As whom an account is read. */
export interface AccountAccess {
  readonly profile: string | undefined;
  readonly region: string | undefined;
  /** undefined: with the credentials themselves. */
  readonly roleArn: string | undefined;
  readonly externalId: string | undefined;
  readonly sessionName: string;
}

const SESSION_NAME = "iamspect";

/** Fills {account_id} and {partition} into a role's ARN, or makes one of a name. */
export function roleArn(template: string, accountId: string, partition: string): string {
  const filled = template.replaceAll("{account_id}", accountId).replaceAll("{partition}", partition);
  if (!filled.startsWith("arn:"))
    return `arn:${partition}:iam::${accountId}:role/${filled.replace(/^\//, "")}`;
  return filled;
}

/**
 * As whom to read an account: the most specific setting of each kind wins. An access with a profile of its own and no
 * role means the profile's credentials.
 *
 * @throws UserError `bad_role` when the role is one of another account
 */
export function accountAccess(
  accountId: string,
  partition: string,
  general: Access,
  overrides: readonly Access[],
): AccountAccess {
  const own = overrides.findLast(({ profile }) => profile !== undefined);
  const role = overrides.findLast((one) => one.role !== undefined)?.role;
  const chosen = role ?? (own === undefined ? (general.role ?? AUDIT_ROLE) : undefined);
  const last = <Key extends keyof Access>(key: Key) =>
    overrides.findLast((one) => one[key] !== undefined)?.[key] ?? general[key];
  const arn = chosen === undefined ? undefined : roleArn(chosen, accountId, partition);
  if (arn !== undefined && parseArn(arn)?.accountId !== accountId) throw wrongAccount(arn, accountId);
  return {
    profile: last("profile"),
    region: last("region"),
    roleArn: arn,
    externalId: last("external_id"),
    sessionName: last("session_name") ?? SESSION_NAME,
  };
}

/** The account of a role's ARN, where the template names one. */
export function accountOfRole(template: string | undefined): string | undefined {
  const account = parseArn(template ?? "")?.accountId;
  return account !== undefined && ACCOUNT_ID.test(account) ? account : undefined;
}

function wrongAccount(arn: string, accountId: string): UserError {
  return new UserError({
    code: "bad_role",
    what: `The role ${arn} does not belong to account ${accountId}.`,
    why: "A role can only tell of its own account.",
    fix: "Give the role's name, or an ARN with {account_id} in it: arn:{partition}:iam::{account_id}:role/NAME.",
  });
}
