import { z } from "zod";
import { type AddressRange, cidrOf, coverAll, everything, type Family, without } from "../../model/cidr.js";
import { protocolNumber } from "../protocol.js";
import { maybe, whole } from "../values.js";

/** A numbered rule of a network ACL. */
export const entrySchema = z
  .object({
    RuleNumber: whole,
    Egress: z.boolean(),
    Protocol: protocolNumber,
    RuleAction: z.enum(["allow", "deny"]),
    CidrBlock: maybe(cidrOf("ipv4")),
    Ipv6CidrBlock: maybe(cidrOf("ipv6")),
    PortRange: maybe(z.object({ From: maybe(whole), To: maybe(whole) })),
  })
  .refine(
    ({ CidrBlock, Ipv6CidrBlock }) => CidrBlock !== null || Ipv6CidrBlock !== null,
    "must have a block of addresses",
  );
export type Entry = z.output<typeof entrySchema>;

/** Protocols are numbers: TCP, and all of them. */
const TCP = "6";
const ALL = "-1";

/**
 * Is a TCP port open to the internet, whatever single addresses are denied before? Rules are asked in the order of their
 * numbers, and the first that fits an address decides about it, so a rule that allows everything opens nothing where
 * everything was denied before it.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html
 */
export function isOpen(entries: readonly Entry[], port: number, family: Family): boolean {
  const inbound = entries
    .filter((entry) => !entry.Egress && covers(entry, port))
    .sort((a, b) => a.RuleNumber - b.RuleNumber);
  const allowed: AddressRange[] = [];
  let undecided = [everything(family)];
  for (const { RuleAction, CidrBlock, Ipv6CidrBlock } of inbound) {
    const range = family === "ipv4" ? CidrBlock : Ipv6CidrBlock;
    if (range === null) continue;
    const left = undecided.flatMap((one) => without([one], range));
    const decides = size(left) < size(undecided);
    if (decides && RuleAction === "allow") allowed.push(range);
    undecided = left;
  }
  return coverAll(allowed, family);
}

function covers({ Protocol, PortRange }: Entry, port: number): boolean {
  if (Protocol === ALL) return true;
  if (Protocol !== TCP) return false;
  const [from, to] = [PortRange?.From ?? -1, PortRange?.To ?? -1];
  // Without ports, or with -1, an entry is about all of them from there on.
  return from <= port && (to === -1 || port <= to);
}

function size(ranges: readonly AddressRange[]): bigint {
  return ranges.reduce((sum, { first, last }) => sum + last - first + 1n, 0n);
}
