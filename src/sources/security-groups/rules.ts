import { z } from "zod";
import { cidrOf, coverAll, type Family } from "../../model/cidr.js";
import { protocolNumber } from "../protocol.js";
import { maybe, text, whole } from "../values.js";

/** A rule of a security group, as DescribeSecurityGroups puts them together by protocol and ports. */
export const ruleSchema = z
  .object({
    IpProtocol: protocolNumber,
    FromPort: maybe(whole),
    ToPort: maybe(whole),
    IpRanges: maybe(z.array(z.object({ CidrIp: cidrOf("ipv4") }))),
    Ipv6Ranges: maybe(z.array(z.object({ CidrIpv6: cidrOf("ipv6") }))),
    PrefixListIds: maybe(z.array(z.object({ PrefixListId: text }))),
    UserIdGroupPairs: maybe(z.array(z.object({}))),
  })
  .refine(
    (rule) => [rule.IpRanges, rule.Ipv6Ranges, rule.PrefixListIds, rule.UserIdGroupPairs].some(Array.isArray),
    "must say whom it is about",
  )
  .refine((rule) => !isBackwards(rule), "must have ports from the first to the last")
  .transform((rule) => ({
    ...rule,
    IpRanges: rule.IpRanges ?? [],
    Ipv6Ranges: rule.Ipv6Ranges ?? [],
    PrefixListIds: rule.PrefixListIds ?? [],
    UserIdGroupPairs: rule.UserIdGroupPairs ?? [],
  }));
export type Rule = z.output<typeof ruleSchema>;

const TCP = "6";
/** ICMP has types and codes where others have ports. */
const ICMP = ["1", "58"];
/** Every protocol, and then every port. */
const ALL = "-1";

/**
 * Is a TCP port open to every address of a family? null: only a prefix list opens it. Groups that a rule names are no internet.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
 */
export function isOpen(rules: readonly Rule[], port: number, family: Family): boolean | null {
  const of = rules.filter((rule) => covers(rule, port));
  const ranges = of.flatMap(({ IpRanges, Ipv6Ranges }) =>
    family === "ipv4" ? IpRanges.map(({ CidrIp }) => CidrIp) : Ipv6Ranges.map(({ CidrIpv6 }) => CidrIpv6),
  );
  if (coverAll(ranges, family)) return true;
  return of.some(({ PrefixListIds }) => PrefixListIds.length > 0) ? null : false;
}

/** How many addresses, groups and prefix lists rules name. */
export function peers(rules: readonly Rule[]): number {
  return rules.reduce(
    (sum, { IpRanges, Ipv6Ranges, PrefixListIds, UserIdGroupPairs }) =>
      sum + IpRanges.length + Ipv6Ranges.length + PrefixListIds.length + UserIdGroupPairs.length,
    0,
  );
}

export function prefixLists(rules: readonly Rule[]): string[] {
  return [...new Set(rules.flatMap((rule) => rule.PrefixListIds.map(({ PrefixListId: id }) => id)))].sort();
}

/** Without ports, or with -1, a rule is about all of them. */
function covers({ IpProtocol, FromPort, ToPort }: Rule, port: number): boolean {
  if (IpProtocol === ALL) return true;
  if (IpProtocol !== TCP) return false;
  const [from, to] = [FromPort ?? -1, ToPort ?? -1];
  return from === -1 || to === -1 || (from <= port && port <= to);
}

interface Ports {
  readonly IpProtocol: string;
  readonly FromPort: number | null;
  readonly ToPort: number | null;
}

function isBackwards({ IpProtocol, FromPort, ToPort }: Ports): boolean {
  return !ICMP.includes(IpProtocol) && ToPort !== null && ToPort !== -1 && (FromPort ?? -1) > ToPort;
}
