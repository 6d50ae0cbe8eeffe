/** The documented condition operators without their negation, `IfExists` and set prefixes. */
export type BaseOperator =
  | "StringEquals"
  | "StringEqualsIgnoreCase"
  | "StringLike"
  | "NumericEquals"
  | "NumericLessThan"
  | "NumericLessThanEquals"
  | "NumericGreaterThan"
  | "NumericGreaterThanEquals"
  | "DateEquals"
  | "DateLessThan"
  | "DateLessThanEquals"
  | "DateGreaterThan"
  | "DateGreaterThanEquals"
  | "Bool"
  | "BinaryEquals"
  | "IpAddress"
  | "ArnLike"
  | "Null";

export interface Operator {
  readonly base: BaseOperator;
  readonly negated: boolean;
  readonly ifExists: boolean;
  /** ForAllValues, ForAnyValue, or neither. */
  readonly set: "all" | "any" | null;
}

const POSITIVE: readonly BaseOperator[] = [
  "StringEquals",
  "StringEqualsIgnoreCase",
  "StringLike",
  "NumericEquals",
  "NumericLessThan",
  "NumericLessThanEquals",
  "NumericGreaterThan",
  "NumericGreaterThanEquals",
  "DateEquals",
  "DateLessThan",
  "DateLessThanEquals",
  "DateGreaterThan",
  "DateGreaterThanEquals",
  "Bool",
  "BinaryEquals",
  "IpAddress",
  "ArnLike",
  "Null",
];

/** ArnEquals and ArnLike are one operator under two names. */
const SPELLINGS: ReadonlyMap<string, readonly [BaseOperator, boolean]> = new Map<
  string,
  readonly [BaseOperator, boolean]
>([
  ...POSITIVE.map((base) => [base, [base, false]] as const),
  ["StringNotEquals", ["StringEquals", true]],
  ["StringNotEqualsIgnoreCase", ["StringEqualsIgnoreCase", true]],
  ["StringNotLike", ["StringLike", true]],
  ["NumericNotEquals", ["NumericEquals", true]],
  ["DateNotEquals", ["DateEquals", true]],
  ["NotIpAddress", ["IpAddress", true]],
  ["ArnEquals", ["ArnLike", false]],
  ["ArnNotEquals", ["ArnLike", true]],
  ["ArnNotLike", ["ArnLike", true]],
]);

/**
 * Reads an operator name. Null when AWS does not document it (`BoolNot`, `bool`, `NullIfExists`): its meaning is not
 * known then, so it can neither prove a Deny nor close an Allow.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function parseOperator(text: string): Operator | null {
  const set = text.startsWith("ForAllValues:") ? "all" : text.startsWith("ForAnyValue:") ? "any" : null;
  const rest = set === null ? text : text.slice(text.indexOf(":") + 1);
  const ifExists = rest.endsWith("IfExists");
  const spelling = SPELLINGS.get(ifExists ? rest.slice(0, -8) : rest);
  if (spelling === undefined) return null;
  const [base, negated] = spelling;
  if (base === "Null" && (ifExists || set !== null)) return null;
  return { base, negated, ifExists, set };
}
