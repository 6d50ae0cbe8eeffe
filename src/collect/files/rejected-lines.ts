import { parse } from "csv-parse/sync";
import type { DuckDBEngine } from "../../engine/duckdb/open.js";
import { stringLiteral } from "../../engine/sql.js";
import { parseArn } from "../../model/arn.js";
import type { Problem } from "./problem.js";
import type { ReportFile } from "./report-file.js";
import type { RejectedLine } from "./report-table.js";

/** So often is a broken file taken up again behind a bad line; what is left then stays unread. */
const MAX_RECOVERIES = 50;

export interface RejectedOutcome {
  readonly problems: Problem[];
  /** Parts of files behind a quote that is never closed: to be read like any report. */
  readonly recovered: ReportFile[];
}

/** Keeps a row for every line that could not be split, so that its user counts as unknown; says where it stands. */
export async function keepRejected(
  engine: DuckDBEngine,
  files: readonly ReportFile[],
  rejected: readonly RejectedLine[],
): Promise<RejectedOutcome> {
  const problems: Problem[] = [];
  const recovered: ReportFile[] = [];
  for (const reject of rejected) {
    const file = files[reject.fileNo];
    if (file === undefined) continue;
    const [text = "", ...swallowed] = reject.text.split("\n");
    const line = reject.line + file.lineOffset;
    problems.push({
      source: file.name,
      line,
      what: `the row cannot be read (${reject.reason})`,
      fix: `Expected are ${file.header.length} columns. The user counts as unknown; fetch the report again.`,
    });
    await keepUnknownRow(engine, file, reject.fileNo, text, line);
    const rest = swallowed.filter((part) => part.trim() !== "");
    if (rest.length > 0 && file.recoveries < MAX_RECOVERIES) recovered.push(recover(file, rest, line));
  }
  return { problems, recovered };
}

async function keepUnknownRow(
  engine: DuckDBEngine,
  file: ReportFile,
  fileNo: number,
  text: string,
  line: number,
): Promise<void> {
  const fields = splitLoosely(text);
  const arn = fields[file.header.indexOf("arn")] ?? "";
  const named = /^arn:aws[a-z-]*:iam::\d{12}:(user\/.|root$)/.test(arn) ? parseArn(arn) : undefined;
  const account =
    named?.accountId ??
    (await engine.all(`SELECT min(account_id) AS id FROM report_rows WHERE file_no = ${fileNo}`))[0]?.id ??
    file.folderAccount ??
    "unknown";
  const values = {
    file_no: String(fileNo),
    '"user"': named === undefined ? "NULL" : stringLiteral(fields[file.header.indexOf("user")] ?? ""),
    arn: stringLiteral(named === undefined ? `unreadable:${file.name}:${line}` : arn),
    account_id: stringLiteral(String(account)),
    partition: stringLiteral(named?.partition ?? "aws"),
    fault: "TRUE",
  };
  await engine.run(
    `INSERT INTO report_rows (${Object.keys(values).join(", ")}) VALUES (${Object.values(values).join(", ")})`,
  );
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

/** What stands behind a quote that was never closed, as a report of its own. */
function recover(file: ReportFile, lines: readonly string[], badLine: number): ReportFile {
  const header = file.header.map((name) => `"${name.replaceAll('"', '""')}"`).join(",");
  const { path: _, ...rest } = file;
  // Line 2 of the part is the line after the bad one.
  return {
    ...rest,
    text: `${header}\n${lines.join("\n")}\n`,
    lineOffset: badLine - 1,
    recoveries: file.recoveries + 1,
  };
}
