import type { Fix } from "../analyse/fixes/fix-first.js";
import type { SqlRow } from "../engine/engine.js";
import { formatTime } from "../model/time.js";
import type { OutputRecord } from "./records.js";

/** A fix as it is put out: times as ISO 8601, and the ARNs of the users it covers, those first who have most risk. */
export function fixRecord({ last_used_at: at, ...fix }: Fix, subjects: readonly string[]): OutputRecord {
  return { ...fix, last_used_at: at === null ? null : formatTime(at), subjects };
}

/** One user of a fix, for those who must do it. */
export function fixUserRecord({ fix, title, reversible }: Fix, row: SqlRow): OutputRecord {
  const text = (name: string) => (row[name] === null || row[name] === undefined ? null : String(row[name]));
  return {
    fix,
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
