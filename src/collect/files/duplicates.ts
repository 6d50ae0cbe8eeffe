import type { DuckDBEngine } from "../../engine/duckdb/open.js";
import { type ReportRows, ROW_COLUMNS } from "./report-rows.js";
import { repairedSql } from "./report-sql.js";

/**
 * Makes one row of each user that the reports name more than once. Equal rows collapse; of different ones it
 * cannot be told which is true, so the user becomes unknown. Gives the ARNs of those.
 */
export async function foldDuplicates(engine: DuckDBEngine, rows: ReportRows): Promise<Set<string>> {
  if (!(await rows.hasTwins())) return new Set();
  await engine.run(
    "CREATE OR REPLACE TEMP TABLE twice AS SELECT arn FROM report_rows GROUP BY arn HAVING count(*) > 1",
  );
  const names = ROW_COLUMNS.map(([name]) => name);
  const compared = names.filter((name) => name !== '"arn"' && name !== "fault" && name !== "lost");
  const same = compared
    .map((name) => `count(DISTINCT coalesce(CAST(${name} AS VARCHAR), '')) <= 1`)
    .join(" AND ");
  const values = names.map((name) => {
    if (name === '"arn"') return name;
    if (name === "fault" || name === "lost") return `(bool_or(${name}) OR NOT (${same})) AS ${name}`;
    return `min(${name}) AS ${name}`;
  });
  const twice = (table: string) => `FROM ${table} WHERE arn IN (SELECT arn FROM twice)`;
  await engine.run(
    `CREATE OR REPLACE TEMP TABLE folded AS SELECT min(file_no), ${values.join(", ")}, NOT (${same}) AS conflict ${twice("report_rows")} GROUP BY arn`,
  );
  await rows.change(`DELETE ${twice("report_table")}`);
  await rows.change("INSERT INTO report_table SELECT * EXCLUDE (conflict) FROM folded");
  const conflicts = await engine.all("SELECT arn FROM folded WHERE conflict");
  return new Set(conflicts.map(({ arn }) => String(arn)));
}

/**
 * Takes the evidence out of rows of which nothing can be believed: their users become unknown, never pass or fail. Of other
 * rows bad values go, and what rests on them becomes unknown.
 */
export async function repairRows(rows: ReportRows, asOf: number): Promise<void> {
  const kept = new Set(['"user"', '"arn"', "account_id", "partition", "is_root", "fault", "lost"]);
  const cleared = ROW_COLUMNS.filter(([name]) => !kept.has(name)).map(([name]) => `${name} = NULL`);
  const repaired = Object.entries(repairedSql(asOf)).map(([name, sql]) => `${name} = ${sql}`);
  await rows.change(`UPDATE report_table SET ${cleared.join(", ")} WHERE lost`);
  await rows.change(`UPDATE report_table SET ${repaired.join(", ")}, fault = FALSE WHERE fault AND NOT lost`);
}
