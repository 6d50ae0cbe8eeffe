export const SETS = "permission_sets";

/** What each set brings with it is evidence of a kind of its own. */
export const FILLED = {
  PermissionSet: "permission_set_details",
  AttachedManagedPolicies: "permission_set_policies",
  AccountIds: "permission_set_accounts",
};

/** All that is missing without the list of permission sets. */
export const OF_SETS: readonly string[] = [SETS, ...Object.values(FILLED)];
