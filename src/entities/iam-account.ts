import { defineEntity } from "../model/entity.js";
import { count, list, text } from "../model/table.js";

/** What is asked of the IAM of an account as a whole: who has policies that only some should, and how people come in. */
export const iamAccounts = defineEntity({
  kind: "iam_account",
  words: { one: "account", many: "accounts" },
  judged: "the IAM of each account",
  alias: "ia",
  arn: "arn",
  gone: "never",
  name: "iam_accounts",
  doc: "What the identities of each account have together, from GetAccountAuthorizationDetails.",
  key: ["account_id"],
  listedBy: ["authorization_details"],
  filledBy: { console_users: ["credential_report"] },
  scope: "account",
  columns: {
    account_id: text("12 digits"),
    arn: text("arn:<partition>:iam::<account>:root, which policies call the account by"),
    support_roles: count("roles with AWSSupportAccess; NULL: none is known, and not all roles are"),
    support_identities: count("users, groups and roles with AWSSupportAccess; NULL: as support_roles"),
    cloudshell_identities: count(
      "users, groups and roles with AWSCloudShellFullAccess; NULL: as support_roles",
    ),
    cloudshell_holders: list("ARNs of those"),
    people_roles: count(
      "roles that people of a SAML provider or of IAM Identity Center sign in to; NULL: as support_roles",
    ),
    console_users: count("users with a console password; NULL: not known of each"),
  },
});
