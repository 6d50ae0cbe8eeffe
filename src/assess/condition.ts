import { stringLiteral } from "../engine/sql.js";
import { accounts } from "../entities/account.js";
import { credentials } from "../model/credential.js";
import type { Entity, LakeTable } from "../model/entity.js";
import { UserError } from "../model/user-error.js";
import { EVIDENCE_KINDS } from "../sources/index.js";
import { companionsOf, entityOf } from "../sources/tables.js";
import { CREDENTIAL_ALIAS } from "./bind.js";
import { type Token, tokenize } from "./tokens.js";

/** Something with rows that belong to subjects or their accounts, and the letter that conditions call it by. */
export interface Aliased {
  readonly alias: string;
  /** What stands in FROM. */
  readonly source: string;
  readonly columns: readonly string[];
}

/** The tables of a kind of subject: its own, and those with a row for each of its rows. */
export function subjectTables(entity: Entity): readonly Aliased[] {
  return [entity, ...companionsOf(entity)].map((table) => aliased(table, table.alias));
}

/** Of the account of whatever subject: the account itself, and how collecting its evidence ended. */
export const ACCOUNT_TABLES: readonly Aliased[] = [aliased(accounts, "a"), coverageByAccount()];

function aliased({ name, columns }: LakeTable, alias: string): Aliased {
  return { alias, source: name, columns: [...Object.keys(columns), "as_of"] };
}

/** `e.scp = 'ok'`: one column for each kind of evidence with its status, and when the credential report was made. */
function coverageByAccount(): Aliased {
  const of = (kind: string, column: string) =>
    `max(CASE WHEN kind = ${stringLiteral(kind)} THEN ${column} END)`;
  const columns = {
    ...Object.fromEntries(EVIDENCE_KINDS.map((kind) => [kind, of(kind, "status")])),
    report_generated_at: of("credential_report", "generated_at"),
  };
  const selected = Object.entries(columns).map(([name, sql]) => `${sql} AS ${name}`);
  return {
    alias: "e",
    source: `(SELECT account_id, ${selected.join(", ")} FROM coverage GROUP BY account_id)`,
    columns: ["account_id", ...Object.keys(columns)],
  };
}

/** A condition belongs in a SELECT of ours: whatever could end it, or begin another query, is refused. */
const FORBIDDEN = new Set(
  "SELECT FROM WHERE WITH UNION JOIN INTO VALUES GROUP ORDER LIMIT OVER EXISTS ATTACH COPY".split(" "),
);

/**
 * Takes apart a SQL condition on a subject that stands in a control's YAML, such as
 * `u.created_at > e.report_generated_at`. It may name the columns of the subject's tables, of its account (`a`), of what
 * was collected of it (`e`), of any credential of the subject (`c`: it holds where it does for one of them), and
 * parameters. Throws `UserError`.
 */
export function parseCondition(sql: string, where: string, kind: string): readonly Token[] {
  const tokens = tokenize(sql, where).filter((token) => token.kind !== "comment");
  const words = tokens.filter((token) => token.kind !== "space");
  const problem = shapeProblem(words) ?? columnProblem(words, entityOf(kind));
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

function columnProblem(words: readonly Token[], entity: Entity): string | undefined {
  const ofCredentials =
    entity.credentials === undefined
      ? []
      : [{ alias: CREDENTIAL_ALIAS, columns: Object.keys(credentials.columns) }];
  const known = [...subjectTables(entity), ...ACCOUNT_TABLES, ...ofCredentials];
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
