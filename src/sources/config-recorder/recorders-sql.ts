import { stringLiteral } from "../../engine/sql.js";
import { configRecorders } from "../../entities/config-recorder.js";
import { columnList } from "../../lake/row-writer.js";
import type { Evidence } from "../evidence.js";

/**
 * SELECT of the table config_recorders: the recorder of each Region with its state, and whether any Region of the account
 * records what belongs to no Region. That none does is known only where each enabled Region told.
 */
export function recordersSql(evidence: Evidence): string {
  const untold = evidence.membership.accountIds().filter((id) => !isWhole(evidence, id));
  const rows =
    "SELECT f.*, CASE WHEN NOT f.has_recorder THEN FALSE ELSE s.recording END AS recording, s.last_status, s.last_error," +
    " c.channels > 0 AS delivers, c.delivery_bucket FROM found_recorders f" +
    " LEFT JOIN recorder_states s ON s.account_id = f.account_id AND s.region = f.region" +
    " LEFT JOIN recorder_channels c ON c.account_id = f.account_id AND c.region = f.region";
  // AND is false where either side is, known or not; what is left unknown leaves "none" unknown.
  const global = "(r.recording AND r.records_global)";
  const known =
    untold.length === 0 ? "TRUE" : `r.account_id NOT IN (${untold.map(stringLiteral).join(", ")})`;
  const recorded =
    `CASE WHEN bool_or(coalesce(${global}, FALSE)) OVER w THEN TRUE` +
    ` WHEN bool_and(${global} IS NOT NULL) OVER w AND ${known} THEN FALSE END`;
  return (
    `SELECT ${columnList(configRecorders)} FROM (SELECT r.*, ${recorded} AS global_recorded FROM (${rows}) r` +
    " WINDOW w AS (PARTITION BY r.account_id)) t ORDER BY account_id, region"
  );
}

/** Are the enabled Regions of the account known, and was each read? */
function isWhole(evidence: Evidence, accountId: string): boolean {
  const regions = evidence.regionsOf(accountId);
  const read = evidence.of(accountId, "config_recorders");
  return regions.size > 0 && [...regions].every((region) => read.get(region)?.there === true);
}
