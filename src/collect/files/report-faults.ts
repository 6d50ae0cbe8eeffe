import type { Problem } from "../../model/problem.js";
import { formatTime, parseTime } from "../../model/time.js";
import { REPORT_COLUMNS } from "../../sources/credential-report/reported.js";
import { MOST_LOST } from "../../sources/document.js";
import { ARN_PATTERN, NO_VALUE, TIME_PATTERN } from "./report-columns.js";
import type { ReportFile } from "./report-file.js";
import { splitReport } from "./split-report.js";
import { reportText } from "./write-split.js";

const NONE: ReadonlySet<string> = new Set(NO_VALUE);
const USER_ARN = new RegExp(ARN_PATTERN);
const REPORT_TIME = new RegExp(TIME_PATTERN);

/**
 * Says line by line what is wrong in a report in which something is. Only faulty files are read this second
 * time: the first reading is fast but cannot tell the line of a bad value.
 */
export function describeFaults(file: ReportFile, asOf: number, conflicting: ReadonlySet<string>): Problem[] {
  const problems: Problem[] = [];
  for (const row of splitReport(reportText(file), file.header)) {
    if (!("fields" in row)) continue;
    const faults = valueFaults(file.header, row.fields, asOf);
    const conflict = conflictFault(file.header, row.fields, conflicting);
    for (const fault of faults.length > 0 ? faults : conflict) {
      problems.push({ source: file.name, line: row.line, ...fault });
    }
    // They are told, and nothing depends on it: those of a file full of them would take all memory.
    if (problems.length >= MOST_LOST) break;
  }
  return problems;
}

const RESTS = "What rests on it counts as unknown.";

type Fault = Pick<Problem, "what" | "fix">;

/** Each bad value of a row; that of a row that names no user is all there is to say of it. */
function valueFaults(header: readonly string[], record: readonly string[], asOf: number): Fault[] {
  const misnamed = nameFault(record[header.indexOf("user")], record[header.indexOf("arn")]);
  if (misnamed !== undefined) return [misnamed];
  const faults: Fault[] = [];
  for (const [name, column] of REPORT_COLUMNS) {
    const value = record[header.indexOf(name)];
    const fault = value === undefined ? undefined : valueFault(name, value, column, asOf);
    if (fault === undefined) continue;
    if (name === "arn") return [fault];
    faults.push(fault);
  }
  return faults;
}

function nameFault(name: string | undefined, arn: string | undefined): Fault | undefined {
  if (name === undefined || arn === undefined || !USER_ARN.test(arn)) return undefined;
  if (arn.endsWith(name === "<root_account>" ? ":root" : `/${name}`)) return undefined;
  return {
    what: `user is ${JSON.stringify(name)}, and arn names another one: ${JSON.stringify(arn)}`,
    fix: "Nobody knows whose row it is: the user of the ARN counts as unknown. Fetch the report again.",
  };
}

function valueFault(
  name: string,
  value: string,
  { kind, mayBeFuture }: { kind: string; mayBeFuture?: true },
  asOf: number,
): Fault | undefined {
  const quoted = JSON.stringify(value);
  if (name === "arn" && !USER_ARN.test(value)) {
    return { what: `arn is ${quoted}, which names no IAM user`, fix: "The row counts as unknown." };
  }
  if (NONE.has(value.toLowerCase())) return undefined;
  if (kind === "boolean" && !/^(true|false)$/i.test(value)) {
    return { what: `${name} is ${quoted}, neither true nor false`, fix: RESTS };
  }
  if (kind !== "time") return undefined;
  const time = REPORT_TIME.test(value) ? parseTime(value) : undefined;
  if (time === undefined) {
    return {
      what: `${name} is ${quoted}, which is not a time`,
      fix: `Expected: a time such as 2021-01-24T00:00:00Z, N/A or no_information. ${RESTS}`,
    };
  }
  if (time > asOf && mayBeFuture === undefined) {
    return {
      what: `${name} is ${value}, later than the audit time ${formatTime(asOf)}`,
      fix: `${RESTS} Set --as-of to when the report was made.`,
    };
  }
  return undefined;
}

function conflictFault(
  header: readonly string[],
  record: readonly string[],
  conflicting: ReadonlySet<string>,
): Fault[] {
  const arn = record[header.indexOf("arn")] ?? "";
  if (!conflicting.has(arn)) return [];
  return [
    {
      what: `${arn} is there more than once, with different values`,
      fix: "It cannot be told which row is true: the user counts as unknown. Remove the wrong one.",
    },
  ];
}
