import { defineLakeTable } from "../model/entity.js";
import { count, flag, text } from "../model/table.js";

export const passwordPolicies = defineLakeTable({
  name: "password_policies",
  doc: "Password policy of each account, from GetAccountPasswordPolicy.",
  key: ["account_id"],
  listedBy: ["password_policy"],
  scope: "account",
  columns: {
    account_id: text("12 digits"),
    custom: flag("false: the account has no policy of its own and the default of AWS is in force"),
    minimum_length: count("minimum password length"),
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
