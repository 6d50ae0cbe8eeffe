import { formatTime } from "../model/time.js";
import type { Credential } from "../model/results/explanation.js";
import type { SqlRow } from "../engine/engine.js";

/** All credentials of a user, the oldest first; `others` are its rows of the table service_credentials. */
export function timeLine(user: SqlRow, others: readonly SqlRow[]): Credential[] {
  const all = [
    ...password(user),
    ...([1, 2] as const).flatMap((slot) => accessKey(user, slot)),
    ...([1, 2] as const).flatMap((slot) => certificate(user, slot)),
    ...others.flatMap(serviceCredential),
  ];
  return all.sort((a, b) => (madeAt(a) < madeAt(b) ? -1 : madeAt(a) > madeAt(b) ? 1 : 0));
}

/** What has no date comes after all that have one. */
function madeAt(one: Credential): string {
  return one.created_at ?? "~";
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
      created_at: time(user.password_last_changed_at),
      last_used_at: time(user.password_last_used_at),
    },
  ];
}

function accessKey(user: SqlRow, slot: 1 | 2): Credential[] {
  const column = (name: string) => user[`access_key_${slot}_${name}`];
  const created = time(column("created_at"));
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
      last_used_at: time(column("last_used_at")),
      last_used_region: text(column("last_used_region")),
      last_used_service: text(column("last_used_service")),
    },
  ];
}

function certificate(user: SqlRow, slot: 1 | 2): Credential[] {
  const active = user[`certificate_${slot}_active`];
  const created = time(user[`certificate_${slot}_created_at`]);
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
      created_at: time(row.created_at),
      service: text(row.service),
      expires_at: time(row.expires_at),
    },
  ];
}

function state(active: unknown): Credential["state"] {
  return active === true ? "active" : active === false ? "inactive" : "unknown";
}

function time(value: unknown): string | null {
  return typeof value === "number" ? formatTime(value) : null;
}

function text(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
