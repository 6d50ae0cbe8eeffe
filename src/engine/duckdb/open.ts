import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DuckDBConnection, DuckDBInstance, DuckDBValue } from "@duckdb/node-api";
import type { Dialect, Engine, SqlRow } from "../engine.js";
import { stringLiteral } from "../sql.js";
import { duckdb } from "./api.js";
import { machineFault } from "./machine-fault.js";
import { allowedPaths } from "./path-literal.js";
import { refuseFunctions } from "./refuse-functions.js";
import { plainValue } from "./values.js";

export interface DuckDBOptions {
  readonly threads?: number;
  /** Such as "1GB"; beyond it DuckDB spills to `tempDir`. */
  readonly memoryLimit?: string;
  /** Made when it is needed, removed in the end; without it a folder among the temporary ones of the machine. */
  readonly tempDir?: string;
}

const dialect: Dialect = {
  name: "duckdb",
  md5: (expression) => `md5(${expression})`,
  json: (expression) => `CAST(to_json(${expression}) AS VARCHAR)`,
  hash64: (expression) => `CAST(hash(${expression}) >> 1 AS BIGINT)`,
  bitOr: (expression) => `bit_or(${expression})`,
  endsWith: (text, suffix) => `ends_with(${text}, ${suffix})`,
  replaceAll: (expression, pattern, replacement) =>
    `regexp_replace(${expression}, ${stringLiteral(pattern)}, ${stringLiteral(replacement)}, 'g')`,
  listElements: (table, column, kept) =>
    `SELECT ${[...kept, `unnest(list_distinct(${column})) AS value`].join(", ")} FROM ${table}`,
  jsonMembers: (table, column, kept) =>
    `SELECT ${[...kept, "unnest(map_keys(o)) AS key", "unnest(map_values(o)) AS value"].join(", ")} FROM (SELECT *,` +
    ` TRY_CAST(TRY_CAST(${column} AS JSON) AS MAP(VARCHAR, VARCHAR)) AS o FROM ${table} WHERE ${column} <> '{}') x`,
  jsonMember: (expression, name) => `json_extract_string(${expression}, ${stringLiteral(jsonPointer(name))})`,
  firstMember: (list, condition) => `list_min(list_filter(${list}, member -> ${condition("member")}))`,
  anyMember: (list, condition) => `len(list_filter(${list}, member -> ${condition("member")})) > 0`,
};

/** https://www.rfc-editor.org/rfc/rfc6901 */
function jsonPointer(name: string): string {
  return `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** The embedded engine, in memory. Extension auto-install and auto-load are off: an audit tool never calls out. */
export async function openDuckDB(options: DuckDBOptions = {}): Promise<DuckDBEngine> {
  const instance = await duckdb.DuckDBInstance.create(":memory:", {
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    memory_limit: options.memoryLimit ?? "2GB",
    ...(options.threads === undefined ? {} : { threads: String(options.threads) }),
    temp_directory: options.tempDir ?? join(tmpdir(), `iamspect-${process.pid}`),
  });
  return new DuckDBEngine(instance, await instance.connect());
}

export class DuckDBEngine implements Engine {
  readonly dialect = dialect;
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly instance: DuckDBInstance,
    readonly connection: DuckDBConnection,
  ) {}

  async run(sql: string): Promise<void> {
    await this.inTurn(() => this.connection.run(sql));
  }

  async all(sql: string): Promise<SqlRow[]> {
    const result = await this.inTurn(() => this.connection.runAndReadAll(sql));
    return toRows(result.columnNames(), result.getColumns(), result.currentRowCount);
  }

  /** Rows are fetched on a connection of their own: temporary tables are not seen, other queries not disturbed. */
  async *batches(sql: string): AsyncGenerator<SqlRow[]> {
    const connection = await this.instance.connect();
    try {
      const result = await guarded(() => connection.stream(sql));
      const names = result.columnNames();
      for (;;) {
        const chunk = await guarded(() => result.fetchChunk());
        if (chunk === null || chunk.rowCount === 0) return;
        yield toRows(names, chunk.getColumns(), chunk.rowCount);
      }
    } finally {
      connection.closeSync();
    }
  }

  /**
   * From here on no file but these is within reach, no network, no extension and no setting: for SQL that came
   * with a person's own controls.
   */
  async fence(paths: readonly string[]): Promise<void> {
    await this.run(`SET allowed_paths = ${allowedPaths(paths)}`);
    await this.run("SET enable_external_access = false");
    await this.run("SET lock_configuration = true");
  }

  /** Throws `UserError` where such SQL is no SELECT, or calls what `fence` does not keep it from. */
  async refuseFunctions(sql: string, what: string): Promise<void> {
    await this.inTurn(() => refuseFunctions(this.connection, sql, what));
  }

  /** Does work whose queries end when the time is over: what it gives, or undefined. */
  async within<T>(milliseconds: number, work: () => Promise<T>): Promise<T | undefined> {
    const end = performance.now() + milliseconds;
    // Time may be over between two queries, where there is nothing to interrupt.
    const watch = setInterval(() => {
      if (performance.now() >= end) this.connection.interrupt();
    }, 50);
    try {
      return await work();
    } catch (error) {
      if (performance.now() >= end && /INTERRUPT/.test(String(error))) return undefined;
      throw error;
    } finally {
      clearInterval(watch);
    }
  }

  close(): void {
    this.connection.closeSync();
    this.instance.closeSync();
  }

  /** One query after the other: two at once on a connection would take each other's results away. */
  private inTurn<T>(action: () => Promise<T>): Promise<T> {
    const turn = this.last.then(() => guarded(action));
    this.last = turn.catch(() => undefined);
    return turn;
  }
}

/** Column by column the values come twice as fast as row by row. */
function toRows(
  names: readonly string[],
  columns: readonly (readonly DuckDBValue[])[],
  count: number,
): SqlRow[] {
  return Array.from({ length: count }, (_, row) =>
    Object.fromEntries(names.map((name, index) => [name, plainValue(columns[index]?.[row] ?? null)])),
  );
}

/** Faults of the machine (disk full, no permission, memory) are the user's to solve; the rest are bugs. */
async function guarded<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw machineFault(error) ?? error;
  }
}
