import type { Dialect } from "../engine/engine.js";
import { stringLiteral } from "../engine/sql.js";
import { CREDENTIAL_KINDS, credentialColumnType } from "../model/credential.js";
import type { ColumnType } from "../model/table.js";
import type { Control } from "./control.js";
import { credentialColumnSql } from "./credential-sql.js";
import { subjectAlias } from "./run.js";

/** A value that a finding quotes. */
interface Quoted {
  readonly name: string;
  readonly sql: string;
  readonly type: ColumnType;
}

/**
 * What `evidence.fields` of a control name: `column` of its credential (else of its table), `u.column` of the subject, and
 * `access_key.column` of every credential of a kind. Undefined: there is no such thing.
 */
export function quoted(
  control: Control,
  field: string,
  credential?: (column: string) => string,
): readonly Quoted[] | undefined {
  const [column = "", owner] = field.split(".").reverse();
  const alias = subjectAlias(control);
  const { table, entity, declaration } = control;
  if (
    owner === undefined &&
    declaration.credentials.length > 0 &&
    credentialColumnType(column) !== undefined
  ) {
    const sql = credential?.(column) ?? "NULL";
    return [{ name: column, sql, type: credentialColumnType(column) ?? "varchar" }];
  }
  if (CREDENTIAL_KINDS.some((kind) => kind === owner)) return ofKind(control, String(owner), column);
  const known = Object.hasOwn(table.columns, column) ? table.columns[column] : undefined;
  if (known === undefined || (owner !== undefined && owner !== alias)) return undefined;
  const name = owner === undefined ? column : `${entity.kind.split("_").at(-1)}_${column}`;
  return [{ name, sql: `${alias}.${column}`, type: known.type }];
}

function ofKind(control: Control, kind: string, column: string): readonly Quoted[] | undefined {
  const type = credentialColumnType(column);
  const layouts = (control.entity.credentials?.inColumns ?? []).filter((layout) => layout.kind === kind);
  if (type === undefined || layouts.length === 0) return undefined;
  return layouts.map(({ slot, sql }) => ({
    name: [kind, slot, column].filter((part) => part !== null).join("_"),
    sql: credentialColumnSql(sql(subjectAlias(control)), column),
    type,
  }));
}

/** JSON text of the evidence fields of a finding. */
export function evidenceSql(
  control: Control,
  credential: ((column: string) => string) | undefined,
  dialect: Dialect,
): string {
  const fields = control.declaration.evidence.fields.flatMap(
    (field) => quoted(control, field, credential) ?? [],
  );
  const parts = fields.flatMap(({ name, sql, type }, index) => {
    const isPlain = ["bigint", "integer", "boolean"].includes(type);
    const text = isPlain ? `CAST(${sql} AS VARCHAR)` : dialect.json(sql);
    return [stringLiteral(`${index === 0 ? "{" : ","}"${name}":`), `coalesce(${text}, 'null')`];
  });
  return `concat(${parts.join(", ")}, '}')`;
}
