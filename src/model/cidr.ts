import { isIPv4, isIPv6 } from "node:net";
import { z } from "zod";

/** Addresses from the first to the last. */
export interface AddressRange {
  readonly first: bigint;
  readonly last: bigint;
}

export type Family = "ipv4" | "ipv6";
const BITS: Readonly<Record<Family, number>> = { ipv4: 32, ipv6: 128 };

/** Every address of a family. */
export function everything(family: Family): AddressRange {
  return { first: 0n, last: (1n << BigInt(BITS[family])) - 1n };
}

/** The addresses of a block such as `10.0.0.0/8` or `2001:db8::/32`; undefined: it is none. */
export function cidrRange(cidr: string, family: Family): AddressRange | undefined {
  const [, address = "", prefix = ""] = /^([\d.a-fA-F:]+)\/(\d{1,3})$/.exec(cidr) ?? [];
  const bits = BITS[family];
  const length = Number(prefix);
  if (!(family === "ipv4" ? isIPv4(address) : isIPv6(address)) || length > bits) return undefined;
  const size = 1n << BigInt(bits - length);
  const first = (addressNumber(address, family) / size) * size;
  return { first, last: first + size - 1n };
}

/** A block of a family in a document. */
export function cidrOf(family: Family) {
  return z.string().transform((value, context) => {
    const range = cidrRange(value, family);
    if (range !== undefined) return range;
    context.addIssue(`must be an ${family === "ipv4" ? "IPv4" : "IPv6"} block such as ${EXAMPLES[family]}`);
    return z.NEVER;
  });
}
const EXAMPLES: Readonly<Record<Family, string>> = { ipv4: "10.0.0.0/8", ipv6: "2001:db8::/32" };

/** What is left of some addresses without a range. */
export function without(ranges: readonly AddressRange[], { first, last }: AddressRange): AddressRange[] {
  return ranges.flatMap((one) => {
    if (last < one.first || first > one.last) return [one];
    return [
      ...(one.first < first ? [{ first: one.first, last: first - 1n }] : []),
      ...(one.last > last ? [{ first: last + 1n, last: one.last }] : []),
    ];
  });
}

/** Are ranges together every address? Two halves are. */
export function coverAll(ranges: readonly AddressRange[], family: Family): boolean {
  return ranges.reduce(without, [everything(family)]).length === 0;
}

/** How many addresses ranges are together; those in several count once. */
export function addressCount(ranges: readonly AddressRange[]): bigint {
  const apart = ranges.reduce<AddressRange[]>((found, one) => [...without(found, one), one], []);
  return apart.reduce((sum, { first, last }) => sum + last - first + 1n, 0n);
}

function addressNumber(address: string, family: Family): bigint {
  if (family === "ipv4") return address.split(".").reduce((sum, part) => sum * 256n + BigInt(part), 0n);
  const [head = "", tail] = plainGroups(address).split("::");
  const before = groups(head);
  const after = groups(tail ?? "");
  const between = tail === undefined ? [] : Array<bigint>(8 - before.length - after.length).fill(0n);
  return [...before, ...between, ...after].reduce((sum, part) => sum * 65_536n + part, 0n);
}

/** `::ffff:1.2.3.4` without the dots. */
function plainGroups(address: string): string {
  return address.replace(/\d+\.\d+\.\d+\.\d+$/, (dotted) => {
    const value = addressNumber(dotted, "ipv4");
    return `${(value >> 16n).toString(16)}:${(value & 0xffffn).toString(16)}`;
  });
}

function groups(text: string): bigint[] {
  return text === "" ? [] : text.split(":").map((part) => BigInt(`0x${part}`));
}
