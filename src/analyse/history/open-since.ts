import type { SqlRow } from "../../engine/engine.js";
import type { OpenSince } from "../../model/results/trend.js";
import { DAY_SECONDS, formatDate } from "../../model/time.js";
import type { History } from "./open-history.js";
import { controlOfScopeSql, scopeSql } from "./scope.js";

/**
 * What the newest snapshot alone tells of the past: of the findings that are open now, how many were so at the end of each
 * month. What was fixed before it is not in it, so the true curve lay higher, and the further back the more.
 */
export async function openSince({ engine, snapshots, controls }: History): Promise<OpenSince[]> {
  const control = controlOfScopeSql(scopeSql(engine.dialect, controls, "control_id", "account_id"));
  // A day is fine enough for SQL that every engine has; months are made of days here.
  const rows = await engine.all(
    `SELECT ${control} AS control, CAST(floor(since / ${DAY_SECONDS}) AS BIGINT) AS day, count(*) AS findings FROM linked_findings` +
      ` WHERE snapshot = ${snapshots.length - 1} AND status = 'fail' GROUP BY 1, 2 ORDER BY 1, 2`,
  );
  return controls.map(({ declaration: { id } }, index) => {
    const own = rows.filter((row) => Number(row.control) === index + 1);
    const dated = own.filter(({ day }) => day !== null);
    const unknown = own.find(({ day }) => day === null);
    return { control_id: id, months: monthsOf(dated), since_unknown: Number(unknown?.findings ?? 0) };
  });
}

function monthsOf(rows: readonly SqlRow[]): OpenSince["months"] {
  const began = new Map<string, number>();
  for (const { day, findings } of rows) {
    const month = formatDate(Number(day) * DAY_SECONDS).slice(0, 7);
    began.set(month, (began.get(month) ?? 0) + Number(findings));
  }
  let open = 0;
  return [...began].map(([month, count]) => {
    open += count;
    return { month, began: count, open };
  });
}
