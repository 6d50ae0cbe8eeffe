import { z } from "zod";
import { ORG_ROLES } from "../entities/account.js";
import { quotedAccountId } from "../model/quoted-account-id.js";
import { readYaml } from "../model/read-yaml.js";

/** `accounts.yaml`: what a person knows of accounts, for files that do not tell it. */
export const accountsFileSchema = z.strictObject({
  version: z.literal(1),
  accounts: z.array(
    z.strictObject({
      account_id: quotedAccountId,
      name: z.string().optional(),
      org_id: z
        .string()
        .regex(/^o-[a-z0-9]{10,32}$/, "must be an organization id such as o-a1b2c3d4e5")
        .optional(),
      org_role: z.enum(ORG_ROLES).default("unknown"),
      ou_path: z.string().regex(/^\//, "must begin with /").optional(),
      /** false: the organization has no SCPs (consolidated billing only, or the policy type is switched off). */
      scps_enabled: z.boolean().optional(),
      tags: z.record(z.string(), z.string()).optional(),
    }),
  ),
});
export type AccountsFile = z.output<typeof accountsFileSchema>;

export function readAccountsFile(text: string, file: string): AccountsFile {
  return readYaml(accountsFileSchema, text, file, "bad_accounts_file");
}
