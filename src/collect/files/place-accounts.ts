import { ORG_POLICY_TYPES } from "../../entities/org-policy.js";
import type { organizations } from "../../entities/organization.js";
import type { RowOf } from "../../model/table.js";
import type { Evidence } from "./evidence.js";
import { OrganizationTrees } from "./organization-trees.js";

const KIND = { SERVICE_CONTROL_POLICY: "scp", RESOURCE_CONTROL_POLICY: "rcp" } as const;

/**
 * Puts the organizations together when all files were read: the place of each account in its tree, whether service
 * control policies can apply, and for which accounts all policies are there.
 */
export function placeAccounts(evidence: Evidence): OrganizationTrees {
  const { membership, organizations: said } = evidence;
  const trees = new OrganizationTrees(said, (accountId) => membership.orgOf(accountId));
  for (const [accountId, place] of trees.places) membership.place(accountId, place);
  for (const orgId of membership.orgIds()) {
    const on = trees.isEnabled(orgId, "SERVICE_CONTROL_POLICY");
    if (on !== undefined) membership.scpsSwitched(orgId, on);
  }
  for (const { orgId, value } of said.delegated) {
    const known = orgId ?? (said.ids.size === 1 ? [...said.ids][0] : undefined);
    if (known !== undefined) membership.delegated(known, value);
  }
  for (const accountId of membership.accountIds()) {
    const orgId = membership.orgOf(accountId);
    if (orgId === undefined) continue;
    const billingOnly = membership.organizationFacts(orgId).featureSet === "CONSOLIDATED_BILLING";
    for (const type of ORG_POLICY_TYPES) {
      // Switched off: that no policy can apply is all there is to know.
      const off = billingOnly || trees.isEnabled(orgId, type) === false;
      if (off || trees.hasPolicies(accountId, type)) evidence.found(accountId, KIND[type]);
    }
  }
  evidence.problems.push(...trees.problems);
  return trees;
}

/** Rows of the table organizations. */
export function organizationRows(
  evidence: Evidence,
  trees: OrganizationTrees,
): RowOf<typeof organizations>[] {
  const { membership, organizations: said } = evidence;
  const features = new Map(said.features.map(({ orgId, value }) => [orgId, [...value].sort()]));
  const ids = new Set([...membership.orgIds(), ...said.ids]);
  return [...ids].map((orgId) => {
    const { managementId, featureSet } = membership.organizationFacts(orgId);
    const enabled = (type: (typeof ORG_POLICY_TYPES)[number]) =>
      featureSet === "CONSOLIDATED_BILLING" ? false : (trees.isEnabled(orgId, type) ?? null);
    return {
      org_id: orgId,
      management_account_id: managementId ?? null,
      feature_set: featureSet ?? null,
      scps_enabled: enabled("SERVICE_CONTROL_POLICY"),
      rcps_enabled: enabled("RESOURCE_CONTROL_POLICY"),
      root_features: features.get(orgId) ?? null,
    };
  });
}
