import { duckdbType } from "../engine/ddl.js";
import { stringLiteral } from "../engine/sql.js";
import { credentialColumnType, credentials } from "../model/credential.js";
import type { CredentialSql, Entity } from "../model/entity.js";

/** A column of a credential; NULL of its type where nobody tells it. */
export function credentialColumnSql({ columns }: CredentialSql, column: string): string {
  const known: Readonly<Record<string, string | undefined>> = columns;
  const sql = Object.hasOwn(known, column) ? known[column] : undefined;
  return sql ?? `CAST(NULL AS ${duckdbType(credentialColumnType(column) ?? "varchar")})`;
}

/** The names of all columns of the view `credentials`. */
const COLUMNS = Object.keys(credentials.columns);
const OWN = COLUMNS.filter((name) => !["account_id", "subject_arn", "kind", "slot"].includes(name));

/** SELECT of the credentials of some kinds of things, one row each, as the view `credentials` has them. */
export function credentialsSql(entities: readonly Entity[]): string {
  return entities.flatMap((entity) => [...columnsSelect(entity), ...rowsSelect(entity)]).join(" UNION ALL ");
}

/** A row a slot of each owner: with VALUES and CASE; LATERAL is seven times slower. */
function columnsSelect(entity: Entity): string[] {
  const layouts = entity.credentials?.inColumns ?? [];
  if (layouts.length === 0) return [];
  const each = (of: (layout: (typeof layouts)[number]) => string) =>
    `CASE s.n ${layouts.map((layout, n) => `WHEN ${n} THEN ${of(layout)}`).join(" ")} END`;
  const columns = [
    `${entity.alias}.account_id AS account_id`,
    `${entity.alias}.${entity.arn} AS subject_arn`,
    `${each(({ kind }) => stringLiteral(kind))} AS kind`,
    `CAST(${each(({ slot }) => String(slot ?? "NULL"))} AS INTEGER) AS slot`,
    ...OWN.map((name) => `${each(({ sql }) => credentialColumnSql(sql(entity.alias), name))} AS ${name}`),
    `${entity.alias}.as_of AS as_of`,
  ];
  const slots = layouts.map((_, n) => `(${n})`).join(", ");
  const from = `FROM ${entity.name} ${entity.alias} CROSS JOIN (VALUES ${slots}) s(n)`;
  return [`SELECT ${columns.join(", ")} ${from} WHERE ${each(({ sql }) => existsSql(sql(entity.alias)))}`];
}

function existsSql({ columns, exists }: CredentialSql): string {
  return exists ?? `(coalesce(${columns.active}, TRUE) OR ${columns.created_at} IS NOT NULL)`;
}

function rowsSelect({ credentials: layout }: Entity): string[] {
  const rows = layout?.inRows;
  if (rows === undefined) return [];
  const found = rows.sql("k");
  const columns = [
    "k.account_id AS account_id",
    `${found.owner} AS subject_arn`,
    `${found.kind} AS kind`,
    "CAST(NULL AS INTEGER) AS slot",
    ...OWN.map((name) => `${credentialColumnSql(found, name)} AS ${name}`),
    "k.as_of AS as_of",
  ];
  const kinds = rows.kinds.map(stringLiteral).join(", ");
  return [`SELECT ${columns.join(", ")} FROM ${rows.table.name} k WHERE ${found.kind} IN (${kinds})`];
}
