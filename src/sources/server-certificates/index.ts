import { z } from "zod";
import { present } from "../../aws/present.js";
import { serverCertificates as table } from "../../entities/server-certificate.js";
import { IAM_LIST, iamPage, iamSdk, list } from "../calls.js";
import { accountDocument, many } from "../document.js";
import { defineSource, grants } from "../source.js";
import { arn, maybe, text, when } from "../values.js";

const certificate = z.object({
  Arn: arn,
  ServerCertificateName: text,
  ServerCertificateId: maybe(text),
  UploadDate: maybe(when),
  Expiration: maybe(when),
});

/**
 * Asked for with --full only, though it is one request: roles that were deployed before would be denied it in every audit.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListServerCertificates.html
 */
export const serverCertificates = defineSource({
  kinds: ["server_certificates"],
  scope: "account",
  asked: "full",
  files: ["server-certificates.json"],
  command: "aws iam list-server-certificates",
  permissions: grants("ReadServerCertificates", {
    "iam:ListServerCertificates": "TLS certificates that are kept in IAM",
  }),
  tables: [table],
  documents: [
    accountDocument([
      many("ServerCertificateMetadataList", certificate, (found, { rows, account }) =>
        rows.add(table, {
          account_id: account,
          arn: found.Arn,
          certificate_name: found.ServerCertificateName,
          certificate_id: found.ServerCertificateId,
          uploaded_at: found.UploadDate,
          expires_at: found.Expiration,
        }),
      ),
    ]),
  ],
  live: list({
    action: "iam:ListServerCertificates",
    ...IAM_LIST,
    send: async ({ iam }, page) =>
      iam.send(new (await iamSdk()).ListServerCertificatesCommand(iamPage(page))),
    lists: {
      ServerCertificateMetadataList: (page) =>
        present(page.ServerCertificateMetadataList, "ServerCertificateMetadataList"),
    },
  }),
});
