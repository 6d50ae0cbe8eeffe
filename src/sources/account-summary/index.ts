import { z } from "zod";
import { present } from "../../aws/present.js";
import { get, iamSdk } from "../calls.js";
import { accountDocument, one } from "../document.js";
import { defineSource, grants } from "../source.js";
import { NUMBER, TRUTH, WORDS, workTable } from "../table-rows.js";
import { whole } from "../values.js";

const accountSummaries = workTable("account_summaries", {
  account_id: WORDS,
  mfa: TRUTH,
  password: TRUTH,
  access_keys: NUMBER,
  certificates: TRUTH,
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html */
export const accountSummary = defineSource({
  kinds: ["account_summary"],
  scope: "account",
  files: ["account-summary.json"],
  permissions: grants("ReadAccount", {
    "iam:GetAccountSummary": "whether root has a password, keys and MFA",
  }),
  tables: [accountSummaries],
  documents: [
    accountDocument([
      one("SummaryMap", z.record(z.string(), whole), (map, { rows, account }) => {
        const value = (name: string) => (Object.hasOwn(map, name) ? (map[name] ?? null) : null);
        const isSet = (name: string) => (value(name) === null ? null : value(name) !== 0);
        rows.add(accountSummaries, {
          account_id: account,
          mfa: isSet("AccountMFAEnabled"),
          password: isSet("AccountPasswordPresent"),
          access_keys: value("AccountAccessKeysPresent"),
          certificates: isSet("AccountSigningCertificatesPresent"),
        });
      }),
    ]),
  ],
  live: get({
    action: "iam:GetAccountSummary",
    send: async ({ iam }) => iam.send(new (await iamSdk()).GetAccountSummaryCommand({})),
    document: ({ SummaryMap }) => ({ SummaryMap: present(SummaryMap, "SummaryMap") }),
  }),
});
