/** One fix of the list. Risk in points with two decimals, as `data/risk.yaml` defines them. */
export interface Fix {
  readonly fix: string;
  readonly title: string;
  /** Users from which it removes risk; each is counted once. */
  readonly users: number;
  readonly credentials: number;
  /** After all fixes before it. */
  readonly risk_removed: number;
  /** By this fix and all before it. */
  readonly cumulative: number;
  /** Of all risk there is. */
  readonly cumulative_percent: number;
  /** Hours of work. */
  readonly effort: number;
  readonly reversible: boolean;
  readonly undo: string;
  /** What could break: in words, and what the credentials were last used for. */
  readonly breaks: string;
  /** Of the credentials: used within 90 days. */
  readonly in_use: number;
  readonly uses: readonly {
    readonly service: string;
    readonly region: string | null;
    readonly credentials: number;
  }[];
  readonly kinds: Readonly<Record<string, number>>;
  readonly owners: readonly {
    readonly owner: string | null;
    readonly users: number;
    readonly risk_removed: number;
  }[];
  readonly controls: readonly string[];
  readonly unit: { readonly org_id: string; readonly ou_path: string } | null;
  /** Of the credentials, the latest; ISO 8601. */
  readonly last_used_at: string | null;
}

/** A user that a fix covers. */
export type CoveredUser = {
  /** Of the fix in the list, from 0. */
  readonly place: number;
  readonly name: string;
  readonly fix: string;
  readonly title: string;
  readonly account_id: string;
  readonly arn: string;
  readonly kind: string | null;
  readonly owner: string | null;
  readonly owner_from: string | null;
  readonly risk_removed: number;
  readonly reversible: boolean;
  /** ISO 8601. */
  readonly last_used_at: string | null;
  readonly last_used_service: string | null;
  readonly last_used_region: string | null;
};

/** What is ranked first: most risk, or most risk for an hour of work. */
export const RANKINGS = ["risk", "effort"] as const;
export type Ranking = (typeof RANKINGS)[number];

/** What to do first. */
export interface FixList {
  readonly snapshot_id: string;
  readonly as_of: string;
  readonly by: Ranking;
  readonly fixes: readonly Fix[];
  /** Of all users and root users, in points. */
  readonly total_risk: number;
  readonly users: number;
  /** Fixes that would remove something more, and are not in the list. */
  readonly more: number;
  /** The users of the fixes in the order of the list, those first from whom most is removed; `most` of each fix only. */
  covered(most?: number): AsyncIterable<readonly CoveredUser[]>;
}
