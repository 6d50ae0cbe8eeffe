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

/** What the user is for; names follow it. */
export type UserKind = "person" | "service" | "batch";

/** An IAM user with its credentials, before it has an account and a name. */
export interface DatedUser {
  readonly kind: UserKind;
  readonly created: number;
  readonly password: Password | undefined;
  readonly mfa: boolean;
  /** The two key slots of the report, in no order of age. */
  readonly keys: readonly [AccessKey | undefined, AccessKey | undefined];
}

/** Users that live in one account of this kind: one user, or a burst of users made by a provisioning script. */
export interface UserGroup {
  readonly place: "standalone" | "member" | undefined;
  readonly users: readonly DatedUser[];
}
