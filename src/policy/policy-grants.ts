import type { CompiledStatement } from "./compile.js";

/** What a policy grants by itself, whatever others take away. */
export interface PolicyGrants {
  /** A statement allows every action on every resource. */
  readonly fullAdmin: boolean;
  /** Every such statement has a condition. */
  readonly conditional: boolean;
}

/** The test of AWS Config's rule iam-policy-no-statements-with-admin-access, with its conditions told apart. */
export function grantsOf(statements: readonly CompiledStatement[]): PolicyGrants {
  const full = statements.filter(
    ({ deny, actions, actionsNegated, resources, resourcesNegated }) =>
      !deny &&
      !actionsNegated &&
      !resourcesNegated &&
      resources.some(({ completed }) => completed.fixed?.everything === true) &&
      actions.everything,
  );
  return {
    fullAdmin: full.length > 0,
    conditional: full.length > 0 && full.every(({ clauses }) => clauses.length > 0),
  };
}
