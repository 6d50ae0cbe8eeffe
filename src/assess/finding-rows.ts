import type { Dialect } from "../engine/engine.js";
import { identifier, stringLiteral } from "../engine/sql.js";
import type { CredentialKind } from "../model/credential.js";
import {
  type CredentialInColumns,
  type CredentialSql,
  type Entity,
  type ListedBy,
  listing,
} from "../model/entity.js";
import { RANK, STATUSES, type Status } from "../model/status.js";
import type { Table } from "../model/table.js";
import { credentialColumnSql } from "./credential-sql.js";
import { evidenceSql } from "./evidence-sql.js";
import { listedSql, rowColumns, rowKinds, rowsFrom } from "./row-credentials.js";
import {
  asOfSql,
  columnCredentials,
  columnsOf,
  fromSql,
  ofOwner,
  type Run,
  rowCredentials,
  scopeSql,
  subjectAlias,
} from "./run.js";
import { type ColumnSql, rankSql, tierSql } from "./truth.js";

/** What a finding's id is made of, each as SQL of a text. */
export interface FindingIdentity {
  readonly control: string;
  readonly account: string;
  /** As `subjectKeySql` makes it. */
  readonly subject: string;
  /** The kind of credential, or empty: the subject itself. */
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
 * What tells the subject of a row from all others there ever were: its unique id, else its ARN with the second in which it
 * was made, for a name may be given again. Where that second is not known either, the ARN alone.
 */
export function subjectKeySql({ arn, uniqueId, datedBy }: Entity, { columns }: Table, alias: string): string {
  const own = `${alias}.${arn}`;
  const keys = [
    ...(uniqueId !== undefined && uniqueId in columns ? [`${alias}.${uniqueId}`] : []),
    ...(datedBy !== undefined && datedBy in columns
      ? [`${own} || '@' || CAST(${alias}.${datedBy} AS VARCHAR)`]
      : []),
  ];
  return keys.length === 0 ? own : `coalesce(${[...keys, own].join(", ")})`;
}

/** Which findings, and how they are spelled out. */
export interface Spelling {
  readonly statuses: readonly Status[];
  readonly dialect: Dialect;
  /** Without evidence texts: what history keeps. */
  readonly brief?: boolean;
}

/** What a SELECT says of the credential that a row is about. */
interface Credential {
  readonly kind: string;
  readonly slot: string;
  readonly id: string;
  readonly identity: string;
  /** SQL of any column of it; undefined: the row is the subject itself. */
  readonly column?: (name: string) => string;
}

const NO_TEXT = "CAST(NULL AS VARCHAR)";
const NO_NUMBER = "CAST(NULL AS INTEGER)";
const SUBJECT: Credential = { kind: NO_TEXT, slot: NO_NUMBER, id: NO_TEXT, identity: "''" };

/** SELECT of the findings of one run that have one of the statuses, in the columns of the table findings but org_id. */
export function findingRows(run: Run, spelling: Spelling): string {
  const { control } = run;
  if (control.declaration.credentials.length === 0) {
    return rowsSql(run, spelling, { source: fromSql(run), columns: columnsOf(run), credential: SUBJECT });
  }
  return [...inColumnsRows(run, spelling), ...inRowsRows(run, spelling)].join("\nUNION ALL\n");
}

/** One row a slot of each subject: with VALUES and CASE; LATERAL is seven times slower. */
function inColumnsRows(run: Run, spelling: Spelling): string[] {
  const layouts = columnCredentials(run.control);
  if (layouts.length === 0) return [];
  const found = layouts.map(({ sql }) => sql(run.control.entity.alias));
  const each = (values: readonly string[]) => {
    const [first = "NULL"] = values;
    if (values.every((value) => value === first)) return first;
    return `CASE s.n ${values.map((value, n) => `WHEN ${n} THEN ${value}`).join(" ")} END`;
  };
  const column = (name: string) => each(layouts.map((layout, n) => slotColumn(run, layout, found[n], name)));
  const slots = layouts.map((_, n) => `(${n})`).join(", ");
  return [
    rowsSql(run, spelling, {
      source: `${fromSql(run)} CROSS JOIN (VALUES ${slots}) s(n)`,
      columns: columnsOf(run, column),
      credential: {
        kind: column("kind"),
        slot: `CAST(${column("slot")} AS INTEGER)`,
        id: column("id"),
        identity: each(found.map(({ identity }) => identity)),
        column,
      },
    }),
  ];
}

function slotColumn(
  run: Run,
  layout: CredentialInColumns,
  found: CredentialSql | undefined,
  name: string,
): string {
  if (name === "kind") return stringLiteral(layout.kind);
  if (name === "slot") return String(layout.slot ?? "NULL");
  return found === undefined ? "NULL" : ofOwner(run.control, found, name);
}

/** Credentials that are rows; where an account's were not listed, one row a subject says so. */
function inRowsRows(run: Run, spelling: Spelling): string[] {
  const rows = rowCredentials(run.control);
  if (rows === undefined) return [];
  const found = rows.sql("k");
  const listed = rowsSql(run, spelling, {
    source: rowsFrom(run, rows),
    columns: rowColumns(run, rows),
    credential: {
      kind: found.kind,
      slot: NO_NUMBER,
      id: credentialColumnSql(found, "id"),
      identity: found.identity,
      column: (name) => (name === "kind" ? found.kind : ofOwner(run.control, found, name)),
    },
  });
  return [
    listed,
    ...rowKinds(run, rows).map((kind) => unlistedRow(run, spelling, kind, listing(rows, kind))),
  ];
}

/** One row for each subject of an account in which nobody listed credentials of a kind. */
function unlistedRow(run: Run, spelling: Spelling, kind: CredentialKind, listedBy: ListedBy): string {
  const { entity } = run.control;
  return rowsSql(run, spelling, {
    source:
      `FROM (SELECT x.* FROM ${entity.name} x LEFT JOIN (${listedSql(listedBy)}) v` +
      ` ON v.account_id = x.account_id WHERE v.account_id IS NULL) ${entity.alias}`,
    columns: () => "NULL",
    credential: {
      kind: stringLiteral(kind),
      slot: NO_NUMBER,
      id: NO_TEXT,
      identity: "'?'",
      column: (name) => credentialColumnSql({ columns: {}, identity: "" }, name),
    },
  });
}

interface Rows {
  readonly source: string;
  readonly columns: ColumnSql;
  readonly credential: Credential;
}

function rowsSql(
  run: Run,
  { statuses, dialect, brief = false }: Spelling,
  { source, columns, credential }: Rows,
): string {
  const { control } = run;
  const { declaration, entity, table } = control;
  const alias = subjectAlias(control);
  const arn = `${alias}.${entity.arn}`;
  const inner: Record<string, string> = {
    account_id: `${alias}.account_id`,
    subject_arn: arn,
    subject_key: subjectKeySql(entity, table, alias),
    r: rankSql(columns),
    kind: credential.kind,
    slot: credential.slot,
    credential_id: credential.id,
    identity: credential.identity,
    since: columns("since"),
    aged_from: columns("aged_from"),
    assumed: columns("assumed"),
    as_of: asOfSql(alias),
    ...(brief ? {} : { evidence: evidenceSql(control, credential.column, dialect) }),
  };
  const outer: Record<string, string> = {
    finding_id: findingIdSql(dialect, {
      control: stringLiteral(declaration.id),
      account: "f.account_id",
      subject: "f.subject_key",
      kind: "coalesce(f.kind, '')",
      credential: "f.identity",
    }),
    control_id: stringLiteral(declaration.id),
    account_id: "f.account_id",
    region: "region" in table.columns ? "f.region" : NO_TEXT,
    subject_arn: "f.subject_arn",
    subject_kind: stringLiteral(entity.kind),
    credential: "f.kind",
    credential_id: "f.credential_id",
    slot: "f.slot",
    status: `CASE f.r ${STATUSES.map((name) => `WHEN ${RANK[name]} THEN ${stringLiteral(name)}`).join(" ")} END`,
    since: `CASE WHEN f.r = ${RANK.fail} THEN CAST(f.since AS BIGINT) END`,
    aged_from: "CAST(f.aged_from AS BIGINT)",
    tier: tierSql(control, "f.r", "f.aged_from", "f.as_of"),
    assumed: `(f.r = ${RANK.fail} AND coalesce(CAST(f.assumed AS BOOLEAN), FALSE))`,
    evidence: brief ? NO_TEXT : "f.evidence",
  };
  const named = (items: Readonly<Record<string, string>>) =>
    Object.entries(items)
      .map(([name, sql]) => `${sql} AS ${identifier(name)}`)
      .join(", ");
  const region = "region" in table.columns ? `, ${alias}.region AS region` : "";
  const ranks = statuses.map((status) => RANK[status]).join(", ");
  return `SELECT ${named(outer)} FROM (SELECT ${named(inner)}${region} ${source}${scopeSql(run)}) f WHERE f.r IN (${ranks})`;
}
