import { pathLiteral } from "../../engine/duckdb/path-literal.js";
import { identifier, stringLiteral } from "../../engine/sql.js";
import { type ColumnKind, REPORT_COLUMNS } from "../../sources/credential-report/reported.js";
import { ARN_PATTERN, NO_VALUE, TIME_PATTERN } from "./report-columns.js";
import type { NumberedReport } from "./report-file.js";
import { SPLIT_COLUMNS } from "./write-split.js";

const NONE = NO_VALUE.map((word) => `'${word}'`).join(", ");

/**
 * Flags of a row, and the columns without which, or without a good value in which, they are false: no value then stands for
 * "never used", "no key", a password of before 2024 or "no certificate".
 */
export const KNOWN_COLUMNS: Readonly<Record<string, readonly string[]>> = {
  use_known_0: ["password_last_used", "password_last_changed"],
  use_known_1: ["access_key_1_last_used_date"],
  use_known_2: ["access_key_2_last_used_date"],
  keys_known: [
    ...["access_key_1_active", "access_key_1_last_rotated"],
    ...["access_key_2_active", "access_key_2_last_rotated"],
  ],
  password_told: ["password_enabled"],
  certificates_told: ["cert_1_active", "cert_2_active"],
};

/** A column of the file by its place: names come from outside and never get into SQL. */
const at = (index: number) => `c${index}`;

/** Stands for what is no time until the row is repaired; earlier than any time there is. */
const NO_TIME = "-1000000000000000";

/**
 * Whole epoch seconds of a report's time; NULL for N/A and its like, `NO_TIME` for faults. Reports have `...+00:00` or
 * `...Z`: an exact format is several times faster than a cast. Of their length it leaves only white space in front
 * to be overlooked, which the comparison with 0 rules out.
 */
function timeSql(value: string): string {
  const exact = (length: number, zone: string) =>
    ` WHEN strlen(${value}) = ${length} AND ends_with(${value}, '${zone}') AND ${value} >= '0'` +
    ` THEN coalesce(epoch_us(try_strptime(${value}, '%Y-%m-%dT%H:%M:%S${zone}')) // 1000000, ${NO_TIME})`;
  return (
    `CASE WHEN ${value} = 'N/A' OR ${value} = 'no_information' THEN NULL${exact(25, "+00:00")}${exact(20, "Z")}` +
    ` WHEN lower(${value}) IN (${NONE}) THEN NULL WHEN regexp_matches(${value}, ${stringLiteral(TIME_PATTERN)})` +
    ` THEN coalesce(CAST(floor(epoch(TRY_CAST(${value} AS TIMESTAMPTZ))) AS BIGINT), ${NO_TIME}) ELSE ${NO_TIME} END`
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

/** The flags of `KNOWN_COLUMNS` for reports with this header. */
export function knownColumns(header: readonly string[]): string[] {
  return Object.entries(KNOWN_COLUMNS).map(
    ([name, needed]) => `${needed.every((column) => header.includes(column))} AS ${name}`,
  );
}

/** The same, row by row: a flag that is neither true, false nor a word for none tells nothing. Bad times are found later. */
function knownOfRows(header: readonly string[]): string[] {
  const isTold = (name: string) =>
    `coalesce(lower(${at(header.indexOf(name))}) IN ('true', 'false', ${NONE}), FALSE)`;
  return Object.entries(KNOWN_COLUMNS).map(([flag, needed]) => {
    if (!needed.every((column) => header.includes(column))) return `FALSE AS ${flag}`;
    const flags = needed.filter((name) => REPORT_COLUMNS.get(name)?.kind === "boolean");
    return `${["TRUE", ...flags.map(isTold)].join(" AND ")} AS ${flag}`;
  });
}

/** In the partition aws the account stands at a fixed place. */
const FIXED_ARN = "starts_with(arn, 'arn:aws:')";

/**
 * Typed columns of a report's rows, and `fault`: a value that is neither of its kind nor a word for none, or a row that
 * was given an account because it is none. Rows of which nothing tells the account have none.
 */
export function typedReportSql(header: readonly string[], from: string, asOf: number): string {
  const typed = [...REPORT_COLUMNS].map(([name, { kind }]) => {
    const index = header.indexOf(name);
    const sql = index < 0 ? `CAST(NULL AS ${sqlType(kind)})` : typedValueSql(kind, at(index));
    return `${sql} AS ${identifier(name)}`;
  });
  const arn = `regexp_matches(${at(header.indexOf("arn"))}, ${stringLiteral(ARN_PATTERN)})`;
  const told = (fixed: string, part: number, otherwise: string) =>
    `CASE WHEN names_user THEN CASE WHEN ${FIXED_ARN} THEN ${fixed} ELSE split_part(arn, ':', ${part}) END ELSE ${otherwise} END`;
  return (
    `SELECT *, ${told("substr(arn, 14, 12)", 5, "spoilt_account")} AS account_id,` +
    ` ${told("'aws'", 2, "spoilt_partition")} AS partition,` +
    ` CASE WHEN names_user THEN arn LIKE '%:root' ELSE coalesce("user" = '<root_account>', FALSE) END AS is_root,` +
    ` ${faultSql(header, asOf)} AS fault, spoilt_account IS NOT NULL OR ${misnamedSql('"user"')} AS lost` +
    ` FROM (SELECT CAST(file_no AS INTEGER) AS file_no, spoilt_account, spoilt_partition,` +
    ` ${[...typed, ...knownOfRows(header)].join(", ")}, coalesce(${arn}, FALSE) AS names_user,` +
    ` ${header.map((_, i) => at(i)).join(", ")} FROM ${from})`
  );
}

/** An ARN ends with the name of its user: of a row in which it does not, nobody knows whose it is. */
export function misnamedSql(name: string): string {
  const ending = `CASE WHEN ${name} = '<root_account>' THEN ':root' ELSE '/' || ${name} END`;
  return `coalesce(NOT ends_with(arn, ${ending}), FALSE)`;
}

/**
 * Is one of the row's values neither of its kind nor a word for none, or a time that lies in the future? A CASE, for
 * that looks at a condition only where those before it do not hold.
 */
function faultSql(header: readonly string[], asOf: number): string {
  const there = [...REPORT_COLUMNS].filter(([name]) => header.includes(name));
  const named = (columns: typeof there) => columns.map(([name]) => identifier(name)).join(", ");
  const times = there.filter(([, { kind }]) => kind === "time");
  const past = times.filter(([, { mayBeFuture }]) => mayBeFuture === undefined);
  const flags = there.filter(([, { kind }]) => kind === "boolean");
  const isFault = (name: string) =>
    `${identifier(name)} IS NULL AND coalesce(lower(${at(header.indexOf(name))}), '') NOT IN (${NONE})`;
  const faults = [
    ...(times.length > 0 ? [`least(${named(times)}) = ${NO_TIME}`] : []),
    ...(past.length > 0 ? [`greatest(${named(past)}) > ${asOf}`] : []),
    ...flags.map(([name]) => isFault(name)),
  ];
  return `CASE WHEN spoilt_account IS NOT NULL OR ${misnamedSql('"user"')} ${faults.map((fault) => `OR (${fault})`).join(" ")} THEN TRUE ELSE FALSE END`;
}

/** What is put in the place of bad values, by the columns of `report_rows`: nothing, and the flags that rest on them are false. */
export function repairedSql(asOf: number): Readonly<Record<string, string>> {
  const times = [...REPORT_COLUMNS].filter(([, { kind }]) => kind === "time");
  const bad = new Map(
    times.map(([name, { mayBeFuture }]) => {
      const column = identifier(name);
      const future = mayBeFuture === undefined ? ` OR ${column} > ${asOf}` : "";
      return [name, `coalesce(${column} = ${NO_TIME}${future}, FALSE)`];
    }),
  );
  return {
    ...Object.fromEntries(
      [...bad].map(([name, is]) => [identifier(name), `CASE WHEN NOT ${is} THEN ${identifier(name)} END`]),
    ),
    ...Object.fromEntries(
      Object.entries(KNOWN_COLUMNS).map(([flag, needed]) => [
        flag,
        [flag, ...needed.flatMap((name) => (bad.has(name) ? [`NOT ${bad.get(name)}`] : []))].join(" AND "),
      ]),
    ),
  };
}

/** Rows of a report, read where it lies. A row that is none makes an error. */
export function largeReportSql({ file: { path = "", header }, fileNo }: NumberedReport): string {
  return (
    `(SELECT *, ${fileNo} AS file_no, CAST(NULL AS VARCHAR) AS spoilt_account,` +
    ` CAST(NULL AS VARCHAR) AS spoilt_partition FROM ${readCsvSql(path, [], header.length)})`
  );
}

/** Rows that `writeSplit` wrote. */
export function splitReportsSql(path: string, columns: number): string {
  return readCsvSql(path, SPLIT_COLUMNS, columns);
}

function readCsvSql(path: string, leading: readonly string[], columns: number): string {
  const names = [...leading, ...Array.from({ length: columns }, (_, index) => at(index))];
  return (
    `read_csv(${pathLiteral(path)}, header = true, auto_detect = false,` +
    ` columns = {${names.map((name) => `'${name}': 'VARCHAR'`).join(", ")}},` +
    " delim = ',', quote = '\"', escape = '\"', max_line_size = 1048576)"
  );
}

function sqlType(kind: ColumnKind): string {
  return kind === "time" ? "BIGINT" : kind === "boolean" ? "BOOLEAN" : "VARCHAR";
}
