import { type CredentialsInRows, columnsSql, defineLakeTable } from "../model/entity.js";
import { flag, text, time } from "../model/table.js";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_service-specific-creds.html */
export const serviceCredentials = defineLakeTable({
  name: "service_credentials",
  doc: "Credentials of users besides password and access keys: SSH keys, service-specific ones, signing certificates.",
  key: ["account_id", "user_name", "kind", "credential_id", "created_at"],
  listedBy: ["service_credentials"],
  scope: "account",
  columns: {
    account_id: text("12 digits"),
    user_arn: text("the user's ARN; NULL: no other evidence knows the user"),
    user_name: text("IAM user name"),
    kind: text("ssh_public_key, service_specific_credential or signing_certificate"),
    credential_id: text(
      "id (APKA..., ACCA...); NULL for certificates: the credential report does not tell it",
    ),
    service: text("service-specific credentials: the service, such as codecommit.amazonaws.com"),
    active: flag("it can be used"),
    created_at: time("when it was made or uploaded"),
    expires_at: time("when it expires; NULL: never, or not told"),
  },
});

/** The credentials of users that are rows here; certificates are columns of the user, which tell their slots. */
export const serviceCredentialRows: CredentialsInRows = {
  kinds: ["ssh_public_key", "service_specific_credential"],
  table: serviceCredentials,
  listedBy: { ssh_public_key: ["ssh_public_keys"] },
  sql: (alias) => {
    const row = columnsSql(serviceCredentials.columns, alias);
    const { active, created_at, service, expires_at } = row;
    return {
      owner: row.user_arn,
      kind: row.kind,
      columns: { id: row.credential_id, active, created_at, service, expires_at },
      identity: `coalesce(${row.credential_id}, CAST(${created_at} AS VARCHAR), '?')`,
    };
  },
};
