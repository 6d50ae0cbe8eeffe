import { defineEntity } from "../model/entity.js";
import { flag, text } from "../model/table.js";

/** https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-update-contact.html */
export const accountContacts = defineEntity({
  kind: "account_contact",
  words: { one: "set of account contacts", many: "sets of account contacts" },
  judged: "the contacts of each account",
  alias: "ac",
  name: "account_contacts",
  doc: "Whom AWS can reach about each account: whether a contact is there, and nothing about who it is.",
  key: ["account_id"],
  arn: "arn",
  listedBy: ["account_contacts", "contact_information"],
  filledBy: { contact_information: ["contact_information"] },
  scope: "account",
  gone: "never",
  columns: {
    account_id: text("12 digits"),
    arn: text("arn:<partition>:account::<account>:account"),
    security: flag("a security contact is registered"),
    billing: flag("a billing contact is registered"),
    operations: flag("an operations contact is registered"),
    contact_information: flag("a primary contact is registered"),
  },
});
