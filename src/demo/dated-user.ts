/** An access key as the credential report knows it. Times are epoch seconds; `used` undefined: no use recorded. */
export interface AccessKey {
  readonly active: boolean;
  readonly rotated: number;
  readonly used: number | undefined;
}

/** A console password as the credential report knows it. Times are epoch seconds. */
export interface Password {
  readonly changed: number;
  readonly used: number | undefined;
}

/** An MFA device. All that AWS lists of an account are virtual ones; of security keys and tokens it tells that there is one. */
export interface MfaDevice {
  readonly virtual: boolean;
  /** Since when it is registered (epoch seconds). */
  readonly since: number;
}

/** What the user is for; names follow it. */
export type UserKind = "person" | "service" | "batch";

/** An IAM user with its credentials, before it has an account and a name. */
export interface DatedUser {
  readonly kind: UserKind;
  readonly created: number;
  readonly password: Password | undefined;
  readonly device: MfaDevice | undefined;
  /** The two key slots of the report, in no order of age. */
  readonly keys: readonly [AccessKey | undefined, AccessKey | undefined];
}

/** Users that live in one account: one user, or a burst of users made by a provisioning script. */
export interface UserGroup {
  readonly size: number;
  /** Makes them, for an account whose people are `zone` hours ahead of UTC; once, for it draws anew every time. */
  make(zone: number): readonly DatedUser[];
}
