import type { Companion, Entity, LakeTable } from "../model/entity.js";
import { accounts } from "./account.js";
import { coverage } from "./coverage.js";
import { effectiveMfa } from "./effective-mfa.js";
import { groups } from "./iam-group.js";
import { policies } from "./iam-policy.js";
import { roles } from "./iam-role.js";
import { iamUsers } from "./iam-user.js";
import { orgPolicies } from "./org-policy.js";
import { orgPolicyTargets } from "./org-policy-target.js";
import { organizations } from "./organization.js";
import { organizationalUnits } from "./organizational-unit.js";
import { passwordPolicies } from "./password-policy.js";
import { policyAttachments } from "./policy-attachment.js";
import { policyGrants } from "./policy-grants.js";
import { privilege } from "./privilege.js";
import { rootUsers } from "./root-user.js";
import { serviceCredentials } from "./service-credential.js";

/** The tables of a snapshot, in the order they are written and listed. */
export const SNAPSHOT_TABLES: readonly LakeTable[] = [
  accounts,
  coverage,
  iamUsers,
  rootUsers,
  groups,
  roles,
  policies,
  policyAttachments,
  passwordPolicies,
  serviceCredentials,
  organizations,
  organizationalUnits,
  orgPolicies,
  orgPolicyTargets,
];

/** What controls judge. */
export const ENTITIES: readonly Entity[] = [iamUsers, rootUsers, policies];

/** Tables that the policy engine makes from a snapshot, under a version of their own. */
export const DERIVED_TABLES: readonly Companion[] = [effectiveMfa, privilege, policyGrants];

/** Every table that a control or a query can read of a snapshot. */
export const ALL_TABLES: readonly LakeTable[] = [...SNAPSHOT_TABLES, ...DERIVED_TABLES];

/** The table of this name. Throws a `RangeError` when there is none. */
export function tableNamed(name: string): LakeTable {
  const table = ALL_TABLES.find((one) => one.name === name);
  if (table === undefined) throw new RangeError(`no table ${name}`);
  return table;
}

/** The entity whose findings have this kind. Throws a `RangeError` when there is none. */
export function entityOf(kind: string): Entity {
  const entity = ENTITIES.find((one) => one.kind === kind);
  if (entity === undefined) throw new RangeError(`no kind of subject ${kind}`);
  return entity;
}

/** The tables that have a row for each row of an entity. */
export function companionsOf(entity: Entity): readonly Companion[] {
  return DERIVED_TABLES.filter(({ of }) => of === entity.kind);
}
