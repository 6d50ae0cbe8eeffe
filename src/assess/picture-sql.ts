import { stringLiteral } from "../engine/sql.js";
import { accounts } from "../entities/account.js";
import { coverage } from "../entities/coverage.js";
import type { LakeTable } from "../model/entity.js";
import { SOURCES } from "../sources/index.js";
import type { Source } from "../sources/source.js";
import { ENTITIES } from "../sources/tables.js";

/** The tables of snapshots that tell which snapshot an account is shown from. */
export const PICTURE_TABLES: readonly LakeTable[] = [accounts, coverage, ...ENTITIES];

/** What a table is called where the rows of many snapshots are read as one, told apart by `snapshot`. */
export type SeriesName = (table: Pick<LakeTable, "name">) => string;

/** Evidence of an account itself: what its organization says of it is none. */
const ACCOUNT_KINDS = SOURCES.flatMap(({ kinds, scope }: Source): readonly string[] =>
  scope === "organization" ? [] : kinds,
);

/**
 * SELECT of the `snapshot` and `account_id` in which something of the account could be read: evidence that is there, rows of
 * what is judged, or that it is closed.
 */
export function readSql(series: SeriesName): string {
  const kinds = ACCOUNT_KINDS.map(stringLiteral).join(", ");
  return [
    `SELECT snapshot, account_id FROM ${series(coverage)} WHERE status = 'closed' OR status = 'ok' AND kind IN (${kinds})`,
    ...ENTITIES.map((entity) => `SELECT snapshot, account_id FROM ${series(entity)}`),
  ].join(" UNION ");
}

/**
 * SELECT of the `snapshot` and `account_id` of accounts that the list of an organization in that snapshot lacks, although it was
 * the last one that they were known to be in. An account that moved, or said that it is in none, is not missed.
 */
export function goneSql(series: SeriesName): string {
  const named = series(accounts);
  const known = `SELECT snapshot, account_id, org_id FROM ${named} WHERE org_id IS NOT NULL OR org_role = 'standalone'`;
  const lists = `SELECT DISTINCT snapshot, org_id FROM ${named} WHERE listed`;
  const last =
    `SELECT l.snapshot, l.org_id, k.account_id, max(k.snapshot) AS last_known FROM (${lists}) l JOIN (${known}) k` +
    " ON k.snapshot < l.snapshot GROUP BY l.snapshot, l.org_id, k.account_id";
  return (
    `SELECT x.snapshot, x.account_id FROM (${last}) x JOIN (${known}) k` +
    " ON k.account_id = x.account_id AND k.snapshot = x.last_known AND k.org_id = x.org_id" +
    ` LEFT JOIN ${named} a ON a.snapshot = x.snapshot AND a.account_id = x.account_id WHERE a.account_id IS NULL`
  );
}

/**
 * SELECT of the picture up to a place in the list of snapshots: a row an account with the `place` of the snapshot that it is
 * shown from (the newest in which something of it could be read, else the newest that names it), whether it is `gone`, and
 * whether anything of it `was_read`.
 * `read` and `gone` are tables of what the two functions above select.
 */
export function pictureSql(
  series: SeriesName,
  { read, gone }: { readonly read: string; readonly gone: string },
  upTo?: number,
): string {
  const until = upTo === undefined ? "" : ` WHERE snapshot <= ${upTo}`;
  const last = (table: string, name: string) =>
    `SELECT account_id, max(snapshot) AS ${name} FROM ${table}${until} GROUP BY account_id`;
  return (
    "SELECT n.account_id, coalesce(r.read_in, n.named_in) AS place, coalesce(g.gone_in > n.named_in, FALSE) AS gone, r.read_in IS NOT NULL AS was_read" +
    ` FROM (${last(series(accounts), "named_in")}) n LEFT JOIN (${last(read, "read_in")}) r ON r.account_id = n.account_id` +
    ` LEFT JOIN (${last(gone, "gone_in")}) g ON g.account_id = n.account_id`
  );
}
