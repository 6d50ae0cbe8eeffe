import { join } from "node:path";
import type { DuckDBEngine } from "../../engine/duckdb/open.js";
import { pathLiteral } from "../../engine/duckdb/path-literal.js";
import { identifier } from "../../engine/sql.js";
import { parquetTarget } from "../../lake/parquet.js";
import { REPORT_COLUMNS } from "../../sources/credential-report/reported.js";
import { KNOWN_COLUMNS, knownColumns, misnamedSql } from "./report-sql.js";
import { USERS_LAYOUT, type UserSources, usersSql } from "./users-sql.js";

const TYPES = { name: "VARCHAR", text: "VARCHAR", time: "BIGINT", boolean: "BOOLEAN" } as const;

/** Columns of `report_rows` after the file number: typed report columns and what was made of the row. */
export const ROW_COLUMNS: readonly (readonly [string, string])[] = [
  ...[...REPORT_COLUMNS].map(([name, { kind }]) => [identifier(name), TYPES[kind]] as const),
  ...Object.keys(KNOWN_COLUMNS).map((name) => [name, "BOOLEAN"] as const),
  ["account_id", "VARCHAR"],
  ["partition", "VARCHAR"],
  ["is_root", "BOOLEAN"],
  // Something in the row is wrong; lost: nothing in it can be believed.
  ["fault", "BOOLEAN"],
  ["lost", "BOOLEAN"],
];
const ALL_COLUMNS = [["file_no", "INTEGER"], ...ROW_COLUMNS] as const;
const NAMES = ALL_COLUMNS.map(([name]) => name).join(", ");

/** Users of one report, in a file that is the table `iam_users` where there is nothing but this report. */
export interface UsersFile {
  readonly path: string;
  readonly fileNo: number;
  readonly header: readonly string[];
  /** What was known besides the report. */
  readonly sources: UserSources;
  readonly rows: number;
  /** The partition of all ARNs, as SQL: a look at what is told of whole row groups spares a look at each. */
  readonly partition: string;
}

/**
 * The rows of all reports: the view `report_rows` over the table `report_table` and the users of large reports, which
 * stay in their files, so that millions of them need no memory. To be changed they must be in the table.
 */
export class ReportRows {
  private files: UsersFile[] = [];

  private constructor(
    private readonly engine: DuckDBEngine,
    private readonly folder: string,
  ) {}

  /** `folder` takes the files. */
  static async create(engine: DuckDBEngine, folder: string): Promise<ReportRows> {
    const columns = ALL_COLUMNS.map(([name, type]) => `${name} ${type}`).join(", ");
    await engine.run(`CREATE OR REPLACE TEMP TABLE report_table (${columns})`);
    const rows = new ReportRows(engine, folder);
    await rows.show();
    return rows;
  }

  async insert(rows: string): Promise<void> {
    await this.engine.run(`INSERT INTO report_table SELECT ${NAMES} FROM (${rows})`);
  }

  /** Writes the users among the rows of a report. They are no part of `report_rows` before `keep` makes them so. */
  async writeUsers(rows: string, of: Pick<UsersFile, "fileNo" | "header" | "sources">): Promise<UsersFile> {
    const path = join(this.folder, `users-${of.fileNo}.parquet`);
    const sql = usersSql(of.sources, `(${rows})`);
    const [written] = await this.engine.all(`COPY (${sql}) TO ${parquetTarget(path, USERS_LAYOUT)}`);
    const isAws = (border: string) => `starts_with(stats_${border}_value, 'arn:aws:')`;
    const [arns] = await this.engine.all(
      `SELECT bool_and(${isAws("min")} AND ${isAws("max")}) AS aws FROM parquet_metadata(${pathLiteral(path)})` +
        " WHERE path_in_schema = 'arn'",
    );
    const partition = arns?.aws === true ? "'aws'" : "split_part(arn, ':', 2)";
    return { ...of, path, rows: Number(written?.Count), partition };
  }

  async keep(file: UsersFile): Promise<void> {
    this.files.push(file);
    await this.show();
  }

  /** The file that is the table `iam_users` already; undefined where that must be put together. */
  async usersTable(sources: UserSources): Promise<UsersFile | undefined> {
    const file = await this.onlyFile();
    return JSON.stringify(file?.sources) === JSON.stringify(sources) ? file : undefined;
  }

  /** Is a user there more than once? In the order of a file twins are neighbours; else hashes of their ARNs are. */
  async hasTwins(): Promise<boolean> {
    const file = await this.onlyFile();
    const alike = (rows: string) => `SELECT 1 FROM ${rows} GROUP BY hash(arn) HAVING count(*) > 1`;
    const inFile = `SELECT 1 FROM (SELECT arn = lag(arn) OVER () AS twin FROM ${source(file?.path ?? "")}) WHERE twin`;
    const sql = file === undefined ? alike("report_rows") : `${inFile} UNION ALL ${alike("report_table")}`;
    return (await this.engine.all(`SELECT 1 FROM (${sql}) LIMIT 1`)).length > 0;
  }

  /** The file that has all users. */
  private async onlyFile(): Promise<UsersFile | undefined> {
    const rest = await this.engine.all("SELECT 1 FROM report_table WHERE NOT is_root LIMIT 1");
    return this.files.length === 1 && rest.length === 0 ? this.files[0] : undefined;
  }

  /** Runs a statement that changes rows of `report_table`; all rows are in it then. */
  async change(sql: string): Promise<void> {
    if (this.files.length > 0) {
      for (const file of this.files) await this.insert(rowsSql(file));
      this.files = [];
      await this.show();
    }
    await this.engine.run(sql);
  }

  async drop(): Promise<void> {
    await this.engine.run("DROP VIEW report_rows");
    await this.engine.run("DROP TABLE report_table");
  }

  private async show(): Promise<void> {
    const parts = ["report_table", ...this.files.map((file) => `(${rowsSql(file)})`)];
    const sql = parts.map((part) => `SELECT ${NAMES} FROM ${part}`).join(" UNION ALL ");
    await this.engine.run(`CREATE OR REPLACE TEMP VIEW report_rows AS ${sql}`);
  }
}

/** Rows of a report, of what was written of its users. */
function rowsSql({ path, fileNo, header, partition }: UsersFile): string {
  const values = [...REPORT_COLUMNS].map(([name, { column }]) => `${column} AS ${identifier(name)}`);
  return (
    `SELECT ${fileNo} AS file_no, ${[...values, ...knownColumns(header)].join(", ")}, account_id,` +
    ` ${partition} AS partition, FALSE AS is_root, NOT in_report AS fault, ${misnamedSql("user_name")} AS lost` +
    ` FROM ${source(path)}`
  );
}

function source(path: string): string {
  return `read_parquet(${pathLiteral(path)}, hive_partitioning = false)`;
}
