import { stringLiteral } from "../engine/sql.js";
import type { EvidenceKind } from "../model/coverage.js";
import type { CredentialKind } from "../model/credential.js";
import { type CredentialsInRows, type ListedBy, listing } from "../model/entity.js";
import { RANK } from "../model/status.js";
import type { Control } from "./control.js";
import { asOfSql, columnsOf, ofOwner, type Run, rowCredentials } from "./run.js";
import { codeSql, worstSql } from "./truth.js";

/** The worst verdict on those credentials of a subject that are rows of another table. */
interface RowRank {
  /** Joins to the subject: ` LEFT JOIN ...`. */
  readonly join: string;
  readonly code: string;
}

/** The alias of a row of that table. */
const ROW = "k";

/** The kinds among those of the rows that a run judges. */
export function rowKinds({ control }: Run, { kinds }: CredentialsInRows): readonly CredentialKind[] {
  return kinds.filter((kind) => control.declaration.credentials.includes(kind));
}

/** What a run says in each column over a row of the table. */
export function rowColumns(run: Run, rows: CredentialsInRows) {
  const found = rows.sql(ROW);
  return columnsOf(run, (column) => {
    if (column === "kind") return found.kind;
    return column === "slot" ? "CAST(NULL AS INTEGER)" : ofOwner(run.control, found, column);
  });
}

/** FROM the rows of the kinds that a run judges, each with whose it is. */
export function rowsFrom(run: Run, rows: CredentialsInRows): string {
  const { entity } = run.control;
  const found = rows.sql(ROW);
  return (
    `FROM ${rows.table.name} ${ROW} JOIN ${entity.name} ${entity.alias} ON ${entity.alias}.account_id = ${ROW}.account_id` +
    ` AND ${entity.alias}.${entity.arn} = ${found.owner} AND ${found.kind} IN (${rowKinds(run, rows).map(stringLiteral).join(", ")})`
  );
}

/**
 * The code that such credentials add to a subject; undefined: the run judges none. An account in which they were not listed
 * may have any, so nothing but what fails is known there.
 */
export function rowRank(run: Run): RowRank | undefined {
  const rows = rowCredentials(run.control);
  if (rows === undefined) return undefined;
  const { entity } = run.control;
  const { alias } = entity;
  const code = codeSql(run.control, rowColumns(run, rows), asOfSql(alias));
  const folded = `SELECT ${alias}.account_id, ${alias}.${entity.arn} AS owner, max(${code}) AS code ${rowsFrom(run, rows)} GROUP BY 1, 2`;
  return {
    join:
      ` LEFT JOIN (${folded}) rows_judged ON rows_judged.account_id = ${alias}.account_id AND rows_judged.owner = ${alias}.${entity.arn}` +
      ` LEFT JOIN (${listedAccounts(rows, rowKinds(run, rows))}) rows_listed ON rows_listed.account_id = ${alias}.account_id`,
    code: worstSql([
      `coalesce(rows_judged.code, ${RANK.not_applicable})`,
      `CASE WHEN rows_listed.account_id IS NULL THEN ${RANK.unknown} ELSE ${RANK.not_applicable} END`,
    ]),
  };
}

/** SELECT of the accounts in which credentials of all these kinds were listed. */
function listedAccounts(rows: CredentialsInRows, kinds: readonly CredentialKind[]): string {
  const each = [...new Set(kinds.map((kind) => listedSql(listing(rows, kind))))];
  return each.join(" INTERSECT ");
}

/** SELECT of the accounts in which evidence that lists something is there. */
export function listedSql(listedBy: ListedBy): string {
  if (listedBy === "run") return "SELECT account_id FROM accounts";
  const kinds = listedBy.map(stringLiteral).join(", ");
  return `SELECT DISTINCT account_id FROM coverage WHERE status = 'ok' AND kind IN (${kinds})`;
}

/** What lists all that a control judges; undefined: something of it is there in every audit. */
export function listsJudged({ declaration, entity }: Control): readonly EvidenceKind[] | "run" | undefined {
  const { credentials: kinds } = declaration;
  const rows = entity.credentials?.inRows;
  const areRows = kinds.length > 0 && kinds.every((kind) => rows?.kinds.includes(kind));
  if (rows === undefined || !areRows) return entity.core === true ? undefined : entity.listedBy;
  const all = kinds.map((kind) => listing(rows, kind));
  return all.includes("run") ? "run" : all.flatMap((one) => (one === "run" ? [] : one));
}
