import { addressCount, cidrRange, type Family } from "../model/cidr.js";
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

/**
 * What a value that leaves only some looks like. A pattern may have wildcards only behind what names the account, the
 * organization or the role: a star of `StringLike` goes over colons, and the path of a role may have some.
 */
const ACCOUNT = /^(?:\d{12}|\$\{aws:ResourceAccount\})$/i;
const ORGANIZATION = /^(?:o-[a-z0-9]+|\$\{aws:ResourceOrgID\})$/i;
const ORGANIZATION_PATH = /^(?:o-[a-z0-9]+|\$\{aws:ResourceOrgID\})\//i;
const PRINCIPAL_ARN = /^arn:[^:*?$]+:[^:*?$]+:[^:*?$]*:\d{12}:/;
/** In some or all Regions; ARNs of buckets name no account, and anybody may make one whose name begins alike. */
const RESOURCE_ARN = /^arn:[^:*?$]+:[^:*?$]+:[^:$]*:(?:\d{12}:|:[^*?$]+$)/;

/**
 * Keys that tie a request to somebody or to a place, each with the values that really do. Whoever writes a request
 * chooses what stands in others, such as `aws:Referer`. Keys that only S3 knows narrow a trust policy, too: to nobody.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
const NARROW: ReadonlyMap<string, RegExp> = new Map([
  ["aws:principalaccount", ACCOUNT],
  ["aws:principalarn", PRINCIPAL_ARN],
  ["aws:principalorgid", ORGANIZATION],
  ["aws:principalorgpaths", ORGANIZATION_PATH],
  ["aws:sourceaccount", ACCOUNT],
  ["aws:sourcearn", RESOURCE_ARN],
  ["aws:sourceorgid", ORGANIZATION],
  ["aws:sourceorgpaths", ORGANIZATION_PATH],
  ["aws:sourceowner", ACCOUNT],
  ["aws:sourcevpc", /^vpc-[0-9a-z]+$/i],
  ["aws:sourcevpce", /^vpce-[0-9a-z]+$/i],
  // The unique id of a user or role, with the name of the session behind it; of root it is the account.
  ["aws:userid", /^(?:A[A-Z0-9]{15,}|\d{12})(?::|$)/],
  ["s3:dataaccesspointaccount", ACCOUNT],
  ["s3:dataaccesspointarn", RESOURCE_ARN],
]);
const OF_ORGANIZATION = new Set(["aws:principalorgid", "aws:principalorgpaths"]);
const OF_ACCOUNT = new Set(["aws:principalaccount", "aws:principalarn"]);

/**
 * Of a family: the widest block that is a network of somebody (wider ones AWS takes for the whole internet), and how
 * many of these all blocks together may come to.
 */
const WIDEST: Readonly<Record<Family, number>> = { ipv4: 8, ipv6: 32 };
const BITS: Readonly<Record<Family, number>> = { ipv4: 32, ipv6: 128 };
const MOST = 16n;

/** It leaves some principals or networks only; each value must. */
export function narrows({ key, values }: Demand): boolean {
  if (values.length === 0) return false;
  if (key === "aws:sourceip") return areNetworks(values);
  const wanted = NARROW.get(key);
  return wanted !== undefined && values.every((value) => wanted.test(value));
}

/** Addresses and blocks of which none is too wide, nor all together: two halves are everything, and so are 256 of `/8`. */
function areNetworks(values: readonly string[]): boolean {
  const isOf6 = (value: string) => value.includes(":");
  const of4 = values.filter((value) => !isOf6(value));
  return areNetworksOf("ipv4", of4) && areNetworksOf("ipv6", values.filter(isOf6));
}

function areNetworksOf(family: Family, values: readonly string[]): boolean {
  const ranges = values.map((value) =>
    cidrRange(value.includes("/") ? value : `${value}/${BITS[family]}`, family),
  );
  const widest = 1n << BigInt(BITS[family] - WIDEST[family]);
  const known = ranges.flatMap((one) => (one !== undefined && one.last - one.first < widest ? [one] : []));
  return known.length === ranges.length && addressCount(known) <= MOST * widest;
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
