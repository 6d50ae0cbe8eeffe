import { z } from "zod";
import { cidrOf, coverAll, type Family } from "../../model/cidr.js";
import { maybe, text, whole } from "../values.js";

/** A rule of a security group, as DescribeSecurityGroups puts them together by protocol and ports. */
export const ruleSchema = z.object({
  IpProtocol: text,
  FromPort: maybe(whole),
  ToPort: maybe(whole),
  IpRanges: listOf(z.object({ CidrIp: cidrOf("ipv4") })),
  Ipv6Ranges: listOf(z.object({ CidrIpv6: cidrOf("ipv6") })),
  PrefixListIds: listOf(z.object({ PrefixListId: text })),
  UserIdGroupPairs: listOf(z.object({})),
});
export type Rule = z.output<typeof ruleSchema>;

/** AWS tells TCP by its name; it takes the number, too. */
const TCP = ["tcp", "6"];
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
  if (!TCP.includes(IpProtocol)) return false;
  const [from, to] = [FromPort ?? -1, ToPort ?? -1];
  return from === -1 || to === -1 || (from <= port && port <= to);
}

function listOf<Schema extends z.ZodType>(schema: Schema) {
  return z
    .array(schema)
    .nullish()
    .transform((all) => all ?? []);
}
