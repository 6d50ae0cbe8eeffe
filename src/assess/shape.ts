import { tableNamed } from "../model/tables/index.js";
import { UserError } from "../model/user-error.js";
import { EVIDENCE_KINDS } from "../sources/index.js";
import type { Control } from "./control.js";
import { subjectTable } from "./select.js";

const VERDICT = ["applies", "fails", "aged_from", "since"] as const;

/** Checks that declaration and query agree: columns, table, parameters. Throws `UserError`. */
export function checkColumns(control: Control, sqlFile: string): void {
  const { declaration, select } = control;
  const problem =
    columnProblem(control) ?? parameterProblem(control) ?? fieldProblem(control) ?? evidenceProblem(control);
  if (problem !== undefined) {
    throw new UserError({ code: "bad_control", what: `${sqlFile}: ${problem}.` });
  }
  if (subjectTable(select) !== declaration.subject.table) {
    throw new UserError({
      code: "bad_control",
      what: `${sqlFile}: FROM begins with ${subjectTable(select)}, but the subject's table is ${declaration.subject.table}.`,
    });
  }
}

/** The columns a control's query must have, and those it may have. */
function columnProblem({ declaration, select }: Control): string | undefined {
  const own = declaration.credentials.flatMap((credential) =>
    VERDICT.map((column) => `${credential}_${column}`),
  );
  const labels = Object.keys(declaration.labels).map((label) => `label_${label}`);
  const required = [
    "account_id",
    "subject_arn",
    ...(declaration.credentials.length === 0 ? VERDICT : own),
    ...labels,
  ];
  const known = new Set([...required, ...VERDICT]);
  const missing = required.find((column) => !select.items.has(column));
  if (missing !== undefined) return `the column ${missing} is missing`;
  const extra = [...select.items.keys()].find((column) => !known.has(column));
  return extra === undefined ? undefined : `the column ${extra} is none that a control may have`;
}

function parameterProblem({ declaration, select }: Control): string | undefined {
  const declared = new Set([...Object.keys(declaration.parameters), "as_of"]);
  const unknown = [...select.parameters].find((name) => !declared.has(name));
  if (unknown !== undefined) return `:${unknown} is not declared under parameters`;
  const unused = [...declared].find((name) => name !== "as_of" && !select.parameters.has(name));
  return unused === undefined ? undefined : `the parameter ${unused} is declared but never used`;
}

function fieldProblem({ declaration }: Control): string | undefined {
  const { table, key } = declaration.subject;
  const columns = new Set(Object.keys(tableNamed(table).columns));
  if (!columns.has(key)) return `subject.key names ${key}, which ${table} has not`;
  const field = declaration.evidence.fields.find((column) => !columns.has(column));
  return field === undefined ? undefined : `evidence.fields names ${field}, which ${table} has not`;
}

function evidenceProblem({ declaration: { evidence } }: Control): string | undefined {
  const known = new Set<string>(EVIDENCE_KINDS);
  const unknown = [...evidence.required, ...evidence.mitigating].find((kind) => !known.has(kind));
  return unknown && `evidence names ${unknown}, which is none of ${EVIDENCE_KINDS.join(", ")}`;
}
