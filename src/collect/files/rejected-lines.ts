import { parse } from "csv-parse/sync";
import type { DuckDBEngine } from "../../engine/duckdb/open.js";
import { stringLiteral } from "../../engine/sql.js";
import type { Problem } from "../../model/problem.js";
import { ARN_PATTERN } from "./report-columns.js";
import type { ReportFile } from "./report-file.js";
import type { RejectedLine } from "./write-split.js";

const USER_ARN = new RegExp(ARN_PATTERN);

/** Keeps a row for every line that could not be split, so that its user counts as unknown; says where it stands. */
export async function keepRejected(
  engine: DuckDBEngine,
  files: readonly ReportFile[],
  rejected: readonly RejectedLine[],
): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const { fileNo, line, text, reason } of rejected) {
    const file = files[fileNo];
    if (file === undefined || text.trim() === "") continue;
    problems.push({
      source: file.name,
      line,
      what: `the row cannot be read (${reasonText(reason, text, file.header.length)})`,
      fix: `Expected are ${file.header.length} columns. The user counts as unknown; fetch the report again.`,
    });
    await keepUnknownRow(engine, file, fileNo, text, line);
  }
  return problems;
}

/** DuckDB's own count of columns is one of several for a line, and counts what was put in front of it. */
function reasonText(reason: string, text: string, columns: number): string {
  if (!/Expected Number of Columns/.test(reason)) return reason.replace(/\.$/, "");
  return `${splitLoosely(text).length} columns instead of ${columns}`;
}

/** A row without evidence. What is not known of it, its ARN or its account, is settled when all rows are there. */
async function keepUnknownRow(
  engine: DuckDBEngine,
  file: ReportFile,
  fileNo: number,
  text: string,
  line: number,
): Promise<void> {
  const fields = splitLoosely(text);
  const arn = fields[file.header.indexOf("arn")] ?? "";
  const readable = USER_ARN.test(arn);
  const [, partition = "aws", , , accountId = ""] = arn.split(":");
  const values = {
    file_no: String(fileNo),
    '"user"': readable ? stringLiteral(fields[file.header.indexOf("user")] ?? "") : "NULL",
    arn: stringLiteral(readable ? arn : unreadableArn(file, line)),
    account_id: readable ? stringLiteral(accountId) : "NULL",
    partition: readable ? stringLiteral(partition) : "NULL",
    fault: "TRUE",
  };
  await engine.run(
    `INSERT INTO report_rows (${Object.keys(values).join(", ")}) VALUES (${Object.values(values).join(", ")})`,
  );
}

/** What stands for the ARN of a row that tells none. */
export function unreadableArn(file: ReportFile, line: number | string): string {
  return `unreadable:${file.name}:${line}`;
}

function splitLoosely(text: string): string[] {
  try {
    const rows: unknown = parse(text, { relax_quotes: true, relax_column_count: true });
    const row: unknown = Array.isArray(rows) ? rows[0] : undefined;
    if (Array.isArray(row)) return row.map(String);
  } catch {
    // An open quote: what stands between commas is the best that can be had.
  }
  return text.replaceAll('"', "").split(",");
}
