import type { Clause, Selector, Statement } from "./document.js";

/**
 * Keys that tie a request to somebody or to a place, where they have a fixed value. Whoever writes a request chooses what
 * stands in others, such as `aws:Referer`.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
const KEYS = new Set([
  "aws:principalaccount",
  "aws:principalarn",
  "aws:principalorgid",
  "aws:principalorgpaths",
  "aws:sourceaccount",
  "aws:sourcearn",
  "aws:sourceip",
  "aws:sourceorgid",
  "aws:sourceorgpaths",
  "aws:sourceowner",
  "aws:sourcevpc",
  "aws:sourcevpce",
  "aws:userid",
  "s3:dataaccesspointaccount",
  "s3:dataaccesspointarn",
]);
/** Operators that fail where the key is not there: `...IfExists` and `ForAllValues:` let an unsigned request through. */
const OPERATORS =
  /^(foranyvalue:)?(stringequals|stringequalsignorecase|stringlike|arnequals|arnlike|ipaddress)$/;
/** Ranges wider than these AWS takes for the whole internet. */
const WIDEST = { v4: 8, v6: 32 } as const;

/** Whether a statement speaks of everybody, who needs not even sign. */
export function isEveryone(principal: Selector | null): boolean {
  return principal?.negated === false && principal.patterns.some((one) => one === "*" || one === "AWS:*");
}

/**
 * What a resource-based policy lets anyone do: the actions of each statement that allows everybody and has no condition
 * that ties it to somebody. Statements that deny may take some of it away again.
 */
export function allowedToAnyone(statements: readonly Statement[]): readonly string[] {
  const open = statements.filter(
    ({ effect, principal, clauses }) =>
      effect === "Allow" && (principal?.negated === true || isEveryone(principal)) && !clauses.some(narrows),
  );
  const actions = open.flatMap(({ action }) =>
    action.patterns.map((one) => (action.negated ? `all but ${one}` : one)),
  );
  return [...new Set(actions)];
}

/** Whether a condition keeps some fixed people or places, and nobody else. */
function narrows({ operator, key, values }: Clause): boolean {
  const name = key.toLowerCase();
  if (!KEYS.has(name) || !OPERATORS.test(operator.toLowerCase())) return false;
  return values.length > 0 && values.every(name === "aws:sourceip" ? isNarrowRange : isFixed);
}

/** A value without wildcards, or one whose wildcards stay within an account, an organization or a role. */
function isFixed(value: string): boolean {
  if (!/[*?]|\$\{/.test(value)) return true;
  return /^(arn:[^:*?]+:[^:*?]+:[^:]*:\d{12}:|o-[a-z0-9]+\/|A[A-Z0-9]{15,}:)/.test(value);
}

function isNarrowRange(value: string): boolean {
  const [, length = value.includes(":") ? "128" : "32"] = value.split("/");
  return Number(length) >= (value.includes(":") ? WIDEST.v6 : WIDEST.v4);
}
