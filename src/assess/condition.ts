import { UserError } from "../model/user-error.js";
import { ACCOUNT_TABLES, SUBJECT_TABLES, type SubjectKind } from "./subject-tables.js";
import { type Token, tokenize } from "./tokens.js";

/** A condition belongs in a SELECT of ours: whatever could end it, or begin another query, is refused. */
const FORBIDDEN = new Set(
  "SELECT FROM WHERE WITH UNION JOIN INTO VALUES GROUP ORDER LIMIT OVER EXISTS ATTACH COPY".split(" "),
);

/**
 * Takes apart a SQL condition on a subject that stands in a control's YAML, such as
 * `u.created_at > c.report_generated_at`. It may name the columns of the subject's tables, of its account (`a`) and of
 * what was collected of it (`c`), and parameters. Throws `UserError`.
 */
export function parseCondition(sql: string, where: string, kind: SubjectKind): readonly Token[] {
  const tokens = tokenize(sql, where).filter((token) => token.kind !== "comment");
  const words = tokens.filter((token) => token.kind !== "space");
  const problem = shapeProblem(words) ?? columnProblem(words, kind);
  if (problem !== undefined) throw new UserError({ code: "bad_condition", what: `${where}: ${problem}.` });
  return tokens;
}

function shapeProblem(words: readonly Token[]): string | undefined {
  if (words.length === 0) return "the condition is empty";
  const clause = words.find(({ kind, text }) => kind === "word" && FORBIDDEN.has(text.toUpperCase()));
  if (clause !== undefined) return `a condition may not contain ${clause.text}`;
  const quoted = words.find(({ kind }) => kind === "quoted");
  if (quoted !== undefined) return `a condition may not contain a quoted name, as ${quoted.text}`;
  let depth = 0;
  for (const { text } of words) {
    if (text === ";") return "a condition may not contain ;";
    depth += text === "(" ? 1 : text === ")" ? -1 : 0;
    if (depth < 0) break;
  }
  return depth === 0 ? undefined : "its parentheses do not match";
}

function columnProblem(words: readonly Token[], kind: SubjectKind): string | undefined {
  const { base, others } = SUBJECT_TABLES[kind];
  const known = [base, ...others, ...ACCOUNT_TABLES];
  for (const [index, { text }] of words.entries()) {
    const [before, after] = [words[index - 1], words[index + 1]];
    if (text !== "." || before?.kind !== "word" || after === undefined) continue;
    const table = known.find(({ alias }) => alias === before.text);
    if (table === undefined) {
      return `there is no ${before.text}; there is ${known.map(({ alias }) => alias).join(", ")}`;
    }
    if (!table.columns.includes(after.text)) return `${before.text} has no column ${after.text}`;
  }
  return undefined;
}
