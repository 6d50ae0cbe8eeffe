import { PARTIAL_EFFECTS, type RiskModel } from "../risk/risk-model.js";
import { EFFECTS, type Effect } from "./catalogue.js";

/**
 * What was done to a credential, as bits in the order of `EFFECTS`. Its risk in a state is the same in whatever order the fixes
 * were done; a removed credential has none.
 */
export type State = number;

/** States that have risks of their own. */
export const STATES = 2 ** PARTIAL_EFFECTS.length;

export function bitOf(effect: Effect): State {
  return 2 ** EFFECTS.indexOf(effect);
}

export function has(state: State, effect: Effect): boolean {
  return Math.floor(state / bitOf(effect)) % 2 === 1;
}

/** The state after something more is done; nothing more can be done to what is removed. */
export function afterEffect(state: State, effect: Effect): State {
  return has(state, effect) || has(state, "remove") ? state : state + bitOf(effect);
}

/** The risk in a state, of the risks in all states. */
export function riskIn(risk: readonly number[], state: State): number {
  return has(state, "remove") ? 0 : (risk[state % STATES] ?? 0);
}

/**
 * Expressions over a row `c` of `credentialRisksSql`: `r_<state>`, the risk of the credential in each state in hundredths of a point. Whole
 * numbers, so that sums do not depend on their order.
 */
export function riskColumns(model: RiskModel): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: STATES }, (_, state) => [`r_${state}`, riskSql(model, state)]),
  );
}

function riskSql(model: RiskModel, state: State): string {
  const done = PARTIAL_EFFECTS.filter((effect) => has(state, effect));
  const ease = model.factors
    .map((factor, number) =>
      factor.fixed_by.some((effect) => done.includes(effect)) ? undefined : `c.ease_${number}`,
    )
    .filter((column) => column !== undefined);
  const capped = (gain: string) => (has(state, "reduce") ? `least(${gain}, ${model.gain.write})` : gain);
  const without = has(state, "close") ? "0" : capped("c.gain_no_mfa");
  const more = `greatest(${capped("c.gain_mfa")} - ${without}, 0)`;
  const gain = `(1000 * ${without} + ${model.with_mfa} * ${more})`;
  return `CAST(floor(CAST(${gain} AS DOUBLE) * (${ease.join(" + ")}) * c.certainty / 10000000) AS BIGINT)`;
}
