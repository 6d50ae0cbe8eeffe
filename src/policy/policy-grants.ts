import type { Statement } from "./document.js";

/** What a policy grants by itself, whatever others take away. */
export interface PolicyGrants {
  /** A statement allows every action on every resource. */
  readonly fullAdmin: boolean;
  /** Every such statement has a condition. */
  readonly conditional: boolean;
}

/** The test of AWS Config's rule iam-policy-no-statements-with-admin-access, with its conditions told apart. */
export function grantsOf(statements: readonly Statement[]): PolicyGrants {
  const full = statements.filter(
    ({ effect, action, resource }) =>
      effect === "Allow" &&
      !action.negated &&
      action.patterns.some((one) => /^\*+(?::\*+)?$/.test(one)) &&
      resource?.negated === false &&
      resource.patterns.some((one) => /^\*+$/.test(one)),
  );
  return {
    fullAdmin: full.length > 0,
    conditional: full.length > 0 && full.every(({ clauses }) => clauses.length > 0),
  };
}
