/** What becomes of the failing findings on the subjects of a fix, after all before it in the list. */
export interface FindingOutcomes {
  /** They pass. */
  readonly resolved: number;
  /** They still fail, and less risk stands behind them. */
  readonly milder: number;
  readonly unchanged: number;
}

/** One fix of the list, as far as a first look needs it. Risk in points with two decimals, as `data/risk.yaml` defines them. */
export interface FixHead {
  readonly fix: string;
  readonly title: string;
  /** Id of the emergency that it ends, in `data/risk.yaml`; null: it is none. */
  readonly emergency: string | null;
  /** Whose part of the fix it is; only in a list by owner. */
  readonly owner?: string | null;
  /** Users, root users or policies to which it does something; each is counted once. */
  readonly users: number;
  /** Passwords and access keys. */
  readonly credentials: number;
  /** After all fixes before it. */
  readonly risk_removed: number;
  /** By this fix and all before it. */
  readonly cumulative: number;
  /** Of all risk there is. */
  readonly cumulative_percent: number;
  /** Hours of work. */
  readonly effort: { readonly hours: number };
  readonly reversible: boolean;
  readonly undo: string;
  /** What could break. */
  readonly breaks: string;
  /** Of the credentials: used within 90 days. */
  readonly in_use: number;
  /** Credentials, and subjects without one, by what uses them. */
  readonly kinds: Readonly<Record<string, number>>;
  /** Controls that it is for findings of. */
  readonly controls: readonly string[];
  readonly unit: { readonly org_id: string; readonly ou_path: string } | null;
  /** Of the credentials, the latest; ISO 8601. */
  readonly last_used_at: string | null;
  /** What a person can run now: it does the fix where it is for one credential, else lists what it is for. */
  readonly command: string;
}

/** One fix of the list, with all that is known of it. */
export interface Fix extends FixHead {
  /** What its credentials were last used for, the most frequent first. */
  readonly uses: readonly {
    readonly service: string;
    readonly region: string | null;
    readonly credentials: number;
  }[];
  /** The one with most risk first. */
  readonly owners: readonly {
    readonly owner: string | null;
    readonly users: number;
    readonly risk_removed: number;
  }[];
  readonly findings: FindingOutcomes;
}

/** A credential that a fix is for, or a subject without one. */
export type FixSubject = {
  /** Of the fix in the list, from 0. */
  readonly place: number;
  readonly fix: string;
  readonly title: string;
  readonly account_id: string;
  readonly account_name: string | null;
  readonly arn: string;
  readonly name: string;
  /** password, access_key, root_password or root_key; null: the subject itself. */
  readonly credential: string | null;
  readonly slot: number | null;
  /** AKIA...; null: not known, or it is no key. */
  readonly credential_id: string | null;
  readonly kind: string | null;
  readonly owner: string | null;
  readonly owner_from: string | null;
  readonly risk_removed: number;
  readonly reversible: boolean;
  /** ISO 8601. */
  readonly last_used_at: string | null;
  readonly last_used_service: string | null;
  readonly last_used_region: string | null;
  /** What does it, or prepares it. */
  readonly command: string;
};

/** Failing findings, and how many of them are in no fix, for a reason. */
export interface FixedFindings {
  readonly failing: number;
  readonly in_fix: number;
  readonly without: readonly { readonly reason: string; readonly findings: number }[];
}

/** Evidence whose lack keeps verdicts unknown, as a fix: to collect it. */
export interface EvidenceFix {
  /** `collect:KIND`, and behind it the organization where it is an organization's. */
  readonly fix: string;
  readonly title: string;
  /** Users and other subjects of which something is not known for want of it, and how many findings these are. */
  readonly users: number;
  readonly unknown: number;
  readonly effort: { readonly hours: number };
  readonly accounts: readonly string[];
  readonly command: string;
}

/** Work that is not in the list. */
export interface NotListed {
  readonly fixes: number;
  /** Credentials, and subjects without one; `emergencies` are among them. */
  readonly credentials: number;
  readonly emergencies: number;
  readonly hours: number;
}

/** What to do first. */
export interface FixList {
  /** The hours it had to fit into; null: all of the time there is. */
  readonly hours: number | null;
  /** It is a list for each owner. */
  readonly by_owner: boolean;
  readonly fixes: readonly FixHead[];
  /** Of all users and root users, in points. */
  readonly total_risk: number;
  /** Users and root users with any risk. */
  readonly users: number;
  /** Fixes, and parts of one, beyond those of the list. */
  readonly rest: NotListed;
  /** The same fixes with all that is known of them. Read as asked for. */
  details(): Promise<readonly Fix[]>;
  /** Read as asked for. */
  findings(): Promise<FixedFindings>;
  /** The evidence that would settle most comes first. Read as asked for. */
  evidence(): Promise<readonly EvidenceFix[]>;
  /** What the fixes are for, in the order of the list, the most dangerous of each first; `most` of each fix only. Read as asked for. */
  subjects(most?: number): AsyncIterable<readonly FixSubject[]>;
}
