import type { Engine, SqlRow } from "../engine/engine.js";
import { stringLiteral } from "../engine/sql.js";
import { CREDENTIAL_KINDS, type CredentialKind } from "../model/credential.js";

/** One credential of a user. Times are epoch seconds. */
export interface Credential {
  readonly kind: CredentialKind;
  /** The columns of the credential report it is in; slot 1 is not the older key. */
  readonly slot: number | null;
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

/** All credentials of a user of an opened snapshot, the oldest first; what has no date comes last. */
export async function timeLine(engine: Engine, accountId: string, arn: string): Promise<Credential[]> {
  const rows = await engine.all(
    `SELECT * FROM credentials WHERE account_id = ${stringLiteral(accountId)} AND subject_arn = ${stringLiteral(arn)}` +
      " ORDER BY created_at NULLS LAST, slot NULLS FIRST, kind, id",
  );
  return rows.flatMap((row) => {
    const kind = CREDENTIAL_KINDS.find((one) => one === row.kind);
    return kind === undefined ? [] : [credential(kind, row)];
  });
}

function credential(kind: CredentialKind, row: SqlRow): Credential {
  return {
    kind,
    slot: number(row.slot),
    credential_id: text(row.id),
    state: row.active === true ? "active" : row.active === false ? "inactive" : "unknown",
    created_at: number(row.created_at),
    last_used_at: number(row.last_used_at),
    last_used_region: text(row.last_used_region),
    last_used_service: text(row.last_used_service),
    service: text(row.service),
    expires_at: number(row.expires_at),
  };
}

function number(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}

function text(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
