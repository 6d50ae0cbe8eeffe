import { credentialColumnSql } from "../../assess/credential-sql.js";
import { pictureSql } from "../../assess/picture-sql.js";
import type { Engine } from "../../engine/engine.js";
import { stringLiteral } from "../../engine/sql.js";
import type { CredentialInColumns, CredentialsInRows, Entity } from "../../model/entity.js";
import { kindsIn, seriesOf } from "./series.js";

/**
 * Makes `fixed_how`, a row for each finding of `changed_findings` that is fixed: `how` is `subject_gone` where what it was
 * about is not in the later picture any more, `credential_gone` where its credential is not, else `passes`. What has the
 * same name but another unique id, or was made in another second, is something else.
 */
export async function makeGoneSubjects(
  engine: Engine,
  entities: readonly Entity[],
  after: number,
): Promise<void> {
  const tables = { read: "read_h", gone: "gone_h" };
  await engine.run(`CREATE OR REPLACE TABLE later AS ${pictureSql(seriesOf, tables, after)}`);
  await engine.run(
    "CREATE OR REPLACE TABLE fixed_findings AS SELECT snapshot, id, control_id, account_id, subject_arn, subject_kind, credential," +
      " credential_id, slot FROM changed_findings WHERE change = 'fixed'",
  );
  const found = await kindsIn(engine, "fixed_findings");
  const how = entities.filter(({ kind }) => found.has(kind)).map((entity) => howSql(entity));
  await engine.run(`CREATE OR REPLACE TABLE fixed_how AS ${[NOTHING, ...how].join(" UNION ALL ")}`);
}

const NOTHING = "SELECT id, control_id, '' AS how FROM fixed_findings WHERE FALSE";

/** Over a fixed finding `f`, its subject in the earlier snapshot `a`, the same in the later one `b`. */
function howSql(entity: Entity): string {
  const { inColumns = [], inRows } = entity.credentials ?? {};
  const subjectGone = entity.gone === "never" ? [] : ["WHEN b.was IS NULL THEN 'subject_gone'"];
  const conditions = [
    ...inColumns.map((layout) => goneFromColumns(layout, inColumns)),
    ...(inRows === undefined ? [] : [goneFromRows(inRows)]),
  ];
  const credentialGone = conditions.map(
    (gone) => `WHEN b.was IS NOT NULL AND ${gone} THEN 'credential_gone'`,
  );
  const cases = [...subjectGone, ...credentialGone];
  const how = cases.length === 0 ? "'passes'" : `CASE ${cases.join(" ")} ELSE 'passes' END`;
  const fixed = `FROM fixed_findings f WHERE f.subject_kind = ${stringLiteral(entity.kind)}`;
  const was =
    `SELECT s.* FROM ${seriesOf(entity)} s WHERE EXISTS (SELECT 1 ${fixed} AND f.snapshot = s.snapshot` +
    ` AND f.account_id = s.account_id AND f.subject_arn = s.${entity.arn})`;
  return (
    `SELECT f.id, f.control_id, ${how} AS how FROM (SELECT f.* ${fixed}) f LEFT JOIN (${was}) a` +
    ` ON a.account_id = f.account_id AND a.${entity.arn} = f.subject_arn LEFT JOIN (${sameSql(entity, was)}) b` +
    ` ON b.account_id = f.account_id AND b.was = f.subject_arn${inRows === undefined ? "" : rowJoin(entity, inRows)}`
  );
}

/** The later rows of the same things: by the unique id, whatever they are called now; where it is not known, by name. */
function sameSql(entity: Entity, was: string): string {
  const { arn, uniqueId: id, datedBy: made } = entity;
  const later = (conditions: readonly string[]) =>
    `SELECT a.${arn} AS was, b.* FROM (${was}) a JOIN ${seriesOf(entity)} b ON b.account_id = a.account_id` +
    ` AND ${conditions.join(" AND ")} JOIN later p ON p.account_id = b.account_id AND p.place = b.snapshot`;
  const byName = later([
    `b.${arn} = a.${arn}`,
    ...(id === undefined ? [] : [`(a.${id} IS NULL OR b.${id} IS NULL)`]),
    ...(made === undefined ? [] : [`(a.${made} = b.${made} OR a.${made} IS NULL OR b.${made} IS NULL)`]),
  ]);
  return id === undefined ? byName : `${later([`b.${id} = a.${id}`])} UNION ALL ${byName}`;
}

/** The credential of a layout is in none of its kind of the later row: by its id where both tell it, else by the second it was made. */
function goneFromColumns(
  { kind, slot, sql }: CredentialInColumns,
  all: readonly CredentialInColumns[],
): string {
  const [was, now] = [sql("a").columns, sql("b")];
  const ofKind = `f.credential = ${stringLiteral(kind)}`;
  // Of what there is but one of its kind, it is enough whether there is any.
  if (slot === null) return `${ofKind} AND NOT coalesce(${now.exists ?? now.columns.active}, TRUE)`;
  const same = all
    .filter((other) => other.kind === kind)
    .map((other) => {
      const { id, created_at: made } = other.sql("b").columns;
      const equal = [
        ...(id === undefined ? [] : [`${was.id} = ${id}`]),
        ...(made === undefined ? [] : [`${was.created_at} = ${made}`]),
      ];
      return `coalesce(${[...equal, "FALSE"].join(", ")})`;
    });
  return `${ofKind} AND f.slot = ${slot} AND NOT (${same.join(" OR ")})`;
}

/** No row of the later snapshot has the id of the credential. */
function goneFromRows({ kinds }: CredentialsInRows): string {
  const ofKind = `f.credential IN (${kinds.map(stringLiteral).join(", ")})`;
  return `${ofKind} AND f.credential_id IS NOT NULL AND r.id IS NULL`;
}

function rowJoin(entity: Entity, { table, sql }: CredentialsInRows): string {
  const row = sql("k");
  const columns = `k.account_id, ${row.owner} AS owner, ${row.kind} AS kind, ${credentialColumnSql(row, "id")} AS id`;
  return (
    ` LEFT JOIN (SELECT ${columns} FROM ${seriesOf(table)} k` +
    " JOIN later p ON p.account_id = k.account_id AND p.place = k.snapshot) r" +
    ` ON r.account_id = f.account_id AND r.owner = b.${entity.arn} AND r.kind = f.credential` +
    " AND r.id = f.credential_id"
  );
}
