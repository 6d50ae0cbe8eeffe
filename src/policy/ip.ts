import { BlockList, isIP } from "node:net";

/**
 * Whether an address lies in a network ("203.0.113.0/24", "2001:db8::/32", or one address). Null when either text is
 * none.
 */
export function inNetwork(address: string, network: string): boolean | null {
  const [base = "", prefix, ...rest] = network.split("/");
  const family = isIP(base);
  const bits =
    prefix === undefined ? (family === 4 ? 32 : 128) : /^\d{1,3}$/.test(prefix) ? Number(prefix) : -1;
  if (isIP(address) === 0 || family === 0 || rest.length > 0) return null;
  if (bits < 0 || bits > (family === 4 ? 32 : 128)) return null;
  if (isIP(address) !== family) return false;
  const list = new BlockList();
  const type = family === 4 ? "ipv4" : "ipv6";
  list.addSubnet(base, bits, type);
  return list.check(address, type);
}
