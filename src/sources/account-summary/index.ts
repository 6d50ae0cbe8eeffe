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
  users: NUMBER,
});

/** Users made since the report was are in a later summary only; where times do not tell, people must look. */
const MORE_USERS =
  "SELECT s.account_id, s.users, coalesce(r.reported, 0) AS reported FROM account_summaries s" +
  " JOIN coverage c ON c.account_id = s.account_id AND c.kind = 'credential_report' AND c.status = 'ok'" +
  " LEFT JOIN coverage y ON y.account_id = s.account_id AND y.kind = 'account_summary'" +
  " LEFT JOIN (SELECT account_id, count(*) AS reported FROM report_rows WHERE NOT is_root GROUP BY 1) r" +
  " ON r.account_id = s.account_id" +
  " WHERE s.users > coalesce(r.reported, 0) AND NOT coalesce(y.collected_at > c.generated_at, FALSE) ORDER BY 1";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html */
export const accountSummary = defineSource({
  kinds: ["account_summary"],
  scope: "account",
  files: ["account-summary.json"],
  command: "aws iam get-account-summary",
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
          users: value("Users"),
        });
      }),
    ]),
  ],
  join: async ({ engine }) => {
    const rows = await engine.all(MORE_USERS);
    return rows.map(
      ({ account_id, users, reported }) =>
        `Account ${account_id} has ${users} users by its account summary, and ${reported} in its credential report. Was the report cut off?`,
    );
  },
  live: get({
    action: "iam:GetAccountSummary",
    send: async ({ iam }) => iam.send(new (await iamSdk()).GetAccountSummaryCommand({})),
    document: ({ SummaryMap }) => ({ SummaryMap: present(SummaryMap, "SummaryMap") }),
  }),
});
