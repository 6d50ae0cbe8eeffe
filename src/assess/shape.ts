import type { ControlDeclaration } from "../model/control.js";
import { credentialColumnType, credentials } from "../model/credential.js";
import type { Entity, LakeTable } from "../model/entity.js";
import { UserError } from "../model/user-error.js";
import { EVIDENCE_KINDS } from "../sources/index.js";
import { companionsOf, ENTITIES } from "../sources/tables.js";
import { CREDENTIAL_ALIAS, credentialColumn } from "./bind.js";
import type { Control } from "./control.js";
import { quoted } from "./evidence-sql.js";
import { type Select, subjectTable } from "./select.js";

const VERDICT = ["applies", "fails", "aged_from", "since"] as const;

/** What a control judges, and the table that its query reads of it. Throws `UserError` where there is no such thing. */
export function judgedTable(
  { subject, credentials: kinds }: ControlDeclaration,
  select: Select,
  { yamlFile, sqlFile }: { readonly yamlFile: string; readonly sqlFile: string },
): { readonly entity: Entity; readonly table: LakeTable } {
  const entity = ENTITIES.find(({ kind }) => kind === subject);
  if (entity === undefined) {
    throw bad(
      yamlFile,
      `there is no subject ${subject}; there is ${ENTITIES.map(({ kind }) => kind).join(", ")}`,
    );
  }
  const from = subjectTable(select);
  if (kinds.length > 0) {
    if (from !== credentials.name || select.alias !== CREDENTIAL_ALIAS) {
      throw bad(
        sqlFile,
        `FROM begins with ${from} ${select.alias}, but a control that judges credentials reads FROM credentials c`,
      );
    }
    return { entity, table: entity };
  }
  const tables = [entity, ...companionsOf(entity)];
  const table = tables.find(({ name }) => name === from);
  if (table === undefined) {
    const names = tables.map(({ name }) => name).join(", ");
    throw bad(sqlFile, `FROM begins with ${from}, but ${entity.words.many} are the rows of ${names}`);
  }
  return { entity, table };
}

/** Checks that declaration and query agree: columns, credentials, parameters. Throws `UserError`. */
export function checkColumns(control: Control, sqlFile: string): void {
  const problem =
    columnProblem(control) ??
    credentialProblem(control) ??
    parameterProblem(control) ??
    limitProblem(control) ??
    fieldProblem(control) ??
    evidenceProblem(control);
  if (problem !== undefined) throw bad(sqlFile, problem);
}

/** The columns a control's query must have, and those it may have. */
function columnProblem({ declaration, select }: Control): string | undefined {
  const labels = Object.keys(declaration.labels).map((label) => `label_${label}`);
  const required = ["account_id", "subject_arn", ...VERDICT, ...labels];
  const known = new Set([
    ...required,
    "assumed",
    ...(declaration.credentials.length > 0 ? ["credential_id"] : []),
  ]);
  const missing = required.find((column) => !select.items.has(column));
  if (missing !== undefined) return `the column ${missing} is missing`;
  const extra = [...select.items.keys()].find((column) => !known.has(column));
  return extra === undefined ? undefined : `the column ${extra} is none that a control may have`;
}

/** Kinds that the entity has, and columns that credentials have. */
function credentialProblem({ declaration, entity, select }: Control): string | undefined {
  if (declaration.credentials.length === 0) return undefined;
  const { inColumns = [], inRows } = entity.credentials ?? {};
  const kinds: readonly string[] = [...inColumns.map(({ kind }) => kind), ...(inRows?.kinds ?? [])];
  const none = declaration.credentials.find((kind) => !kinds.includes(kind));
  if (none !== undefined) return `${entity.words.many} have no credential ${none}`;
  for (const tokens of select.items.values()) {
    const column = tokens
      .map((_, at) => credentialColumn(tokens, at))
      .find((name) => name !== undefined && credentialColumnType(name) === undefined);
    if (column !== undefined) return `a credential has no column ${column}`;
  }
  return undefined;
}

function parameterProblem({ declaration, select }: Control): string | undefined {
  const declared = new Set([...Object.keys(declaration.parameters), "as_of"]);
  const unknown = [...select.parameters].find((name) => !declared.has(name));
  if (unknown !== undefined) return `:${unknown} is not declared under parameters`;
  const unused = [...declared].find((name) => name !== "as_of" && !select.parameters.has(name));
  return unused === undefined ? undefined : `the parameter ${unused} is declared but never used`;
}

function limitProblem({ declaration: { tiers, parameters } }: Control): string | undefined {
  if (tiers?.limit === undefined || parameters[tiers.limit]?.type === "integer") return undefined;
  return `tiers.limit names ${tiers.limit}, which is no parameter with a number of days`;
}

function fieldProblem(control: Control): string | undefined {
  const field = control.declaration.evidence.fields.find((one) => quoted(control, one) === undefined);
  return field === undefined
    ? undefined
    : `evidence.fields names ${field}, which ${control.table.name} has not`;
}

function bad(file: string, what: string): UserError {
  return new UserError({ code: "bad_control", what: `${file}: ${what}.` });
}

function evidenceProblem({ declaration: { evidence } }: Control): string | undefined {
  const known = new Set<string>(EVIDENCE_KINDS);
  const unknown = [...evidence.required, ...evidence.mitigating].find((kind) => !known.has(kind));
  return unknown && `evidence names ${unknown}, which is none of ${EVIDENCE_KINDS.join(", ")}`;
}
