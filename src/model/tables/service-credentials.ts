import { defineTable, flag, text, time } from "../table.js";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_service-specific-creds.html */
export const serviceCredentials = defineTable({
  name: "service_credentials",
  doc: "Credentials of users besides password and access keys: SSH keys, service-specific ones, signing certificates.",
  key: ["account_id", "user_name", "kind", "credential_id", "created_at"],
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
