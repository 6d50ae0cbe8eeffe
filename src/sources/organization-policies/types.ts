/** The kind of evidence, and what AWS calls the policies. */
export const POLICY_TYPES = [
  ["scp", "SERVICE_CONTROL_POLICY"],
  ["rcp", "RESOURCE_CONTROL_POLICY"],
] as const;
export type PolicyType = (typeof POLICY_TYPES)[number][1];
