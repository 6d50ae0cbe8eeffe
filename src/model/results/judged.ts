/** Evidence that controls want and do not have. */
export interface WantedEvidence {
  /** Kind of evidence, such as `authorization_details`; null: it is there, and does not hold what is asked. */
  readonly missing: string | null;
  /** Ids of the controls that want it. */
  readonly controls: readonly string[];
  /** Accounts that lack it. */
  readonly accounts: number;
  /** What gets it; null: nothing that a person could run. */
  readonly command: string | null;
}

/** Controls over one kind of thing, of which nothing was collected anywhere: they are not looked at. */
export interface LeftControls {
  /** Such as `S3 buckets`. */
  readonly of: string;
  readonly controls: readonly string[];
}

/** How many controls could be judged, and what the others want. */
export interface JudgedControls {
  readonly controls: number;
  /** Of these: those by which nothing is unknown. */
  readonly whole: number;
  readonly wants: readonly WantedEvidence[];
  readonly left: readonly LeftControls[];
}
