import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { UserError } from "../../model/user-error.js";
import type { Dialect, Engine, SqlRow } from "../engine.js";
import { plainValue } from "./values.js";

export interface DuckDBOptions {
  readonly threads?: number;
  /** Such as "1GB"; beyond it DuckDB spills to `tempDir`. */
  readonly memoryLimit?: string;
  readonly tempDir?: string;
}

const dialect: Dialect = {
  name: "duckdb",
  md5: (expression) => `md5(${expression})`,
  jsonString: (expression) => `CAST(to_json(${expression}) AS VARCHAR)`,
};

/** The embedded engine, in memory. Extension auto-install and auto-load are off: an audit tool never calls out. */
export async function openDuckDB(options: DuckDBOptions = {}): Promise<DuckDBEngine> {
  const instance = await DuckDBInstance.create(":memory:", {
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    memory_limit: options.memoryLimit ?? "2GB",
    ...(options.threads === undefined ? {} : { threads: String(options.threads) }),
    ...(options.tempDir === undefined ? {} : { temp_directory: options.tempDir }),
  });
  const connection = await instance.connect();
  return new DuckDBEngine(connection, () => instance.closeSync());
}

export class DuckDBEngine implements Engine {
  readonly dialect = dialect;

  constructor(
    readonly connection: DuckDBConnection,
    private readonly onClose: () => void,
  ) {}

  async run(sql: string): Promise<void> {
    await this.guard(() => this.connection.run(sql));
  }

  async all(sql: string): Promise<SqlRow[]> {
    const rows: SqlRow[] = [];
    for await (const batch of this.batches(sql)) for (const row of batch) rows.push(row);
    return rows;
  }

  async *batches(sql: string): AsyncGenerator<SqlRow[]> {
    const result = await this.guard(() => this.connection.stream(sql));
    const names = result.columnNames();
    for (;;) {
      const chunk = await this.guard(() => result.fetchChunk());
      if (chunk === null || chunk.rowCount === 0) return;
      yield chunk
        .getRows()
        .map((values) =>
          Object.fromEntries(names.map((name, index) => [name, plainValue(values[index] ?? null)])),
        );
    }
  }

  close(): void {
    this.connection.closeSync();
    this.onClose();
  }

  /** Faults of the machine (disk full, no permission, memory) are the user's to solve; the rest are bugs. */
  private async guard<T>(action: () => Promise<T>): Promise<T> {
    try {
      return await action();
    } catch (error) {
      throw machineFault(error) ?? error;
    }
  }
}

function machineFault(error: unknown): UserError | undefined {
  const message = error instanceof Error ? error.message : String(error);
  if (/No space left|File too large|Could not write|disk full/i.test(message)) {
    return new UserError({
      code: "disk_full",
      what: "A file could not be written.",
      why: firstLine(message),
      fix: "Free disk space (or raise the file size limit), or name another place with --lake DIR.",
      exitCode: 1,
      cause: error,
    });
  }
  if (/Permission denied|Read-only file system/i.test(message)) {
    return new UserError({
      code: "not_writable",
      what: "A file could not be opened.",
      why: firstLine(message),
      fix: "Check who owns the folder, or name another place with --lake DIR.",
      exitCode: 1,
      cause: error,
    });
  }
  if (/Out of Memory/i.test(message)) {
    return new UserError({
      code: "out_of_memory",
      what: "The query needs more memory than it may use.",
      why: firstLine(message),
      exitCode: 1,
      cause: error,
    });
  }
  return undefined;
}

function firstLine(message: string): string {
  return message.split("\n", 1)[0] ?? message;
}
