import { defineSource, grants } from "../source.js";
import { POLICY_DOCUMENTS } from "./documents.js";

/**
 * Service control policies and resource control policies of an organization, and what they are attached to. Their rows
 * are made with the tree of the organization, for only it says whom a policy reaches.
 */
export const organizationPolicies = defineSource({
  kinds: ["scp", "rcp"],
  scope: "organization",
  // No policy of an organization binds an account that is in none.
  unneeded: "NOT a.scps_may_apply",
  files: ["organization-policies.json", "policy-targets.json"],
  command: "iamspect audit --org",
  permissions: grants("ReadOrganizationPolicies", {
    "organizations:ListPolicies": "the policies of each type",
    "organizations:DescribePolicy": "the text of a policy",
    "organizations:ListTargetsForPolicy": "what a policy is attached to",
  }),
  documents: POLICY_DOCUMENTS,
  organization: {
    collect: async (context) => (await import("./collect.js")).collectPolicies(context),
    probe: async (probes) => (await import("./probe.js")).probePolicies(probes),
  },
});
