import { pathLiteral } from "../../engine/duckdb/path-literal.js";
import { identifier, stringLiteral } from "../../engine/sql.js";
import { ARN_PATTERN, type ColumnKind, NO_VALUE, REPORT_COLUMNS, TIME_PATTERN } from "./report-columns.js";

const NONE = NO_VALUE.map((word) => `'${word}'`).join(", ");

/** Flags of a row, and the columns without which they are false: no date then stands for "never used" or "no key". */
export const KNOWN_COLUMNS: Readonly<Record<string, readonly string[]>> = {
  use_known_0: ["password_last_used", "password_last_changed"],
  use_known_1: ["access_key_1_last_used_date"],
  use_known_2: ["access_key_2_last_used_date"],
  keys_known: ["access_key_1_last_rotated", "access_key_2_last_rotated"],
};

/** A column of the file by its place: names come from outside and never get into SQL. */
const at = (index: number) => `c${index}`;

/**
 * Whole epoch seconds of a report's time; NULL for N/A and its like, and for faults. Reports have `...+00:00` or
 * `...Z`: an exact format is several times faster than a cast. Of their length it leaves only white space in front
 * to be overlooked, which the comparison with 0 rules out.
 */
function timeSql(value: string): string {
  const exact = (length: number, zone: string) =>
    ` WHEN strlen(${value}) = ${length} AND ends_with(${value}, '${zone}') AND ${value} >= '0'` +
    ` THEN epoch_us(try_strptime(${value}, '%Y-%m-%dT%H:%M:%S${zone}')) // 1000000`;
  return (
    `CASE WHEN strlen(${value}) < 20 THEN NULL${exact(25, "+00:00")}${exact(20, "Z")}` +
    ` WHEN regexp_matches(${value}, ${stringLiteral(TIME_PATTERN)}) THEN CAST(floor(epoch(TRY_CAST(${value} AS TIMESTAMPTZ))) AS BIGINT) END`
  );
}

/** Reports have lower case; anything else takes the slow way. */
function booleanSql(value: string): string {
  return (
    `CASE WHEN ${value} = 'true' THEN TRUE WHEN ${value} = 'false' THEN FALSE` +
    ` ELSE CASE lower(${value}) WHEN 'true' THEN TRUE WHEN 'false' THEN FALSE END END`
  );
}

function typedValueSql(kind: ColumnKind, value: string): string {
  if (kind === "time") return timeSql(value);
  if (kind === "boolean") return booleanSql(value);
  return kind === "text" ? `nullif(${value}, 'N/A')` : value;
}

/** The ARN names a user or root, in the partition aws: its parts stand at fixed places. */
const FIXED_ARN = "names_user AND starts_with(arn, 'arn:aws:')";

/** Typed columns of a report's rows, and `fault`: a value that is neither of its kind nor a word for none. */
export function typedReportSql(header: readonly string[], from: string, asOf: number): string {
  const typed = [...REPORT_COLUMNS].map(([name, { kind }]) => {
    const index = header.indexOf(name);
    const sql = index < 0 ? `CAST(NULL AS ${sqlType(kind)})` : typedValueSql(kind, at(index));
    return `${sql} AS ${identifier(name)}`;
  });
  const known = Object.entries(KNOWN_COLUMNS).map(
    ([name, needed]) => `${needed.every((column) => header.includes(column))} AS ${name}`,
  );
  const arn = `regexp_matches(${at(header.indexOf("arn"))}, ${stringLiteral(ARN_PATTERN)})`;
  return (
    `SELECT *, CASE WHEN ${FIXED_ARN} THEN substr(arn, 14, 12) ELSE split_part(arn, ':', 5) END AS account_id,` +
    ` CASE WHEN ${FIXED_ARN} THEN 'aws' ELSE split_part(arn, ':', 2) END AS partition,` +
    ` (NOT names_user OR ${faultSql(header, asOf)}) AS fault` +
    ` FROM (SELECT file_no, ${[...typed, ...known].join(", ")}, coalesce(${arn}, FALSE) AS names_user,` +
    ` ${header.map((_, i) => at(i)).join(", ")} FROM ${from})`
  );
}

/**
 * Is one of the row's values a fault? Nearly all that is neither a value nor N/A is `no_information`, so only the
 * rows that hold anything else are looked at closely.
 */
function faultSql(header: readonly string[], asOf: number): string {
  const checks = [...REPORT_COLUMNS].flatMap(([name, { kind, mayBeFuture }]) => {
    const index = header.indexOf(name);
    if (index < 0 || (kind !== "time" && kind !== "boolean")) return [];
    const future =
      kind === "time" && mayBeFuture === undefined ? [`coalesce(${identifier(name)} > ${asOf}, FALSE)`] : [];
    return [{ column: identifier(name), value: at(index), future }];
  });
  if (checks.length === 0) return "FALSE";
  const any = (isNoWord: (value: string) => string) =>
    checks
      .flatMap(({ column, value, future }) => [`(${column} IS NULL AND ${isNoWord(value)})`, ...future])
      .join(" OR ");
  const isNot = (word: string) => (value: string) => `${value} IS DISTINCT FROM '${word}'`;
  const plain = any(isNot("N/A"));
  const known = any((value) => `${isNot("N/A")(value)} AND ${isNot("no_information")(value)}`);
  const exact = any((value) => `coalesce(lower(${value}), '') NOT IN (${NONE})`);
  return `CASE WHEN ${plain} THEN CASE WHEN ${known} THEN ${exact} ELSE FALSE END ELSE FALSE END`;
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
    `read_csv([${files.map(pathLiteral).join(", ")}], header = true, auto_detect = false,` +
    ` columns = {${all.join(", ")}}, delim = ',', quote = '"', escape = '"', filename = ${!numbered},` +
    ` max_line_size = 1048576, store_rejects = true, rejects_table = 'errors_${rejects}', rejects_scan = 'scans_${rejects}')`
  );
}

function sqlType(kind: ColumnKind): string {
  return kind === "time" ? "BIGINT" : kind === "boolean" ? "BOOLEAN" : "VARCHAR";
}
