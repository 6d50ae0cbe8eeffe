import type { Table } from "../table.js";
import { accounts } from "./accounts.js";
import { coverage } from "./coverage.js";
import { DERIVED_TABLES } from "./derived.js";
import { groups, passwordPolicies, policies, policyAttachments, roles } from "./entities.js";
import { iamUsers } from "./iam-users.js";
import { organizationalUnits, organizations, orgPolicies, orgPolicyTargets } from "./organizations.js";
import { rootUsers } from "./root-users.js";
import { serviceCredentials } from "./service-credentials.js";

/** The tables of a snapshot, in the order they are written and listed. */
export const SNAPSHOT_TABLES = [
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
] as const;

/** Every table that a control or a query can read of a snapshot. */
export const ALL_TABLES: readonly Table[] = [...SNAPSHOT_TABLES, ...DERIVED_TABLES];

/** The table of this name. Throws a `RangeError` when there is none. */
export function tableNamed(name: string): Table {
  const table = ALL_TABLES.find((one) => one.name === name);
  if (table === undefined) throw new RangeError(`no table ${name}`);
  return table;
}
