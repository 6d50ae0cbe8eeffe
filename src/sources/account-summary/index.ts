import { z } from "zod";
import { present } from "../../aws/present.js";
import { count, defineTable, flag, text } from "../../model/table.js";
import { get, iamSdk } from "../calls.js";
import { accountDocument, addRow } from "../document.js";
import { defineSource } from "../source.js";
import { whole } from "../values.js";

const accountSummaries = defineTable({
  name: "account_summaries",
  doc: "Lives only while a snapshot is made: what GetAccountSummary says of the root user.",
  key: ["account_id"],
  columns: {
    account_id: text("12 digits"),
    mfa: flag("AccountMFAEnabled"),
    password: flag("AccountPasswordPresent"),
    access_keys: count("AccountAccessKeysPresent"),
    certificates: flag("AccountSigningCertificatesPresent"),
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html */
export const accountSummary = defineSource({
  kinds: ["account_summary"],
  scope: "account",
  files: ["account-summary.json"],
  permissions: [
    {
      statement: "ReadAccount",
      actions: { "iam:GetAccountSummary": "whether root has a password, keys and MFA" },
    },
  ],
  tables: [accountSummaries],
  documents: [
    accountDocument({
      member: "SummaryMap",
      shape: { SummaryMap: z.record(z.string(), whole) },
      add: ({ SummaryMap }, at) => {
        const value = (name: string) => (Object.hasOwn(SummaryMap, name) ? (SummaryMap[name] ?? null) : null);
        const isSet = (name: string) => (value(name) === null ? null : value(name) !== 0);
        addRow(at, accountSummaries, {
          account_id: at.account,
          mfa: isSet("AccountMFAEnabled"),
          password: isSet("AccountPasswordPresent"),
          access_keys: value("AccountAccessKeysPresent"),
          certificates: isSet("AccountSigningCertificatesPresent"),
        });
      },
    }),
  ],
  live: get({
    action: "iam:GetAccountSummary",
    send: async ({ iam }) => iam.send(new (await iamSdk()).GetAccountSummaryCommand({})),
    document: ({ SummaryMap }) => ({ SummaryMap: present(SummaryMap, "SummaryMap") }),
  }),
});
