import type { SqlRow } from "../engine/engine.js";

/** One credential of a user. Times are epoch seconds. */
export interface Credential {
  readonly kind:
    | "password"
    | "access_key"
    | "signing_certificate"
    | "ssh_public_key"
    | "service_specific_credential";
  /** The columns of the credential report it is in; slot 1 is not the older key. */
  readonly slot: 1 | 2 | null;
  readonly credential_id: string | null;
  readonly state: "active" | "inactive" | "unknown";
  /** When it was made; for a password, when it was last changed. */
  readonly created_at: number | null;
  readonly last_used_at: number | null;
  readonly last_used_region: string | null;
  readonly last_used_service: string | null;
  /** Service-specific credentials: the service they are for. */
  readonly service: string | null;
  readonly expires_at: number | null;
}

/** All credentials of a user, the oldest first; `others` are its rows of the table service_credentials. */
export function timeLine(user: SqlRow, others: readonly SqlRow[]): Credential[] {
  const all = [
    ...password(user),
    ...([1, 2] as const).flatMap((slot) => accessKey(user, slot)),
    ...([1, 2] as const).flatMap((slot) => certificate(user, slot)),
    ...others.flatMap(serviceCredential),
  ];
  return all.sort((a, b) => (a.created_at ?? Number.MAX_VALUE) - (b.created_at ?? Number.MAX_VALUE));
}

const NOTHING = {
  slot: null,
  credential_id: null,
  created_at: null,
  last_used_at: null,
  last_used_region: null,
  last_used_service: null,
  service: null,
  expires_at: null,
} as const;

function password(user: SqlRow): Credential[] {
  if (user.password_enabled === false) return [];
  return [
    {
      ...NOTHING,
      kind: "password",
      state: state(user.password_enabled),
      created_at: number(user.password_last_changed_at),
      last_used_at: number(user.password_last_used_at),
    },
  ];
}

function accessKey(user: SqlRow, slot: 1 | 2): Credential[] {
  const column = (name: string) => user[`access_key_${slot}_${name}`];
  const created = number(column("created_at"));
  // An empty slot: there is no key, and never was one since the other.
  if (column("active") === false && created === null) return [];
  return [
    {
      ...NOTHING,
      kind: "access_key",
      slot,
      credential_id: text(column("id")),
      state: state(column("active")),
      created_at: created,
      last_used_at: number(column("last_used_at")),
      last_used_region: text(column("last_used_region")),
      last_used_service: text(column("last_used_service")),
    },
  ];
}

function certificate(user: SqlRow, slot: 1 | 2): Credential[] {
  const active = user[`certificate_${slot}_active`];
  const created = number(user[`certificate_${slot}_created_at`]);
  if (active !== true && created === null) return [];
  return [{ ...NOTHING, kind: "signing_certificate", slot, state: state(active), created_at: created }];
}

function serviceCredential(row: SqlRow): Credential[] {
  const { kind } = row;
  // The certificates of that table are those of the report, which iam_users has with their slots.
  if (kind !== "ssh_public_key" && kind !== "service_specific_credential") return [];
  return [
    {
      ...NOTHING,
      kind,
      credential_id: text(row.credential_id),
      state: state(row.active),
      created_at: number(row.created_at),
      service: text(row.service),
      expires_at: number(row.expires_at),
    },
  ];
}

function state(active: unknown): Credential["state"] {
  return active === true ? "active" : active === false ? "inactive" : "unknown";
}

function number(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}

function text(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
