import { z } from "zod";
import { ACCOUNT_ID } from "../../model/arn.js";

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

/**
 * Users whose devices, keys and passwords were read again after the report: for these, the files beside it are the whole
 * truth at `collected_at`. What of these files is not there was not read again.
 */
export const freshSchema = z.object({
  version: z.literal(1),
  account_id: z.string().regex(ACCOUNT_ID, "must be the 12 digits of an account ID"),
  /** When the first of them was read, ISO 8601 with a time zone. */
  collected_at: z.iso.datetime({ offset: true }),
  users: z.array(z.string()),
});
