import { z } from "zod";
import { iamNextToken } from "../../aws/all-pages.js";
import { present } from "../../aws/present.js";
import { IAM_LIST, iamPage, iamSdk, list } from "../calls.js";
import { accountDocument, many } from "../document.js";
import { defineSource, grants } from "../source.js";
import { maybe, text, when } from "../values.js";
import { credentialsSql, listedCredentials } from "./credentials-sql.js";
import { isActive, sshKeys } from "./ssh-key.js";

const credential = z.object({
  UserName: text,
  ServiceSpecificCredentialId: text,
  ServiceName: maybe(text),
  Status: isActive,
  CreateDate: maybe(when),
  ExpirationDate: maybe(when),
});

/**
 * Git credentials and API keys of every user of the account, of every service: one request, pages aside. What AWS tells
 * of a credential is not its secret, which only its making tells.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListServiceSpecificCredentials.html
 */
export const serviceCredentials = defineSource({
  kinds: ["service_credentials"],
  scope: "account",
  files: ["service-specific-credentials.json"],
  command: "aws iam list-service-specific-credentials --all-users",
  permissions: grants("ReadAccount", {
    "iam:ListServiceSpecificCredentials": "Git credentials and API keys of every user",
  }),
  tables: [listedCredentials],
  documents: [
    accountDocument([
      many("ServiceSpecificCredentials", credential, (found, { rows, account }) =>
        rows.add(listedCredentials, {
          credential_id: found.ServiceSpecificCredentialId,
          account_id: account,
          user_name: found.UserName,
          kind: "service_specific_credential",
          service: found.ServiceName,
          active: found.Status,
          created_at: found.CreateDate,
          expires_at: found.ExpirationDate,
        }),
      ),
    ]),
    // Asked of one user at a time, so a list is not all there is.
    accountDocument([sshKeys], { whole: false }),
  ],
  queries: async ({ engine, evidence }) => ({
    service_credentials: await credentialsSql(engine, evidence.any("authorization_details")),
  }),
  live: list({
    action: "iam:ListServiceSpecificCredentials",
    ...IAM_LIST,
    send: async ({ iam }, page) =>
      iam.send(
        new (await iamSdk()).ListServiceSpecificCredentialsCommand({ AllUsers: true, ...iamPage(page) }),
      ),
    // Unlike other lists of IAM, its last page may say nothing at all.
    next: (page) => (page.IsTruncated === true ? iamNextToken(page) : undefined),
    lists: {
      ServiceSpecificCredentials: ({ ServiceSpecificCredentials: listed, IsTruncated }) =>
        IsTruncated === false ? (listed ?? []) : present(listed, "ServiceSpecificCredentials"),
    },
  }),
});
