import { UserError } from "../model/user-error.js";
import { type Token, tokenize } from "./tokens.js";

/** A control's query, taken apart just enough to put several of them into one pass over a table. */
export interface Select {
  /** Expression of each output column by its alias, parameters still in it. */
  readonly items: ReadonlyMap<string, readonly Token[]>;
  /** All from the word FROM on. */
  readonly from: readonly Token[];
  /** Alias of the subject's table, the first one after FROM. */
  readonly alias: string;
  /** Names of all parameters that occur. */
  readonly parameters: ReadonlySet<string>;
}

/** Takes apart `SELECT expression AS name, ... FROM table alias ...`; throws `UserError` on any other shape. */
export function parseSelect(sql: string, where: string): Select {
  const tokens = tokenize(sql, where).filter((token) => token.kind !== "comment");
  const words = tokens.filter((token) => token.kind !== "space");
  if (words[0]?.text.toUpperCase() !== "SELECT") throw shape(where, "it must begin with SELECT");
  const first = tokens.findIndex((token) => token.kind === "word");
  const fromIndex = topLevel(tokens).find((index) => tokens[index]?.text.toUpperCase() === "FROM");
  if (fromIndex === undefined) throw shape(where, "it has no FROM");
  const from = tokens.slice(fromIndex);
  checkClauses(tokens, from, where);
  const [, table, alias] = from.filter((token) => token.kind !== "space");
  if (table?.kind !== "word" || alias?.kind !== "word") {
    throw shape(where, "FROM must name the subject's table and an alias, as in FROM iam_users u");
  }
  return {
    items: selectItems(tokens.slice(first + 1, fromIndex), where),
    from,
    alias: alias.text,
    parameters: new Set(words.filter((token) => token.kind === "parameter").map(({ text }) => text.slice(1))),
  };
}

/** Clauses that would drop or reorder subjects: a subject that is not there is judged by nobody. */
const FORBIDDEN = new Set(
  "WHERE GROUP HAVING ORDER LIMIT OFFSET FETCH UNION INTERSECT EXCEPT WINDOW QUALIFY".split(" "),
);

function checkClauses(tokens: readonly Token[], from: readonly Token[], where: string): void {
  const clause = topLevel(from)
    .map((index) => from[index]?.text.toUpperCase() ?? "")
    .find((word) => FORBIDDEN.has(word));
  if (clause !== undefined) {
    throw shape(
      where,
      `${clause} is not allowed; every subject gets a row, and \`applies\` says whom it concerns`,
    );
  }
  let depth = 0;
  for (const { text } of tokens) {
    if (text === ";") throw shape(where, "it must be one statement, without ;");
    depth += text === "(" ? 1 : text === ")" ? -1 : 0;
    if (depth < 0) break;
  }
  if (depth !== 0) throw shape(where, "its parentheses do not match");
}

/** The table a query's FROM begins with. */
export function subjectTable(select: Select): string {
  return select.from.filter((token) => token.kind !== "space")[1]?.text ?? "";
}

/** Whether FROM names the subject's table and no other. */
export function readsOneTable(select: Select): boolean {
  return select.from.filter((token) => token.kind !== "space").length === 3;
}

function selectItems(tokens: readonly Token[], where: string): Map<string, readonly Token[]> {
  const items = new Map<string, readonly Token[]>();
  for (const item of splitAtCommas(tokens)) {
    const words = item.filter((token) => token.kind !== "space");
    const last = words.at(-1);
    const before = words.at(-2);
    if (last?.kind !== "word" || words.length < 2) throw shape(where, "every column needs AS and a name");
    const named = before?.text.toUpperCase() === "AS";
    if (!named && before?.text !== ".")
      throw shape(where, `the column before "${last.text}" needs AS and a name`);
    if (items.has(last.text)) throw shape(where, `two columns are called ${last.text}`);
    items.set(last.text, named ? withoutAlias(item) : item);
  }
  return items;
}

/** The expression without ` AS name` at its end. */
function withoutAlias(item: readonly Token[]): readonly Token[] {
  const end = item.findLastIndex((token) => token.kind === "word" && token.text.toUpperCase() === "AS");
  return item.slice(0, end);
}

/** Indexes of the tokens that stand in no parentheses. */
function topLevel(tokens: readonly Token[]): number[] {
  let depth = 0;
  const indexes: number[] = [];
  tokens.forEach((token, index) => {
    if (token.text === "(" || token.text === "[") depth += 1;
    else if (token.text === ")" || token.text === "]") depth -= 1;
    else if (depth === 0) indexes.push(index);
  });
  return indexes;
}

function splitAtCommas(tokens: readonly Token[]): Token[][] {
  const commas = topLevel(tokens).filter((index) => tokens[index]?.text === ",");
  const parts: Token[][] = [];
  let start = 0;
  for (const index of [...commas, tokens.length]) {
    parts.push(tokens.slice(start, index));
    start = index + 1;
  }
  return parts;
}

function shape(where: string, why: string): UserError {
  return new UserError({
    code: "bad_control_sql",
    what: `${where} is not a control query: ${why}.`,
    fix: "Write one SELECT: account_id, subject_arn, then applies, fails, aged_from and since (see docs/controls.md).",
  });
}
