import type { DuckDBEngine } from "../engine/duckdb/open.js";
import { RowWriter } from "../lake/row-writer.js";
import type { RowOf } from "../model/table.js";
import { type Glob, glob, matches } from "../policy/glob.js";
import { arnParts, hasWildcard, resourcePattern } from "./arn-pattern.js";
import { controlsOf } from "./exception-schema.js";
import { type Place, ScopeBook } from "./exception-scope.js";
import { exceptionControls, exceptionRules, exceptionScopes } from "./exception-tables.js";
import type { ExceptionEntry } from "./read-exceptions.js";
import { validityAt } from "./validity.js";

/** What the written rules leave to be known. */
export interface WrittenRules {
  /** Patterns that need a look at every subject that the rules let through, by the number of their exception. */
  readonly patterns: ReadonlyMap<number, Glob>;
  /** The judged controls of each exception, in the order of the file. */
  readonly controls: readonly (readonly string[])[];
}

/** Writes exceptions as rows into the tables exception_rules, exception_controls and exception_scopes. */
export async function writeRules(
  engine: DuckDBEngine,
  entries: readonly ExceptionEntry[],
  places: readonly Place[],
  controlIds: readonly string[],
  asOf: number,
): Promise<WrittenRules> {
  const rules = await RowWriter.create(engine, exceptionRules);
  const controlRows = await RowWriter.create(engine, exceptionControls);
  const scopes = await RowWriter.create(engine, exceptionScopes);
  try {
    const book = new ScopeBook(places, (scope, { accountId, head }) =>
      scopes.add({ scope, account_id: accountId, head }),
    );
    const patterns = new Map<number, Glob>();
    for (const [n, { exception }] of entries.entries()) {
      const { columns, pattern } = subjectRule(exception.subject, book);
      if (pattern !== undefined) patterns.set(n, pattern);
      const { id, owner, ticket = null, expires } = exception;
      const valid = validityAt(exception, asOf) === "valid";
      rules.add({ n, id, owner, ticket, expires, valid, sure: pattern === undefined, ...columns });
    }
    const controls = entries.map(({ exception }) => judgedControls(controlsOf(exception), controlIds));
    for (const [n, ids] of controls.entries()) for (const id of ids) controlRows.add({ n, control_id: id });
    return { patterns, controls };
  } finally {
    for (const writer of [rules, controlRows, scopes]) writer.close();
  }
}

function judgedControls(wanted: readonly string[], ids: readonly string[]): string[] {
  const names = new Set(wanted);
  const globs = wanted.filter(hasWildcard).map(glob);
  return ids.filter((id) => names.has(id) || globs.some((one) => matches(one, id)));
}

type Subject = ExceptionEntry["exception"]["subject"];

/** The columns that tell the subject, and the pattern where they do not tell all of it. */
interface SubjectRule {
  readonly columns: Partial<RowOf<typeof exceptionRules>>;
  readonly pattern?: Glob;
}

/** The first five parts of any ARN. */
const EVERY_HEAD = "arn:*:*:*:*";

function subjectRule(subject: Subject, book: ScopeBook): SubjectRule {
  const { finding_id, user_name, credential_id = null } = subject;
  if (finding_id !== undefined) return { columns: { finding_id } };
  if (user_name !== undefined) {
    return { columns: { credential_id, scope: book.numberOf(EVERY_HEAD, subject), user_name } };
  }
  const parts = arnParts(subject.arn ?? subject.pattern ?? "");
  if (parts === undefined) throw new RangeError(`no ARN: ${JSON.stringify(subject)}`);
  const columns = { credential_id, scope: book.numberOf(parts.head, subject) };
  if (subject.arn !== undefined || !hasWildcard(parts.resource))
    return { columns: { ...columns, resource: parts.resource } };
  const { prefix, suffix, holds, minLength, simple, glob: own } = resourcePattern(parts.resource);
  return {
    columns: { ...columns, prefix, suffix, holds, min_length: minLength },
    ...(simple ? {} : { pattern: own }),
  };
}
