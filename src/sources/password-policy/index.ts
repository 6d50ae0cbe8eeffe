import { z } from "zod";
import { present } from "../../aws/present.js";
import { passwordPolicies } from "../../entities/password-policy.js";
import { get, iamSdk } from "../calls.js";
import { accountDocument, one } from "../document.js";
import { joinedRows, ofAccount, withAccount, writtenRows } from "../joined-rows.js";
import { defineSource, grants } from "../source.js";
import { maybe, whole } from "../values.js";

const policy = z.object({
  MinimumPasswordLength: maybe(whole),
  RequireSymbols: maybe(z.boolean()),
  RequireNumbers: maybe(z.boolean()),
  RequireUppercaseCharacters: maybe(z.boolean()),
  RequireLowercaseCharacters: maybe(z.boolean()),
  AllowUsersToChangePassword: maybe(z.boolean()),
  MaxPasswordAge: maybe(whole),
  PasswordReusePrevention: maybe(whole),
  HardExpiry: maybe(z.boolean()),
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountPasswordPolicy.html */
export const passwordPolicy = defineSource({
  kinds: ["password_policy"],
  scope: "account",
  files: ["password-policy.json"],
  command: "aws iam get-account-password-policy",
  none: {
    error: /\(NoSuchEntity\) when calling the GetAccountPasswordPolicy operation/,
    document: { PasswordPolicy: null },
  },
  permissions: grants("ReadAccount", { "iam:GetAccountPasswordPolicy": "the password policy" }),
  tables: [passwordPolicies],
  documents: [
    accountDocument([
      one("PasswordPolicy", policy.nullable(), (own, { rows, account }) =>
        rows.add(passwordPolicies, {
          account_id: account,
          arn: null,
          length_in_force: null,
          custom: own !== null,
          minimum_length: own?.MinimumPasswordLength ?? null,
          require_symbols: own?.RequireSymbols ?? null,
          require_numbers: own?.RequireNumbers ?? null,
          require_uppercase: own?.RequireUppercaseCharacters ?? null,
          require_lowercase: own?.RequireLowercaseCharacters ?? null,
          allow_change: own?.AllowUsersToChangePassword ?? null,
          max_age_days: own?.MaxPasswordAge ?? null,
          reuse_prevention: own?.PasswordReusePrevention ?? null,
          hard_expiry: own?.HardExpiry ?? null,
        }),
      ),
    ]),
  ],
  queries: async () => ({
    [passwordPolicies.name]: writtenRows(
      passwordPolicies,
      joinedRows(passwordPolicies, {
        alias: "t",
        from: `password_policies t ${withAccount("t")}`,
        columns: { arn: ofAccount("t", "account-password-policy") },
      }),
    ),
  }),
  live: get({
    action: "iam:GetAccountPasswordPolicy",
    send: async ({ iam }) => iam.send(new (await iamSdk()).GetAccountPasswordPolicyCommand({})),
    document: ({ PasswordPolicy }) => ({ PasswordPolicy: present(PasswordPolicy, "PasswordPolicy") }),
    // No policy of its own: AWS's default is in force, which is an answer and not a gap.
    answers: {
      NoSuchEntity: {
        means: "the account has no password policy of its own",
        document: () => ({ PasswordPolicy: null }),
      },
    },
  }),
});
