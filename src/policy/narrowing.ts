import type { Clause } from "./document.js";

/** A condition that must hold: its key in lower case, and the values of which one must be met. */
export interface Demand {
  readonly key: string;
  readonly values: readonly string[];
}

/** Set operator, family, negation, comparison, and what holds where the key is not there. */
const OPERATOR =
  /^(?:(ForAnyValue|ForAllValues):)?(String|Arn|IpAddress|NotIpAddress)(Not)?(?:Equals|EqualsIgnoreCase|Like)?(IfExists)?$/i;

/**
 * What a clause of an Allow asks for; undefined: it lets through whoever lacks the key, or says who is not meant.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function demanded({ operator, key, values }: Clause): Demand | undefined {
  const [found, set = "", family = "", not, ifExists] = OPERATOR.exec(operator) ?? [];
  if (found === undefined || not !== undefined || ifExists !== undefined) return undefined;
  if (/^ForAllValues$/i.test(set) || /^Not/i.test(family)) return undefined;
  return { key: key.toLowerCase(), values };
}

/** What a Deny asks for of everybody whom its only clause does not name; it denies whoever lacks the key, too. */
export function demandedByDeny(clauses: readonly Clause[]): Demand | undefined {
  const [only, ...others] = clauses;
  if (only === undefined || others.length > 0) return undefined;
  const [found, set, family = "", not] = OPERATOR.exec(only.operator) ?? [];
  if (found === undefined || set !== undefined) return undefined;
  if (not === undefined && !/^Not/i.test(family)) return undefined;
  return { key: only.key.toLowerCase(), values: only.values };
}

const ACCOUNT = /^(?:\d{12}|\$\{aws:ResourceAccount\})$/i;
const ARN_OF_ACCOUNT = /^arn:[^:]*:[^:]*:[^:]*:\d{12}:/;

/** Keys that say who may come, and the values that really do. */
const NARROW: Readonly<Record<string, RegExp>> = {
  "aws:principalorgid": /^(?:o-[a-z0-9]+|\$\{aws:ResourceOrgID\})$/i,
  "aws:principalorgpaths": /^(?:o-[a-z0-9]+|\$\{aws:ResourceOrgID\})\//i,
  "aws:principalaccount": ACCOUNT,
  "aws:principalarn": ARN_OF_ACCOUNT,
  "aws:userid": /^A[A-Z0-9]{15,}/,
  "aws:sourceorgid": /^o-[a-z0-9]+$/,
  "aws:sourceaccount": ACCOUNT,
  "aws:sourcearn": /^arn:[^:*?]+:[^:*?]+:[^:]*:(?:\d{12}:|:[^*?]+)/,
  "aws:sourcevpc": /^vpc-/,
  "aws:sourcevpce": /^vpce-/,
  "aws:sourceip": /^(?!.*\/0$)[\d.:a-f/]+$/i,
};
const OF_ORGANIZATION = new Set(["aws:principalorgid", "aws:principalorgpaths"]);
const OF_ACCOUNT = new Set(["aws:principalaccount", "aws:principalarn"]);

/** It leaves some principals or networks only; each value must. */
export function narrows({ key, values }: Demand): boolean {
  const wanted = NARROW[key];
  return wanted !== undefined && values.length > 0 && values.every((value) => wanted.test(value));
}

/** It leaves the members of organizations only. */
export function namesOrganization(demand: Demand): boolean {
  return OF_ORGANIZATION.has(demand.key) && narrows(demand);
}

/** The accounts that it leaves only; undefined: it is about something else. */
export function accountsNamed(demand: Demand): readonly string[] | undefined {
  if (!OF_ACCOUNT.has(demand.key) || !narrows(demand)) return undefined;
  return demand.values.map((value) => /\d{12}/.exec(value)?.[0] ?? "").filter((id) => id !== "");
}

/** It asks for an external id that is not any text. */
export function asksExternalId({ key, values }: Demand): boolean {
  return key === "sts:externalid" && values.length > 0 && values.every((value) => /[^*?]/.test(value));
}
