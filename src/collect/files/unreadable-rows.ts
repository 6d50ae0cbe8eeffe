import type { DuckDBEngine } from "../../engine/duckdb/open.js";
import { stringLiteral } from "../../engine/sql.js";
import { RowWriter } from "../../lake/row-writer.js";
import { defineTable, text, time } from "../../model/table.js";
import { unreadableArn } from "./rejected-lines.js";
import { ARN_PATTERN } from "./report-columns.js";
import type { ReportFile } from "./report-file.js";
import { splitReport } from "./split-report.js";
import { reportText } from "./write-split.js";

const USER_ARN = new RegExp(ARN_PATTERN);
const READABLE = `coalesce(regexp_matches(arn, ${stringLiteral(ARN_PATTERN)}), FALSE)`;

const renamed = defineTable({
  name: "renamed",
  doc: "Rows that get another ARN.",
  key: ["id"],
  columns: { id: time("rowid"), new_arn: text("ARN"), account: text("account"), part: text("partition") },
});

/**
 * Gives rows whose ARN names no user one that says where they stand, and the account of the other rows of their
 * file, else of the folder: they count as unknown users of it, and no account is made up for them.
 */
export async function nameUnreadableRows(engine: DuckDBEngine, files: readonly ReportFile[]): Promise<void> {
  const rows = await engine.all(
    `SELECT rowid AS id, file_no, arn FROM report_rows WHERE fault AND NOT ${READABLE} ORDER BY file_no, rowid`,
  );
  if (rows.length === 0) return;
  const known = await engine.all(
    `SELECT file_no, min(account_id) AS account, min(partition) AS part FROM report_rows WHERE ${READABLE} GROUP BY 1`,
  );
  const accounts = new Map(known.map((row) => [Number(row.file_no), row]));
  const writer = await RowWriter.create(engine, renamed);
  const lines = new Map<number, Iterator<number, undefined>>();
  for (const { id, file_no, arn } of rows) {
    const fileNo = Number(file_no);
    const file = files[fileNo];
    if (file === undefined) continue;
    const bad = lines.get(fileNo) ?? linesWithoutArn(file);
    lines.set(fileNo, bad);
    const named = typeof arn === "string" && arn.startsWith(unreadableArn(file, ""));
    writer.add({
      id: Number(id),
      new_arn: named ? arn : unreadableArn(file, bad.next().value ?? "?"),
      account: String(accounts.get(fileNo)?.account ?? file.folderAccount ?? "unknown"),
      part: String(accounts.get(fileNo)?.part ?? "aws"),
    });
  }
  writer.close();
  await engine.run(
    "UPDATE report_rows SET arn = n.new_arn, account_id = n.account, partition = n.part FROM renamed n" +
      " WHERE report_rows.rowid = n.id",
  );
}

/** Lines of rows that could be split, but whose ARN names no user, from the first to the last. */
function* linesWithoutArn(file: ReportFile): Generator<number, undefined> {
  const column = file.header.indexOf("arn");
  for (const row of splitReport(reportText(file), file.header)) {
    if ("fields" in row && !USER_ARN.test(row.fields[column] ?? "")) yield row.line;
  }
  return undefined;
}
