import type { Deed } from "../analyse/deeds/fix-first.js";
import type { SqlRow } from "../engine/engine.js";
import { formatTime } from "../model/time.js";
import type { OutputRecord } from "./records.js";

/** A deed as it is put out: times as ISO 8601, and the ARNs of the users it covers, those first who have most risk. */
export function deedRecord({ last_used_at: at, ...deed }: Deed, subjects: readonly string[]): OutputRecord {
  return { ...deed, last_used_at: at === null ? null : formatTime(at), subjects };
}

/** One user of a deed, for those who must do it. */
export function deedUserRecord({ deed, title, reversible }: Deed, row: SqlRow): OutputRecord {
  const text = (name: string) => (row[name] === null || row[name] === undefined ? null : String(row[name]));
  return {
    deed,
    title,
    account_id: String(row.account_id),
    arn: String(row.arn),
    kind: text("kind"),
    owner: text("owner"),
    owner_from: text("owner_from"),
    risk_removed: Number(row.removed) / 100,
    reversible,
    last_used_at: typeof row.last_used_at === "number" ? formatTime(row.last_used_at) : null,
    last_used_service: text("last_used_service"),
    last_used_region: text("last_used_region"),
  };
}
