/** What a result is about: which accounts, from which snapshots, judged by what. */
export interface PictureHead {
  readonly accounts: number;
  /** Ids, the oldest first. */
  readonly snapshots: readonly string[];
  /** The audit times of the oldest and of the newest snapshot, ISO 8601. */
  readonly from: string;
  readonly to: string;
  /** Accounts that a newer list of their organization lacks, and that are left out: 12 digits each. */
  readonly left: readonly string[];
  /** Settings that differ from the defaults, such as `user-key-rotation.max_age_days=45`. */
  readonly settings: readonly string[];
}
