import type { Engine, SqlRow } from "../engine/engine.js";
import { numberOf, textOf, timeOf } from "../engine/row-values.js";
import { stringLiteral } from "../engine/sql.js";
import { CREDENTIAL_KINDS, type CredentialKind } from "../model/credential.js";
import type { Credential } from "../model/results/explanation.js";

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
    slot: numberOf(row.slot),
    credential_id: textOf(row.id),
    state: row.active === true ? "active" : row.active === false ? "inactive" : "unknown",
    created_at: timeOf(row.created_at),
    last_used_at: timeOf(row.last_used_at),
    last_used_region: textOf(row.last_used_region),
    last_used_service: textOf(row.last_used_service),
    service: textOf(row.service),
    expires_at: timeOf(row.expires_at),
  };
}
