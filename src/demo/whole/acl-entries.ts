import type { Prng } from "../prng.js";

interface Ports {
  readonly From: number;
  readonly To: number;
}

interface Entry {
  readonly action?: "allow" | "deny";
  readonly cidr?: string;
  readonly ports?: Ports;
  readonly egress?: boolean;
}

const ANYBODY = "0.0.0.0/0";
const SSH: Ports = { From: 22, To: 22 };
const RDP: Ports = { From: 3389, To: 3389 };
const WEB: Ports = { From: 443, To: 443 };

function entry(number: number, { action = "allow", cidr = ANYBODY, ports, egress = false }: Entry) {
  const who = cidr.includes(":") ? { Ipv6CidrBlock: cidr } : { CidrBlock: cidr };
  return {
    ...who,
    Egress: egress,
    ...(ports === undefined ? {} : { PortRange: ports }),
    Protocol: ports === undefined ? "-1" : "6",
    RuleAction: action,
    RuleNumber: number,
  };
}

/** Numbered rules, and the one that AWS puts behind them: all else is denied. */
function entries(...rules: Entry[]) {
  return [
    entry(100, { egress: true }),
    entry(32_767, { action: "deny", egress: true }),
    ...rules.map((rule, index) => entry(100 + 10 * index, rule)),
    entry(32_767, { action: "deny" }),
  ];
}

/** What every network ACL that AWS makes says: everything is allowed. */
export const DEFAULT_ENTRIES = entries({});

/** Lets everybody reach a port of administrators. */
const OPEN = [
  DEFAULT_ENTRIES,
  entries({ ports: SSH }, { ports: WEB }),
  entries({ ports: WEB }, { ports: RDP }),
  // Ports for answers: RDP lies among them.
  entries({ ports: WEB }, { ports: { From: 1024, To: 65_535 } }),
  entries({ cidr: "10.0.0.0/8" }, { cidr: "::/0" }),
  // Denied too late.
  entries({}, { action: "deny", ports: SSH }),
];

const CLOSED = [
  entries({ ports: WEB }, { ports: { From: 32_768, To: 61_000 } }),
  entries({ cidr: "10.0.0.0/8" }, { ports: WEB }),
  entries({ ports: SSH, cidr: "192.0.2.0/24" }, { ports: { From: 32_768, To: 61_000 } }),
  // Denied first, and so not allowed.
  entries({ action: "deny", ports: RDP }, { ports: WEB }, { ports: { From: 1024, To: 65_535 } }),
  entries({ action: "deny" }, {}),
];

export function openEntries(prng: Prng) {
  return prng.pick(OPEN);
}

export function closedEntries(prng: Prng) {
  return prng.pick(CLOSED);
}
