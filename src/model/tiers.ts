/** What a person can become, from the harmless end. */
export const TIERS = [
  "none",
  "read",
  "write",
  "conditional-escalation",
  "escalation",
  "admin-equivalent",
  "admin",
] as const;
export type Tier = (typeof TIERS)[number];
