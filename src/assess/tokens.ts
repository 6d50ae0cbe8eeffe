import { UserError } from "../model/user-error.js";

export interface Token {
  readonly kind: "word" | "parameter" | "string" | "quoted" | "space" | "comment" | "symbol";
  readonly text: string;
}

const PATTERNS: readonly [Token["kind"], RegExp][] = [
  ["space", /\s+/y],
  ["comment", /--[^\n]*|\/\*[\s\S]*?\*\//y],
  ["string", /'(?:[^']|'')*'/y],
  ["quoted", /"(?:[^"]|"")*"/y],
  ["parameter", /:[a-zA-Z_]\w*/y],
  ["word", /[A-Za-z_]\w*|\d+(?:\.\d+)?/y],
  ["symbol", /<=|>=|<>|!=|\|\||./y],
];

/** Splits SQL into tokens, so that nothing is replaced inside a string, a quoted name or a comment. */
export function tokenize(sql: string, where: string): Token[] {
  const tokens: Token[] = [];
  let position = 0;
  while (position < sql.length) {
    const token = nextToken(sql, position);
    if (token === undefined) {
      const line = sql.slice(0, position).split("\n").length;
      throw new UserError({
        code: "bad_control_sql",
        what: `${where}:${line}: ${JSON.stringify(sql[position])} starts nothing that SQL knows.`,
      });
    }
    tokens.push(token);
    position += token.text.length;
  }
  return tokens;
}

function nextToken(sql: string, position: number): Token | undefined {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = position;
    const match = pattern.exec(sql);
    if (match !== null) return { kind, text: match[0] };
  }
  return undefined;
}
