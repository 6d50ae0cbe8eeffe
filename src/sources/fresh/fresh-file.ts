import { z } from "zod";
import { ACCOUNT_ID } from "../../model/arn.js";
import type { Part } from "./answers.js";

/** The file of an account's folder that names the users that were read again live. */
export const FRESH_FILE = "fresh.json";

/** The files of what was read again; the one that says whom they are about is written last. */
export const FRESH_FILES = [
  "mfa-devices.json",
  "login-profiles.json",
  "access-keys.json",
  "access-keys-last-used.json",
  FRESH_FILE,
] as const;

const names = z.array(z.string());
const common = {
  account_id: z.string().regex(ACCOUNT_ID, "must be the 12 digits of an account ID"),
  /** When the first of them was read, ISO 8601 with a time zone. */
  collected_at: z.iso.datetime({ offset: true }),
};

/**
 * Users of whom something was read again after the report: for these, the file of that part is the whole truth at
 * `collected_at`. When a key was last used is told key by key, so the file of that speaks for itself. In version 1 all
 * parts of all users were read.
 */
export const freshSchema = z.discriminatedUnion("version", [
  z
    .object({ version: z.literal(1), ...common, users: names })
    .transform((file) => ({ ...file, users: byPart(() => file.users) })),
  z.object({
    version: z.literal(2),
    ...common,
    users: z.object({ devices: names, password: names, keys: names }),
  }),
]);

/** Something for each part. */
export function byPart<Value>(of: (part: Part) => Value): Record<Part, Value> {
  return { devices: of("devices"), password: of("password"), keys: of("keys") };
}
