/** No day that lies further ahead is told. */
export const PROJECTED_YEARS = 10;

/** Will it be done in time? Rates are findings a week. */
export interface BurnDown {
  readonly fixed_per_week: number;
  readonly came_per_week: number;
  /** Fixed less came: how fast the backlog shrinks. Negative: it grows. */
  readonly achieved_per_week: number;
  /** What must be achieved to have none at the target; null: no target. */
  readonly needed_per_week: number | null;
  /** The day on which none would be left at the achieved rate; null: never, or not within `PROJECTED_YEARS`. */
  readonly projected: string | null;
  /** null: no target. */
  readonly on_track: boolean | null;
}

/** The bounds of a time in days: it lies above the first and up to the second; null: it is longer than anybody looked. */
export type DayBounds = readonly [number, number] | null;

/** How long findings stay, from the first snapshot that shows them. */
export interface TimeToFix {
  readonly fixed: number;
  readonly still_open: number;
  readonly median_days: DayBounds;
  readonly p90_days: DayBounds;
}

/**
 * A control in one snapshot. `population` to `percent` count subjects, as an audit does; the rest counts findings, of
 * which a subject may have several. `open` = that of the snapshot before + `new` + `reopened` + `first_known` - `fixed` +
 * `evidence_changed`.
 */
export interface TrendPoint {
  readonly snapshot_id: string;
  readonly as_of: string;
  readonly population: number;
  readonly fail: number;
  readonly unknown: number;
  readonly percent: number | null;
  /** Findings that fail as far as known: in this snapshot, or when they were last seen. */
  readonly open: number;
  /** Of `open`: unknown or not covered in this snapshot. */
  readonly open_unseen: number;
  /** Of `open`: never known to fail since they were last clear, but assumed to, for want of evidence that could excuse them. */
  readonly open_assumed: number;
  readonly new: number;
  readonly reopened: number;
  /** Fail when first anything is known of them: nobody can say whether they are new. */
  readonly first_known: number;
  readonly fixed: number;
  /** How many more (or, below 0, less) are open by assumption than in the snapshot before: neither came nor went. */
  readonly evidence_changed: number;
}

/** How a control went over the snapshots. */
export interface ControlTrend {
  readonly control_id: string;
  readonly title: string;
  readonly severity: string;
  readonly points: readonly TrendPoint[];
  /** null: with one snapshot. */
  readonly burn_down: BurnDown | null;
  readonly time_to_fix: TimeToFix | null;
}

/** Findings of a control that are open now, by when they began to fail. */
export interface OpenSince {
  readonly control_id: string;
  /** Ascending; months in which none began are left out. */
  readonly months: readonly { readonly month: string; readonly began: number; readonly open: number }[];
  /** Of those open now: nobody knows since when. */
  readonly since_unknown: number;
}

/** How findings developed over the snapshots of a lake. */
export interface TrendResult {
  readonly controls: readonly ControlTrend[];
  /** What the newest snapshot alone tells of the past. */
  readonly past: readonly OpenSince[];
  /** The day by which none is to be left. */
  readonly target: string | undefined;
}

/** How many findings are open that were seen to fail: what is assumed has no rate. */
export function knownOpen(point: Pick<TrendPoint, "open" | "open_assumed">): number {
  return point.open - point.open_assumed;
}
