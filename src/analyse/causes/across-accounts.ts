import { isOfAccounts } from "../../model/trait-kinds.js";
import type { Choice } from "./choose.js";
import { LIMITS } from "./limits.js";
import { logChoose } from "./log-factorial.js";
import { logNormalTail } from "./normal-tail.js";

/** How the failing carriers of a cause lie in the accounts; the sums are over the accounts. */
export interface Spread {
  /** Failing carriers, and how many there would be if within each account who fails were drawn at random. */
  readonly failing: number;
  readonly expected: number;
  /** Variance of that number: 0 where in each account all subjects carry the trait, or none. */
  readonly variance: number;
  /** Sum of the scores of the accounts, and of their squares. */
  readonly score: number;
  readonly squares: number;
}

/** What a choice was picked from. */
export interface Picked {
  readonly logThreshold: number;
  /** How many values there are of its kind. */
  readonly values: number;
  /** How many kinds there are. */
  readonly kinds: number;
}

/**
 * Whether a cause is more than the accounts that its carriers happen to be in: users of one account are managed by the same
 * people, so they fail together, and what one of them shows the others show again. It must hold
 * - among the accounts, each of them counting as one observation (a score test with the accounts as clusters:
 *   D. D. Boos, On generalized score tests, The American Statistician 46, 1992), or
 * - within the accounts, carriers against others of the same account (N. Mantel and W. Haenszel, Statistical aspects of the
 *   analysis of data from retrospective studies of disease, JNCI 22, 1959). What all of an account share cannot.
 * An account itself is what would else be reported, so it always holds.
 */
export function holdsAcrossAccounts({ kind, values }: Choice, spread: Spread, picked: Picked): boolean {
  if (kind === "account") return true;
  const ways = logChoose(picked.values, values.length) + Math.log(picked.kinds);
  const among = ratio(spread.score, spread.squares);
  if (logNormalTail(among) + ways <= Math.log(LIMITS.alpha)) return true;
  if (isOfAccounts(kind)) return false;
  // Half a subject is what counts that jump by one may be off from a smooth curve.
  const within = ratio(spread.failing - spread.expected - 0.5, spread.variance);
  return logNormalTail(within) <= picked.logThreshold;
}

/** A deviation in standard deviations; without any variance it shows nothing. */
function ratio(deviation: number, variance: number): number {
  return variance > 0 ? deviation / Math.sqrt(variance) : 0;
}
