import type { SqlRow, SqlValue } from "../engine/engine.js";
import { flagOf } from "../engine/row-values.js";
import type { PolicySource } from "../policy/policy-source.js";
import type { Subject } from "../policy/subject.js";
import type { Chain } from "./organization-chains.js";
import type { HeldPolicies, UserPolicies } from "./user-policies.js";

/**
 * What the policy engine is asked about a user: a row of `derive_users`, and the policies that reach it.
 * @param asOf the audit time in epoch seconds
 */
export function subjectOf(
  user: SqlRow,
  chain: Chain,
  policies: UserPolicies | undefined,
  asOf: number,
): Subject {
  const account = String(user.account_id);
  const collected = user.in_account === true && policies !== undefined;
  const groups = strings(user.groups);
  // What a credential of an unknown service is good for is not known, so it counts as an access key.
  const services = strings(user.services);
  const orgId = orgIdOf(user);
  const groupArns = groups.map((name) => policies?.groups.get(`${account} ${name}`));
  return {
    principal: {
      kind: "user",
      accountId: account,
      arn: String(user.arn),
      name: String(user.user_name),
      id: user.user_id === null || user.user_id === undefined ? null : String(user.user_id),
      tags: collected ? tagsOf(user.tags) : null,
      ...(orgId !== undefined && { orgId }),
      asOf,
    },
    partition: String(user.partition ?? "aws"),
    scps: chain.scps,
    rcps: chain.rcps,
    identity: collected ? identityOf(account, String(user.arn), groups, groupArns, policies) : "missing",
    boundary: collected ? boundaryOf(account, user.boundary_arn, policies) : "missing",
    groupArns: collected && groupArns.every((arn) => arn !== undefined) ? groupArns.map(String) : null,
    device: flagOf(user.device_registered),
    fidoOnly: flagOf(user.fido_only),
    console: flagOf(user.password_enabled),
    keys: services.includes("*") ? flagOf(user.has_key) : flagOf(user.has_access_key),
    services,
  };
}

function identityOf(
  account: string,
  arn: string,
  groups: readonly string[],
  groupArns: readonly (string | undefined)[],
  { byOwner }: UserPolicies,
): PolicySource[] {
  const own = byOwner.get(`${account} ${arn}`) ?? [];
  const ofGroups = groupArns.flatMap((groupArn, index): readonly PolicySource[] => {
    if (groupArn !== undefined) return byOwner.get(`${account} ${groupArn}`) ?? [];
    // The group is not among the details, so what it grants is not known.
    return [{ origin: "group-managed", name: `group ${groups[index]}`, arn: null, text: null }];
  });
  return [...own, ...ofGroups];
}

export function boundaryOf(
  account: string,
  boundaryArn: SqlValue | undefined,
  { boundaries }: HeldPolicies,
): Subject["boundary"] {
  if (boundaryArn === null || boundaryArn === undefined) return "none";
  const arn = String(boundaryArn);
  const known = boundaries.get(`${account} ${arn}`);
  return known ?? { origin: "boundary", name: arn.split("/").at(-1) ?? arn, arn, text: null };
}

/** null: in no organization; undefined: not known. */
export function orgIdOf({ org_role, org_id }: SqlRow): string | null | undefined {
  if (org_role === "standalone") return null;
  return typeof org_id === "string" ? org_id : undefined;
}

function strings(value: SqlValue | undefined): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** Names of tags in lower case: condition keys ignore it. */
export function tagsOf(value: SqlValue | undefined): ReadonlyMap<string, string> | null {
  if (typeof value !== "string") return null;
  const tags = JSON.parse(value) as Record<string, unknown>;
  return new Map(Object.entries(tags).map(([name, text]) => [name.toLowerCase(), String(text)]));
}
