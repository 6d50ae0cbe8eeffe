import type { Dialect } from "../engine/engine.js";
import { identifier, stringLiteral } from "../engine/sql.js";
import { tableNamed } from "../entities/index.js";
import { RANK, STATUSES, type Status } from "../model/status.js";
import type { Control } from "./control.js";
import { findingIdSql, keyIdentitySql } from "./finding-id-sql.js";
import { boundItems, type Run, sourceSql } from "./run.js";
import { olderThan, rankSql, sortedTiers } from "./verdict-sql.js";

type CredentialName = Control["declaration"]["credentials"][number];

/**
 * SELECT of the findings of one run that have one of the statuses, in the columns of the table findings
 * but org_id: one SELECT a credential, so that the engine drops the rows that do not matter before it makes any text.
 */
export function findingsSql(run: Run, asOf: number, statuses: readonly Status[], dialect: Dialect): string {
  const { credentials } = run.control.declaration;
  const columns: (CredentialName | null)[] = credentials.length === 0 ? [null] : credentials;
  return columns.map((column) => credentialSql(run, asOf, statuses, dialect, column)).join("\nUNION ALL\n");
}

function credentialSql(
  run: Run,
  asOf: number,
  statuses: readonly Status[],
  dialect: Dialect,
  credential: CredentialName | null,
): string {
  const { declaration } = run.control;
  const kind = credential === null ? null : credential === "password" ? "password" : "access_key";
  const slot = kind === "access_key" ? Number(credential?.slice(-1)) : null;
  const columns: Record<string, string> = {
    finding_id: findingIdSql(dialect, {
      control: stringLiteral(declaration.id),
      account: "f.account_id",
      subject: "f.user_key",
      kind: stringLiteral(kind ?? ""),
      credential: "f.identity",
    }),
    control_id: stringLiteral(declaration.id),
    account_id: "f.account_id",
    subject_arn: "f.subject_arn",
    subject_kind: stringLiteral(declaration.subject.kind),
    credential: kind === null ? "CAST(NULL AS VARCHAR)" : stringLiteral(kind),
    credential_id: "f.credential_id",
    slot: `CAST(${slot ?? "NULL"} AS INTEGER)`,
    status: `CASE f.r ${STATUSES.map((name) => `WHEN ${RANK[name]} THEN ${stringLiteral(name)}`).join(" ")} END`,
    since: `CASE WHEN f.r = ${RANK.fail} THEN CAST(f.since AS BIGINT) END`,
    aged_from: "CAST(f.aged_from AS BIGINT)",
    tier: tierSql(run.control, asOf),
    evidence: "f.evidence",
  };
  const selected = Object.entries(columns).map(([name, sql]) => `${sql} AS ${identifier(name)}`);
  const ranks = statuses.map((status) => RANK[status]).join(", ");
  return `SELECT ${selected.join(", ")} FROM (${subjectSql(run, asOf, dialect, credential)}) f WHERE f.r IN (${ranks})`;
}

/** One row a subject: what identifies it and the credential, its rank, times and evidence. */
function subjectSql(run: Run, asOf: number, dialect: Dialect, credential: CredentialName | null): string {
  const items = boundItems(run, asOf);
  const { alias } = run.control.select;
  const prefix = credential === null ? "" : `${credential}_`;
  const item = (name: string) => items.get(name) ?? "NULL";
  const own = (name: string) => item(`${prefix}${name}`);
  const { table, key } = run.control.declaration.subject;
  const hasId = Object.hasOwn(tableNamed(table).columns, "user_id");
  const columns: Record<string, string> = {
    account_id: item("account_id"),
    subject_arn: item("subject_arn"),
    user_key: hasId ? `coalesce(${alias}.user_id, ${alias}.${key})` : `${alias}.${key}`,
    r: rankSql(`(${own("applies")})`, `(${own("fails")})`),
    credential_id: credential?.startsWith("access_key")
      ? `${alias}.${credential}_id`
      : "CAST(NULL AS VARCHAR)",
    identity: identitySql(alias, credential),
    since: own("since"),
    aged_from: own("aged_from"),
    evidence: evidenceSql(run.control, credential, dialect),
  };
  const selected = Object.entries(columns).map(([name, sql]) => `${sql} AS ${name}`);
  return `SELECT ${selected.join(", ")} ${sourceSql(run, asOf)}`;
}

function identitySql(alias: string, credential: CredentialName | null): string {
  if (credential === "access_key_1") return keyIdentitySql(alias, 1);
  return credential === "access_key_2" ? keyIdentitySql(alias, 2) : "''";
}

function tierSql(control: Control, asOf: number): string {
  const { tiers } = control.declaration;
  if (tiers === undefined) return "CAST(NULL AS INTEGER)";
  const cases = sortedTiers(control)
    .reverse()
    .map((days) => `WHEN ${olderThan("f.aged_from", days, asOf, tiers.operator)} THEN ${days}`);
  return `CASE WHEN f.r <> ${RANK.fail} THEN CAST(NULL AS INTEGER) ${cases.join(" ")} END`;
}

/** JSON text of the evidence fields; a credential's finding quotes no other credential's fields. */
function evidenceSql(control: Control, credential: CredentialName | null, dialect: Dialect): string {
  const { declaration, select } = control;
  const { columns } = tableNamed(declaration.subject.table);
  const others = declaration.credentials.filter((name) => name !== credential);
  const fields = declaration.evidence.fields.filter(
    (field) => credential === null || !others.some((name) => field.startsWith(`${name}_`)),
  );
  const parts = fields.flatMap((field, index) => {
    const value = `${select.alias}.${field}`;
    const isPlain = ["bigint", "integer", "boolean"].includes(columns[field]?.type ?? "");
    const sql = isPlain ? `CAST(${value} AS VARCHAR)` : dialect.json(value);
    return [stringLiteral(`${index === 0 ? "{" : ","}"${field}":`), `coalesce(${sql}, 'null')`];
  });
  return `concat(${parts.join(", ")}, '}')`;
}
