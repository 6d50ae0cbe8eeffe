import { identifier, stringLiteral } from "../../engine/sql.js";
import { NO_VALUE, REPORT_COLUMNS } from "./report-columns.js";

const NONE = NO_VALUE.map((word) => `'${word}'`).join(", ");

/** A column of the file by its place: names come from outside and never get into SQL. */
const at = (index: number) => `c${index}`;

/** Whole epoch seconds of a report's time: `...Z` and `...+00:00`; NULL for N/A and its like, and for faults. */
function timeSql(value: string): string {
  return (
    `CASE WHEN length(${value}) < 20 THEN NULL` +
    ` WHEN substr(${value}, 20) IN ('Z', '+00:00') THEN CAST(epoch(try_strptime(substr(${value}, 1, 19), '%Y-%m-%dT%H:%M:%S')) AS BIGINT)` +
    ` ELSE CAST(floor(epoch(TRY_CAST(${value} AS TIMESTAMPTZ))) AS BIGINT) END`
  );
}

function booleanSql(value: string): string {
  return `CASE lower(${value}) WHEN 'true' THEN TRUE WHEN 'false' THEN FALSE END`;
}

/** Typed columns of a report's rows, and `fault`: a value that is neither of its kind nor a word for none. */
export function typedReportSql(header: readonly string[], from: string, asOf: number): string {
  const typed: string[] = [];
  const faults: string[] = [];
  for (const [name, { kind, mayBeFuture }] of REPORT_COLUMNS) {
    const index = header.indexOf(name);
    const value = at(index);
    if (index < 0) typed.push(`CAST(NULL AS ${sqlType(kind)}) AS ${identifier(name)}`);
    else if (kind === "time" || kind === "boolean") {
      typed.push(`${kind === "time" ? timeSql(value) : booleanSql(value)} AS ${identifier(name)}`);
      faults.push(`(${identifier(name)} IS NULL AND coalesce(lower(${value}), '') NOT IN (${NONE}))`);
      if (kind === "time" && mayBeFuture === undefined)
        faults.push(`coalesce(${identifier(name)} > ${asOf}, FALSE)`);
    } else {
      typed.push(`${kind === "text" ? `nullif(${value}, 'N/A')` : value} AS ${identifier(name)}`);
    }
  }
  const known = ["password_last_used", "access_key_1_last_used_date", "access_key_2_last_used_date"];
  const use = known.map((name, i) => `${header.includes(name)} AS use_known_${i}`);
  const arn = `regexp_matches(arn, '^arn:aws[a-z-]*:iam::[0-9]{12}:(root$|user/.)')`;
  return (
    `SELECT *, split_part(arn, ':', 5) AS account_id, split_part(arn, ':', 2) AS partition,` +
    ` (${[`NOT coalesce(${arn}, FALSE)`, ...faults].join(" OR ")}) AS fault` +
    ` FROM (SELECT file_no, ${[...typed, ...use].join(", ")}, ${header.map((_, i) => at(i)).join(", ")} FROM ${from})`
  );
}

/**
 * `read_csv` over files that share a header; rows it cannot split go to the reject tables. `numbered`: each row
 * is led by the number of the file it came from; else the column `filename` tells it.
 */
export function readCsvSql(
  files: readonly string[],
  columns: number,
  rejects: string,
  numbered: boolean,
): string {
  const names = Array.from({ length: columns }, (_, index) => `'${at(index)}': 'VARCHAR'`);
  const all = numbered ? ["'file_no': 'INTEGER'", ...names] : names;
  return (
    `read_csv([${files.map(stringLiteral).join(", ")}], header = true, auto_detect = false,` +
    ` columns = {${all.join(", ")}}, delim = ',', quote = '"', escape = '"', filename = ${!numbered},` +
    ` max_line_size = 1048576, store_rejects = true, rejects_table = 'errors_${rejects}', rejects_scan = 'scans_${rejects}')`
  );
}

function sqlType(kind: "name" | "time" | "boolean" | "text"): string {
  return kind === "time" ? "BIGINT" : kind === "boolean" ? "BOOLEAN" : "VARCHAR";
}
