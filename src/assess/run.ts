import { stringLiteral } from "../engine/sql.js";
import type { CredentialInColumns, CredentialSql, CredentialsInRows } from "../model/entity.js";
import { bind, type Names } from "./bind.js";
import type { Control } from "./control.js";
import { credentialColumnSql } from "./credential-sql.js";
import type { ParameterSet } from "./parameters.js";
import type { ColumnSql } from "./truth.js";

/** One run of one control: its parameter values and the accounts they hold for. */
export interface Run {
  readonly control: Control;
  readonly set: ParameterSet;
}

/** SQL of the audit time of a row of a table. */
export function asOfSql(alias: string): string {
  return `${alias}.as_of`;
}

/** The alias of the subject's table in the rows of a control. */
export function subjectAlias({ entity, select, declaration }: Control): string {
  return declaration.credentials.length === 0 ? select.alias : entity.alias;
}

/** The credentials of a control that lie in columns of its subject, in the order of the entity. */
export function columnCredentials({ entity, declaration }: Control): readonly CredentialInColumns[] {
  const { inColumns = [] } = entity.credentials ?? {};
  return inColumns.filter(({ kind }) => declaration.credentials.includes(kind));
}

/** The credentials of a control that are rows of another table; undefined: it judges none such. */
export function rowCredentials({ entity, declaration }: Control): CredentialsInRows | undefined {
  const rows = entity.credentials?.inRows;
  return rows?.kinds.some((kind) => declaration.credentials.includes(kind)) ? rows : undefined;
}

/** What a run says in each column, over a subject or over a credential of it. */
export function columnsOf(run: Run, credential?: (column: string) => string): ColumnSql {
  const items = boundItems(run, credential);
  if (worksOutFirst(run.control)) {
    return (name) => (items.has(name) ? `${subjectAlias(run.control)}.${workedOut(name)}` : "NULL");
  }
  return (name) => {
    const sql = items.get(name);
    return sql === undefined ? "NULL" : `(${sql})`;
  };
}

function boundItems(run: Run, credential?: (column: string) => string): Map<string, string> {
  const names = namesOf(run, credential);
  const { select, folder } = run.control;
  return new Map([...select.items].map(([name, tokens]) => [name, bind(tokens, names, folder)]));
}

/** A subquery would be worked out wherever its column is asked for, so such columns are made first. */
function worksOutFirst({ select, declaration }: Control): boolean {
  const all = [...select.items.values()].flat();
  return declaration.credentials.length === 0 && all.some(({ text }) => text.toUpperCase() === "SELECT");
}

const workedOut = (name: string) => `own_${name}`;

/** The columns of a credential that lies in columns of its subject. */
export function inColumns(control: Control, { kind, slot, sql }: CredentialInColumns) {
  const found: CredentialSql = sql(subjectAlias(control));
  return (column: string) =>
    column === "kind"
      ? stringLiteral(kind)
      : column === "slot"
        ? String(slot ?? "CAST(NULL AS INTEGER)")
        : ofOwner(control, found, column);
}

/** A column of a credential, or of whose it is. */
export function ofOwner({ entity }: Control, found: CredentialSql, column: string): string {
  if (column === "account_id") return `${entity.alias}.account_id`;
  if (column === "subject_arn") return `${entity.alias}.${entity.arn}`;
  return credentialColumnSql(found, column);
}

/** FROM of a run: the control's own, in which a credential stands for the subject whose it is. */
export function fromSql(run: Run): string {
  const { control } = run;
  const from = bind(control.select.from, namesOf(run), control.folder);
  if (worksOutFirst(control)) {
    const { alias } = control.select;
    const own = [...boundItems(run)].map(([name, sql]) => `${sql} AS ${workedOut(name)}`);
    return `FROM (SELECT ${[`${alias}.*`, ...own].join(", ")} ${from}) ${alias}`;
  }
  if (control.declaration.credentials.length === 0) return from;
  const { entity } = control;
  return from.replace(/^FROM\s+credentials\s+c\b/i, `FROM ${entity.name} ${entity.alias}`);
}

/** WHERE of a run: the accounts it is for; empty where it is for all. */
export function scopeSql(run: Run): string {
  const condition = scopeCondition(run, subjectAlias(run.control));
  return condition === undefined ? "" : ` WHERE ${condition}`;
}

/** A condition: the run is for the account of the row that the alias stands for. Undefined: it is for all accounts. */
export function scopeCondition({ set }: Run, alias: string): string | undefined {
  const { scope } = set;
  const [accounts, not] = "only" in scope ? [scope.only, ""] : [scope.except, "NOT "];
  if (accounts.length === 0) return "only" in scope ? "FALSE" : undefined;
  return `${alias}.account_id ${not}IN (${accounts.map(stringLiteral).join(", ")})`;
}

function namesOf({ control, set }: Run, credential?: (column: string) => string): Names {
  const names = { values: set.values, asOf: asOfSql(subjectAlias(control)) };
  return credential === undefined ? names : { ...names, credential };
}
