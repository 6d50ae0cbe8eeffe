/** Column types that every engine reads alike. Times are BIGINT: whole epoch seconds, UTC. `json` is VARCHAR text. */
export type ColumnType = "varchar" | "bigint" | "integer" | "boolean" | "varchar[]" | "json";

export interface Column {
  readonly type: ColumnType;
  /** What the column holds; units; what NULL means where that is not "not known". */
  readonly doc: string;
  /** A time in epoch seconds: shown as ISO 8601 wherever people read it. */
  readonly time?: true;
}

/** A table of the lake, declared once: DDL, row types, documentation and `--help` derive from it. */
export interface Table<Columns extends Record<string, Column> = Record<string, Column>> {
  readonly name: string;
  readonly doc: string;
  /** The columns that identify a row and order it in its file. */
  readonly key: readonly string[];
  readonly columns: Columns;
}

interface ValueOf {
  varchar: string;
  bigint: number;
  integer: number;
  boolean: boolean;
  "varchar[]": readonly string[];
  json: string;
}

/** The TypeScript row of a table: every column may be NULL, because evidence may be missing. */
export type RowOf<T> =
  T extends Table<infer Columns> ? { [K in keyof Columns]: ValueOf[Columns[K]["type"]] | null } : never;

export function defineTable<const Columns extends Record<string, Column>>(
  table: Table<Columns>,
): Table<Columns> {
  return table;
}

export const text = (doc: string) => ({ type: "varchar", doc }) as const;
export const flag = (doc: string) => ({ type: "boolean", doc }) as const;
export const count = (doc: string) => ({ type: "integer", doc }) as const;
export const time = (doc: string) => ({ type: "bigint", doc, time: true }) as const;
export const list = (doc: string) => ({ type: "varchar[]", doc }) as const;
export const json = (doc: string) => ({ type: "json", doc }) as const;
