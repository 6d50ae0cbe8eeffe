import type { DuckDBEngine } from "../../engine/duckdb/open.js";
import { firstOf } from "../../model/listed.js";
import type { Joining } from "../source.js";

/** So many names fit into a line. */
const NAMED = 3;

/**
 * Users of the report that are gone: later authorization details no longer list them, or list another user,
 * made since, under their name. Only details that are whole can tell.
 */
const DELETED_USERS =
  "SELECT r.arn FROM report_rows r JOIN details_accounts a ON a.account_id = r.account_id" +
  " LEFT JOIN user_details d ON d.arn = r.arn" +
  " LEFT JOIN (SELECT c.account_id, c.collected_at >= g.generated_at AS after_report FROM coverage c" +
  " LEFT JOIN coverage g ON g.account_id = c.account_id AND g.kind = 'credential_report'" +
  " WHERE c.kind = 'authorization_details') t ON t.account_id = r.account_id" +
  ` WHERE a.whole AND (a.lists_users OR t.after_report) AND NOT r.is_root AND NOT r.fault` +
  " AND (d.created_at > r.user_creation_time" +
  " OR (d.arn IS NULL AND (t.after_report OR r.user_creation_time < a.newest)))";

/** Makes details and reports fit: what is older than a user made anew says nothing of it, and users that are gone go. */
export async function forgetOldDetails({
  engine,
  evidence,
  changeReports,
}: Joining): Promise<readonly string[]> {
  if (!evidence.any("authorization_details")) return [];
  await engine.run(`CREATE OR REPLACE TEMP TABLE deleted_users AS ${DELETED_USERS}`);
  // Afterwards: who is listed as an older user of that name is listed all the same, and not deleted.
  await engine.run(
    "DELETE FROM user_details WHERE arn IN (SELECT d.arn FROM user_details d JOIN report_rows r ON r.arn = d.arn" +
      " WHERE d.created_at < r.user_creation_time)",
  );
  const deleted = await deletedArns(engine);
  if (deleted.length === 0) return [];
  await changeReports("DELETE FROM report_table WHERE arn IN (SELECT arn FROM deleted_users)");
  return [
    `${deleted.length} users were deleted after their report was made and are left out: ${firstOf(deleted, NAMED)}.`,
  ];
}

async function deletedArns(engine: DuckDBEngine): Promise<string[]> {
  return (await engine.all("SELECT arn FROM deleted_users ORDER BY 1")).map(({ arn }) => String(arn));
}
