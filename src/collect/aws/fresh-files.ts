/** The files that hold what was read again live of the users that fail. */
export const FRESH_FILES = [
  "fresh.json",
  "access-keys.json",
  "access-keys-last-used.json",
  "mfa-devices.json",
  "login-profiles.json",
] as const;
