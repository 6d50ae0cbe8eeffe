import { type ColumnType, count, defineTable, flag, text, time } from "./table.js";

/** What can sign in or sign requests. Controls, fixes and plans speak of a credential, never of a column group of a report. */
export const CREDENTIAL_KINDS = [
  "password",
  "access_key",
  "signing_certificate",
  "ssh_public_key",
  "service_specific_credential",
  "root_password",
  "root_key",
] as const;
export type CredentialKind = (typeof CREDENTIAL_KINDS)[number];

/** The view `credentials`: one row a credential, wherever its entity keeps it. */
export const credentials = defineTable({
  name: "credentials",
  doc: "Every credential of users and root users: passwords, access keys, certificates, SSH keys, service-specific ones.",
  key: ["account_id", "subject_arn", "kind", "slot", "id"],
  columns: {
    account_id: text("12 digits"),
    subject_arn: text("ARN of the user or root user whose it is"),
    kind: text(CREDENTIAL_KINDS.join(", ")),
    slot: count("1 or 2: the column group of the credential report; slot 1 is not the older key"),
    id: text("id (AKIA..., APKA..., ACCA...), where it is known"),
    active: flag("it is there and can be used; NULL: not known"),
    created_at: time("when it was made; for a password, when it was last changed"),
    last_used_at: time("last use; NULL: none recorded"),
    last_used_region: text("Region of the last use"),
    last_used_service: text("service namespace of the last use"),
    activity_at: time("last use, else creation, of an active one; NULL: not active or not known"),
    service: text("service-specific credentials: the service, such as codecommit.amazonaws.com"),
    expires_at: time("when it expires; NULL: never, or not told"),
  },
});
export type CredentialColumn = keyof typeof credentials.columns;

/** The columns that an entity says of a credential; whose it is follows from the entity. */
export type OwnCredentialColumn = Exclude<CredentialColumn, "account_id" | "subject_arn" | "kind" | "slot">;

/** The type of a column of the view. */
export function credentialColumnType(name: string): ColumnType | undefined {
  const columns: Readonly<Record<string, { readonly type: ColumnType }>> = credentials.columns;
  return Object.hasOwn(columns, name) ? columns[name]?.type : undefined;
}
