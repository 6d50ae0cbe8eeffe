import { z } from "zod";
import { present } from "../../aws/present.js";
import { IAM_LIST, iamPage, iamSdk, list } from "../calls.js";
import { accountDocument, one } from "../document.js";
import { defineSource, grants } from "../source.js";
import { text } from "../values.js";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccountAliases.html */
export const accountAlias = defineSource({
  kinds: ["account_alias"],
  scope: "account",
  files: ["account-aliases.json"],
  command: "aws iam list-account-aliases",
  permissions: grants("ReadAccount", { "iam:ListAccountAliases": "the alias of the account" }),
  documents: [
    accountDocument([
      one("AccountAliases", z.array(text), ([alias], { evidence, account }) =>
        evidence.membership.alias(account, alias),
      ),
    ]),
  ],
  live: list({
    action: "iam:ListAccountAliases",
    ...IAM_LIST,
    send: async ({ iam }, page) => iam.send(new (await iamSdk()).ListAccountAliasesCommand(iamPage(page))),
    lists: { AccountAliases: (page) => present(page.AccountAliases, "AccountAliases") },
  }),
});
