import type { Prng } from "../prng.js";

/** Members that the AWS CLI prints of each permission, empty where nothing is meant. */
const NOBODY = { IpRanges: [], Ipv6Ranges: [], PrefixListIds: [], UserIdGroupPairs: [] };

const ANY_V4 = { IpRanges: [{ CidrIp: "0.0.0.0/0" }] };
const ANY_V6 = { Ipv6Ranges: [{ CidrIpv6: "::/0" }] };

function tcp(from: number, to: number, who: object) {
  return { IpProtocol: "tcp", FromPort: from, ToPort: to, ...NOBODY, ...who };
}

/** Everybody may send to everybody, as every group says until somebody changes it. */
export const EGRESS = [{ IpProtocol: "-1", ...NOBODY, ...ANY_V4 }];

/** What AWS puts into a default group: its members reach each other. */
export function ofItself(groupId: string, ownerId: string) {
  return [{ IpProtocol: "-1", ...NOBODY, UserIdGroupPairs: [{ GroupId: groupId, UserId: ownerId }] }];
}

/** Lets everybody reach SSH or RDP, in the ways in which that is written. Listed as often as they are common. */
const OPEN = [
  ...Array<object>(10).fill(tcp(22, 22, ANY_V4)),
  ...Array<object>(4).fill(tcp(3389, 3389, ANY_V4)),
  ...Array<object>(2).fill(tcp(22, 22, { ...ANY_V4, ...ANY_V6 })),
  // A range covers the port, whether or not its ends are.
  tcp(0, 65_535, ANY_V4),
  tcp(20, 25, ANY_V4),
  tcp(1024, 65_535, ANY_V4),
  // Everything: no ports are named then.
  { IpProtocol: "-1", ...NOBODY, ...ANY_V4 },
  // Nobody but those of the other internet.
  tcp(22, 22, ANY_V6),
  { IpProtocol: "-1", ...NOBODY, ...ANY_V6 },
];

/** Looks like it, and lets in nobody from anywhere. */
const CLOSED = [
  ...Array<object>(6).fill(tcp(443, 443, ANY_V4)),
  ...Array<object>(3).fill(tcp(80, 80, { ...ANY_V4, ...ANY_V6 })),
  ...Array<object>(3).fill(tcp(22, 22, { IpRanges: [{ CidrIp: "10.0.0.0/8", Description: "office" }] })),
  ...Array<object>(2).fill(tcp(3389, 3389, { IpRanges: [{ CidrIp: "192.0.2.0/24" }] })),
  tcp(22, 22, { Ipv6Ranges: [{ CidrIpv6: "2001:db8::/32" }] }),
  tcp(5432, 5432, { IpRanges: [{ CidrIp: "172.16.0.0/12" }] }),
  tcp(8000, 8999, ANY_V4),
  { IpProtocol: "icmp", FromPort: -1, ToPort: -1, ...NOBODY, ...ANY_V4 },
  // SSH is TCP.
  { IpProtocol: "udp", FromPort: 22, ToPort: 22, ...NOBODY, ...ANY_V4 },
];

/** What is in the list of addresses nobody collected. */
const LISTED = tcp(22, 22, { PrefixListIds: [{ PrefixListId: "pl-0d1e2f3a4b5c6d7e8", Description: "vpn" }] });

/** Rules of a group that lets everybody reach SSH or RDP. */
export function openRules(prng: Prng): object[] {
  return prng.shuffled([prng.pick(OPEN), ...(prng.chance(0.4) ? [prng.pick(CLOSED)] : [])]);
}

/** Rules of a group that does not. */
export function closedRules(prng: Prng): object[] {
  if (prng.chance(0.08)) return [];
  if (prng.chance(0.004)) return [LISTED];
  const first = prng.pick(CLOSED);
  const second = prng.pick(CLOSED);
  return prng.chance(0.35) && second !== first ? [first, second] : [first];
}
