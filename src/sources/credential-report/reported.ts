/**
 * What a row `r` of the credential report says of a user, under the names that iam_users has for it; `use_known` tells
 * whether the report says when something was last used.
 */
export const REPORTED_PASSWORD = {
  password_enabled: "r.password_enabled",
  password_last_used_at: "r.password_last_used",
  password_last_changed_at: "r.password_last_changed",
  password_next_rotation_at: "r.password_next_rotation",
  password_use_known: "r.use_known_0",
} as const;

/** The same of an access key, by the ends of the names. */
const REPORTED_KEY = {
  active: "active",
  created_at: "last_rotated",
  last_used_at: "last_used_date",
  last_used_region: "last_used_region",
  last_used_service: "last_used_service",
} as const;

export function reportedKey(slot: 1 | 2): Readonly<Record<string, string>> {
  const columns = Object.entries(REPORTED_KEY).map(([name, column]) => [
    `access_key_${slot}_${name}`,
    `r.access_key_${slot}_${column}`,
  ]);
  return { ...Object.fromEntries(columns), [`access_key_${slot}_use_known`]: `r.use_known_${slot}` };
}
