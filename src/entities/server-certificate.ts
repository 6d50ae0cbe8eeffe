import { defineEntity } from "../model/entity.js";
import { text, time } from "../model/table.js";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ServerCertificateMetadata.html */
export const serverCertificates = defineEntity({
  kind: "server_certificate",
  words: { one: "server certificate", many: "server certificates" },
  judged: "each server certificate kept in IAM",
  alias: "sc",
  arn: "arn",
  uniqueId: "certificate_id",
  gone: "deleted",
  name: "server_certificates",
  doc: "TLS certificates that are kept in IAM, from ListServerCertificates.",
  key: ["account_id", "arn"],
  listedBy: ["server_certificates"],
  scope: "account",
  columns: {
    account_id: text("12 digits"),
    arn: text("ARN of the certificate"),
    certificate_name: text("name of the certificate"),
    certificate_id: text("unique id (ASCA...)"),
    uploaded_at: time("when it was uploaded"),
    expires_at: time("when it expires; NULL: not told"),
  },
});
