/** A value as an engine returns it: BIGINT counts and times fit a JavaScript number. */
export type SqlValue = string | number | boolean | null | readonly SqlValue[];
export type SqlRow = Record<string, SqlValue>;

/** The few things in which the engines' SQL differs, so that queries are written once. */
export interface Dialect {
  readonly name: "duckdb" | "trino";
  /** Lower-case hexadecimal MD5 of a text expression. */
  md5(expression: string): string;
  /** JSON text of a text or list expression, quoted and escaped; NULL stays NULL. */
  json(expression: string): string;
  /** A hash of a text expression, a BIGINT from 0 on: equal within an engine, not between engines or their versions. */
  hash64(expression: string): string;
  /** The aggregate that joins the bits of whole numbers. */
  bitOr(expression: string): string;
  /** Whether a text ends with another one; both are expressions. */
  endsWith(text: string, suffix: string): string;
  /** Text with every match of a regular expression replaced by plain text. */
  replaceAll(expression: string, pattern: string, replacement: string): string;
  /** SELECT of columns of a table, and the `value` of each distinct element of the lists that a column of it holds. */
  listElements(table: string, column: string, kept: readonly string[]): string;
  /** SELECT of columns of a table, and `key` and `value` of each member of the JSON objects that a column of it holds. */
  jsonMembers(table: string, column: string, kept: readonly string[]): string;
  /** Text of a member of a JSON object that is held as text; NULL where there is none. */
  jsonMember(expression: string, name: string): string;
  /** Whether a condition holds for a member of a list. */
  anyMember(list: string, condition: (member: string) => string): string;
  /** The first text of a list, in the order of the letters, for which a condition holds; NULL where there is none. */
  firstMember(list: string, condition: (member: string) => string): string;
}

/** A SQL engine over the lake. */
export interface Engine {
  readonly dialect: Dialect;
  /** Runs statements that return nothing. */
  run(sql: string): Promise<void>;
  /** All rows of a query. */
  all(sql: string): Promise<SqlRow[]>;
  /** The rows of a query in batches, fetched as they are asked for, so that memory stays flat. */
  batches(sql: string): AsyncIterable<SqlRow[]>;
  close(): void;
}
