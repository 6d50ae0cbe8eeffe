import type { Cause } from "../../model/results/causes.js";
import { percentOf } from "../prevalence.js";
import type { Choice } from "./choose.js";
import { logUpperTail } from "./hypergeometric.js";
import { LIMITS } from "./limits.js";
import type { Places } from "./places.js";
import type { Population } from "./population.js";
import { liftOf } from "./screen.js";

/** What is known of a choice. */
export interface Found {
  readonly population: Population;
  readonly logThreshold: number;
  readonly places: Places;
  readonly bursts: number | null;
}

/** A choice as the cause that is told. */
export function describeChoice(
  { kind, values, alike, all, beyond }: Choice,
  { population, logThreshold, places, bursts }: Found,
): Cause {
  const lift = liftOf(all, population);
  const logAdjusted = Math.max(...values.map((one) => one.logAdjusted));
  return {
    kind,
    values: values.map(({ value }) => value),
    fail: all.failing,
    carriers: all.carriers,
    rest_fail: population.failing - all.failing,
    rest: population.judged - all.carriers,
    percent_of_failing: percentOf(all.failing, population.failing) ?? 0,
    lift: Number.isFinite(lift) ? Math.round(lift * 100) / 100 : null,
    p_adjusted: Number(Math.exp(logAdjusted).toPrecision(3)),
    log10_p_adjusted: Math.round((logAdjusted / Math.LN10) * 100) / 100,
    beyond: { fail: beyond.failing, carriers: beyond.carriers },
    unknown: all.unknown,
    holds_whatever_is_unknown: holdsAtWorst(all, population, logThreshold),
    accounts: places.accounts,
    top_accounts: places.top,
    bursts,
    alike: alike.map((one) => ({
      kind: one.kind,
      values: one.values.map(({ value }) => value),
      jaccard: Math.round(one.jaccard * 100) / 100,
    })),
  };
}

/**
 * The worst that missing evidence can hide (C. F. Manski, Partial Identification of Probability Distributions, 2003):
 * every unknown carrier passes, all others of whom nothing is known fail.
 */
function holdsAtWorst(
  { carriers, failing, unknown }: Choice["all"],
  population: Population,
  logThreshold: number,
) {
  const others = population.unknown - unknown;
  const worst = { judged: population.judged + population.unknown, failing: population.failing + others };
  const cause = { carriers: carriers + unknown, failing };
  const logP = logUpperTail({
    all: worst.judged,
    failing: worst.failing,
    carriers: cause.carriers,
    both: cause.failing,
  });
  return liftOf(cause, worst) >= LIMITS.minLift && logP <= logThreshold;
}
