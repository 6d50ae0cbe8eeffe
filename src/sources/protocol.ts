import { text } from "./values.js";

/** Protocols by the names that EC2 takes; `all` is every one. */
const NAMED: ReadonlyMap<string, string> = new Map([
  ["all", "-1"],
  ["icmp", "1"],
  ["tcp", "6"],
  ["udp", "17"],
  ["icmpv6", "58"],
]);

/**
 * A protocol of a rule of EC2, by its name or number: its number as text, -1 for all of them.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
 */
export const protocolNumber = text.transform((value, context) => {
  const number = NAMED.get(value.toLowerCase()) ?? value;
  if (number === "-1" || (/^\d{1,3}$/.test(number) && Number(number) <= 255)) return String(Number(number));
  context.addIssue("must be a protocol: tcp, udp, icmp, icmpv6, all or its number");
  return number;
});
