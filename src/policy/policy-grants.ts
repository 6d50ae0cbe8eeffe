import type { Statement } from "./document.js";

/** What a policy grants by itself, whatever others take away. */
export interface PolicyGrants {
  /** A statement allows every action on every resource. */
  readonly fullAdmin: boolean;
  /** Every such statement has a condition. */
  readonly conditional: boolean;
  /** Services, or patterns of services, of which a statement allows every action on every resource: `s3`, `ec2*`. */
  readonly services: readonly string[];
  /** A statement allows everything but some actions (NotAction) on every resource. */
  readonly allBut: boolean;
  /** Every statement that allows either has a condition. */
  readonly servicesConditional: boolean;
}

const everywhere = ({ effect, resource }: Statement) =>
  effect === "Allow" && resource?.negated === false && resource.patterns.some((one) => /^\*+$/.test(one));
const EVERYTHING = /^\*+(?::\*+)?$/;
const WHOLE_SERVICE = /^([^:]+):\*+$/;

/**
 * The tests of AWS Config's rules iam-policy-no-statements-with-admin-access and -with-full-access, with their conditions told
 * apart. What allows everything is no service of its own.
 */
export function grantsOf(statements: readonly Statement[]): PolicyGrants {
  const wide = statements.filter(everywhere);
  const isFull = ({ action }: Statement) =>
    !action.negated && action.patterns.some((one) => EVERYTHING.test(one));
  const full = wide.filter(isFull);
  const services = (statement: Statement) =>
    statement.action.negated ? [] : statement.action.patterns.flatMap((one) => service(one) ?? []);
  const partly = wide.filter((one) => !isFull(one) && (one.action.negated || services(one).length > 0));
  const conditional = (some: readonly Statement[]) =>
    some.length > 0 && some.every(({ clauses }) => clauses.length > 0);
  return {
    fullAdmin: full.length > 0,
    conditional: conditional(full),
    services: [...new Set(partly.flatMap(services))].sort(),
    allBut: partly.some(({ action }) => action.negated),
    servicesConditional: conditional(partly),
  };
}

/** The service of which a pattern names every action, in lower case. */
function service(pattern: string): string | undefined {
  if (EVERYTHING.test(pattern)) return undefined;
  return WHOLE_SERVICE.exec(pattern)?.[1]?.toLowerCase();
}
