import { accounts } from "./accounts.js";
import { coverage } from "./coverage.js";
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
