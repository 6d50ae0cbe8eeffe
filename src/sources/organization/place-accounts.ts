import { ORG_POLICY_TYPES, orgPolicies } from "../../entities/org-policy.js";
import { orgPolicyTargets } from "../../entities/org-policy-target.js";
import { organizations } from "../../entities/organization.js";
import { organizationalUnits } from "../../entities/organizational-unit.js";
import type { Evidence } from "../evidence.js";
import { statements } from "./said.js";
import { OrganizationTrees } from "./trees.js";

const KIND = { SERVICE_CONTROL_POLICY: "scp", RESOURCE_CONTROL_POLICY: "rcp" } as const;

/**
 * Puts the organizations together when all files were read: the place of each account in its tree, whether service
 * control policies can apply, and for which accounts all policies are there.
 */
export function placeAccounts(evidence: Evidence): void {
  const { membership } = evidence;
  const said = statements(evidence);
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
  for (const accountId of membership.accountIds()) findPolicies(accountId, evidence, trees);
  addRows(evidence, trees);
  evidence.problems.push(...trees.problems);
}

/** Are the account's place and all policies that can reach it there? What could not be read is why they are not. */
function findPolicies(accountId: string, evidence: Evidence, trees: OrganizationTrees): void {
  const orgId = evidence.membership.orgOf(accountId);
  if (orgId === undefined) return;
  const { faults, policyFaults } = statements(evidence);
  const of = (all: typeof faults) => all.find((one) => (one.orgId ?? orgId) === orgId)?.value;
  const fault = of(faults);
  const policyFault = of(policyFaults) ?? fault;
  const billingOnly = evidence.membership.organizationFacts(orgId).featureSet === "CONSOLIDATED_BILLING";
  if (fault !== undefined && trees.places.get(accountId)?.ouPath === undefined) {
    evidence.faulty(accountId, "organization", fault);
  }
  for (const type of ORG_POLICY_TYPES) {
    // Switched off: that no policy can apply is all there is to know.
    const off = billingOnly || trees.isEnabled(orgId, type) === false;
    if (off || trees.hasPolicies(accountId, type)) evidence.found(accountId, KIND[type]);
    else if (policyFault !== undefined) evidence.faulty(accountId, KIND[type], policyFault);
  }
}

function addRows(evidence: Evidence, trees: OrganizationTrees): void {
  const { membership, rows } = evidence;
  const features = new Map(
    statements(evidence).features.map(({ orgId, value }) => [orgId, [...value].sort()]),
  );
  for (const orgId of new Set([...membership.orgIds(), ...statements(evidence).ids])) {
    const { managementId, featureSet } = membership.organizationFacts(orgId);
    const enabled = (type: (typeof ORG_POLICY_TYPES)[number]) =>
      featureSet === "CONSOLIDATED_BILLING" ? false : (trees.isEnabled(orgId, type) ?? null);
    rows.add(organizations, {
      org_id: orgId,
      management_account_id: managementId ?? null,
      feature_set: featureSet ?? null,
      scps_enabled: enabled("SERVICE_CONTROL_POLICY"),
      rcps_enabled: enabled("RESOURCE_CONTROL_POLICY"),
      root_features: features.get(orgId) ?? null,
    });
  }
  for (const row of trees.unitRows()) rows.add(organizationalUnits, row);
  for (const row of trees.policyRows) rows.add(orgPolicies, row);
  for (const row of trees.targetRows) rows.add(orgPolicyTargets, row);
}
