import { UserError } from "../../model/user-error.js";
import type { SqlRow } from "../engine.js";
import { identifier } from "../sql.js";
import { duckdb } from "./api.js";
import { allowedPaths } from "./path-literal.js";
import { refuseFunctions } from "./refuse-functions.js";
import { registerText, type TextFunction } from "./text-function.js";
import { plainValue } from "./values.js";

/** What such a query reaches. */
export interface Fenced {
  /** Parquet files, whole paths. */
  readonly files: readonly string[];
  /** Statements of ours that make what the views need beside the files. */
  readonly statements: readonly string[];
  /** SELECTs of ours over them, by the name of the view that each is; those that read others come after them. */
  readonly views: Readonly<Record<string, string>>;
  /** Functions that the views call. */
  readonly functions?: readonly TextFunction[];
}

/**
 * Runs SQL that a person wrote: exactly one SELECT, over views of exactly these files, with no other file, no
 * network, no extension and no setting within reach. Give it a process of its own, so that it can be ended.
 */
export async function* fencedQuery(
  sql: string,
  { files, statements, views, functions = [] }: Fenced,
): AsyncGenerator<SqlRow[]> {
  const instance = await duckdb.DuckDBInstance.create(":memory:", {
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    memory_limit: "1GB",
    threads: "2",
    temp_directory: "",
  });
  const connection = await instance.connect();
  try {
    await connection.run(`SET allowed_paths = ${allowedPaths(files)}`);
    for (const statement of statements) await connection.run(statement);
    for (const one of functions) registerText(connection, one);
    for (const [view, select] of Object.entries(views)) {
      await connection.run(`CREATE VIEW ${identifier(view)} AS ${select}`);
    }
    await connection.run("SET enable_external_access = false");
    await connection.run("SET lock_configuration = true");
    const asked = await connection.extractStatements(sql);
    if (asked.count !== 1) throw refused(`${asked.count} statements were given`);
    const prepared = await asked.prepare(0);
    const { StatementType } = duckdb;
    if (prepared.statementType !== StatementType.SELECT) {
      throw refused(`it is a ${StatementType[prepared.statementType] ?? "different"} statement`);
    }
    await refuseFunctions(connection, sql);
    const result = await prepared.stream();
    const names = result.columnNames();
    for (;;) {
      const chunk = await result.fetchChunk();
      if (chunk === null || chunk.rowCount === 0) return;
      yield chunk
        .getRows()
        .map((values) =>
          Object.fromEntries(names.map((name, index) => [name, plainValue(values[index] ?? null)])),
        );
    }
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

function refused(why: string): UserError {
  return new UserError({ code: "bad_query", what: `Only one SELECT is run: ${why}.` });
}
