/**
 * How the 12,478 IAM users of the published cohort (Netskope, "A Real-World Look at AWS Best Practices: IAM User
 * Accounts", 6 May 2021; audit of 24 January 2021) divide into groups, so that every published count comes out
 * at once. The publisher printed only the counts; this division is one of many that satisfy them.
 */

/** Ages in days at the audit: more than `from`, at most `to`. */
export interface AgeRange {
  readonly from: number;
  readonly to: number;
}

/** The last use of any enabled credential: under 90 days ago, 90 days to a year ago, or over a year ago. */
export type Activity = "used" | "idle_90" | "idle_365";

/** A number of users that are alike. */
export interface Segment {
  readonly users: number;
  readonly age: AgeRange;
  /** The ages of the active access keys. */
  readonly keys: readonly AgeRange[];
  /** The key was created within seconds of the user; some of these users were made in bursts by a script. */
  readonly atSetup?: true;
  /** Who has a console password. */
  readonly console: "none" | "some" | "all";
  readonly activity: Activity;
}

/** 3 October 2011: only the extreme dates of `extremes.ts` are older. */
const OLDEST = 3400;
const UNDER_30_D: AgeRange = { from: 0, to: 30 };
const D30_90: AgeRange = { from: 30, to: 90 };
const D90_365: AgeRange = { from: 90, to: 365 };
const OVER_1_Y: AgeRange = { from: 365, to: OLDEST };
const Y1_5: AgeRange = { from: 365, to: 1825 };
const OVER_5_Y: AgeRange = { from: 1825, to: OLDEST };

/** 8,001 users older than a year (three of them stand in `extremes.ts`). */
const USERS_OVER_1_Y: readonly Segment[] = [
  // A key older than five years: 245.
  { users: 99, age: OVER_1_Y, keys: [OVER_5_Y], console: "some", activity: "used" }, // + the oldest key
  { users: 45, age: OVER_1_Y, keys: [OVER_5_Y], console: "some", activity: "idle_90" },
  { users: 99, age: OVER_1_Y, keys: [OVER_5_Y], console: "some", activity: "idle_365" }, // + the longest unused
  // The oldest key between one and five years: 4,686.
  { users: 300, age: OVER_1_Y, keys: [Y1_5, Y1_5], console: "some", activity: "used" },
  { users: 145, age: OVER_1_Y, keys: [Y1_5, Y1_5], console: "some", activity: "idle_365" },
  { users: 100, age: OVER_1_Y, keys: [Y1_5, D90_365], console: "some", activity: "used" },
  { users: 49, age: OVER_1_Y, keys: [Y1_5, D30_90], console: "some", activity: "used" },
  { users: 31, age: OVER_1_Y, keys: [Y1_5, UNDER_30_D], console: "some", activity: "used" },
  { users: 250, age: Y1_5, keys: [Y1_5], atSetup: true, console: "all", activity: "used" },
  { users: 450, age: Y1_5, keys: [Y1_5], atSetup: true, console: "all", activity: "idle_365" },
  { users: 1156, age: OVER_1_Y, keys: [Y1_5], console: "some", activity: "used" },
  { users: 900, age: OVER_1_Y, keys: [Y1_5], console: "some", activity: "idle_90" },
  { users: 1305, age: OVER_1_Y, keys: [Y1_5], console: "some", activity: "idle_365" },
  // The oldest key between 90 days and a year: 700.
  { users: 450, age: OVER_1_Y, keys: [D90_365], console: "some", activity: "used" },
  { users: 250, age: OVER_1_Y, keys: [D90_365], console: "some", activity: "idle_90" },
  // Console only: 2,370.
  { users: 421, age: OVER_1_Y, keys: [], console: "all", activity: "used" },
  { users: 400, age: OVER_1_Y, keys: [], console: "all", activity: "idle_90" },
  { users: 1548, age: OVER_1_Y, keys: [], console: "all", activity: "idle_365" }, // + the longest unused
];

/** 3,394 users between 90 days and a year old. */
const USERS_90_365_D: readonly Segment[] = [
  { users: 175, age: D90_365, keys: [D90_365, D90_365], console: "some", activity: "used" },
  { users: 400, age: D90_365, keys: [D90_365], atSetup: true, console: "all", activity: "idle_90" },
  { users: 400, age: D90_365, keys: [D90_365], console: "some", activity: "idle_90" },
  { users: 974, age: D90_365, keys: [D90_365], console: "some", activity: "used" },
  { users: 267, age: D90_365, keys: [], console: "all", activity: "idle_90" },
  { users: 1000, age: D90_365, keys: [], console: "all", activity: "used" },
  // No enabled credential; whether such a user is used cannot be asked.
  { users: 178, age: D90_365, keys: [], console: "none", activity: "used" },
];

/** 705 users between 30 and 90 days old. */
const USERS_30_90_D: readonly Segment[] = [
  { users: 30, age: D30_90, keys: [D30_90, D30_90], console: "some", activity: "used" },
  { users: 150, age: D30_90, keys: [D30_90], atSetup: true, console: "all", activity: "used" },
  { users: 300, age: D30_90, keys: [D30_90], console: "some", activity: "used" },
  { users: 225, age: D30_90, keys: [], console: "all", activity: "used" },
];

/** 378 users younger than 30 days. */
const USERS_UNDER_30_D: readonly Segment[] = [
  { users: 81, age: UNDER_30_D, keys: [UNDER_30_D], atSetup: true, console: "all", activity: "used" },
  { users: 241, age: UNDER_30_D, keys: [UNDER_30_D], console: "some", activity: "used" },
  { users: 56, age: UNDER_30_D, keys: [], console: "all", activity: "used" },
];

/** All groups; with the three users of `extremes.ts` they are the 12,478. */
export const SEGMENTS: readonly Segment[] = [
  ...USERS_OVER_1_Y,
  ...USERS_90_365_D,
  ...USERS_30_90_D,
  ...USERS_UNDER_30_D,
];
