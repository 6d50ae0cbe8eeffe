import type { Dialect } from "../engine/engine.js";

/** What a finding's id is made of, each as SQL of a text. */
export interface FindingIdentity {
  readonly control: string;
  readonly account: string;
  /** The unique id of a user, its ARN where that is unknown; the key of any other subject. */
  readonly subject: string;
  /** `password`, `access_key`, or empty: the subject itself. */
  readonly kind: string;
  /** What tells the credential from others of its kind. */
  readonly credential: string;
}

/** The id of a finding: the same as long as the same thing is judged by the same control. */
export function findingIdSql(dialect: Dialect, parts: FindingIdentity): string {
  const { control, account, subject, kind, credential } = parts;
  return dialect.md5(`concat(${[control, account, subject, kind, credential].join(", '|', ")})`);
}

/**
 * A key's identity is its id where known, else its creation second; never the slot, for slots move when a
 * key is switched off. Two active keys made in one second are told apart by a mark on the second.
 */
export function keyIdentitySql(alias: string, slot: 1 | 2): string {
  const column = `${alias}.access_key_${slot}`;
  const own = `coalesce(${column}_id, CAST(${column}_created_at AS VARCHAR), '?')`;
  if (slot === 1) return own;
  const twin =
    `${alias}.access_key_1_created_at = ${alias}.access_key_2_created_at AND ${alias}.access_key_1_active` +
    ` AND ${alias}.access_key_2_id IS NULL`;
  return `CASE WHEN ${twin} THEN ${own} || '#2' ELSE ${own} END`;
}
