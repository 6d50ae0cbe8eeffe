import { defineEntity } from "../model/entity.js";
import { count, flag, text } from "../model/table.js";

/** AWS's own rules, in force where an account sets none, ask for so many characters; a policy that names no number for so many. */
const OF_AWS = 8;
const NOT_NAMED = 6;

/**
 * What the account asks of passwords of its users: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html
 * Without a policy of its own AWS asks for 8 characters, three of the four classes, and no expiry.
 */
export const passwordPolicies = defineEntity({
  kind: "password_policy",
  words: { one: "password policy", many: "password policies" },
  judged: "the password policy of each account",
  alias: "w",
  arn: "arn",
  gone: "never",
  name: "password_policies",
  doc: "Password policy of each account, from GetAccountPasswordPolicy.",
  key: ["account_id"],
  listedBy: ["password_policy"],
  scope: "account",
  derived: [
    {
      length_in_force: `CASE WHEN custom THEN coalesce(minimum_length, ${NOT_NAMED}) WHEN NOT custom THEN ${OF_AWS} END`,
    },
  ],
  columns: {
    account_id: text("12 digits"),
    arn: text("arn:<partition>:iam::<account>:account-password-policy: AWS itself gives it none"),
    custom: flag("false: the account has no policy of its own and the default of AWS is in force"),
    minimum_length: count("minimum password length"),
    length_in_force: count(
      "derived: the shortest password allowed: 8 where AWS's default is in force, 6 where a policy names no length",
    ),
    require_symbols: flag("a symbol is required"),
    require_numbers: flag("a number is required"),
    require_uppercase: flag("an upper-case letter is required"),
    require_lowercase: flag("a lower-case letter is required"),
    allow_change: flag("users may change their own password"),
    max_age_days: count("passwords expire after so many days; NULL: never"),
    reuse_prevention: count("so many former passwords may not be used again; NULL: not checked"),
    hard_expiry: flag("an expired password must be reset by an administrator"),
  },
});
