/** What makes a trait a cause worth telling, and how sure one must be. docs/causes.md says why. */
export const LIMITS = {
  /** The false discovery rate, over all hypotheses of all controls together. */
  alpha: 0.05,
  /** So many failing subjects must carry a value. */
  minFailing: 5,
  /** The share of failing among carriers, at least so many times that of the others. */
  minLift: 1.5,
  /** A cause must cover at least this part of all that fail. */
  minCover: 0.05,
  /** Traits with this part of their carriers in common (intersection / union) are one cause. */
  sameCarriers: 0.8,
  /** At most so many values of one kind are put together into one cause. */
  maxValues: 100,
  /** At most so many causes are told of a control. */
  maxCauses: 4,
} as const;
