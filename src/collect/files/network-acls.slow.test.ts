import { expect, test } from "vitest";
import { readFiles } from "./test-support.js";

const ACCOUNT = "111122223333";

interface Rule {
  readonly CidrBlock?: string;
  readonly Ipv6CidrBlock?: string;
  readonly Protocol?: string;
  readonly PortRange?: object;
  readonly Egress?: boolean;
}
const rule = (RuleNumber: number, RuleAction: string, more: Rule) => ({
  RuleNumber,
  RuleAction,
  Egress: false,
  Protocol: "-1",
  ...more,
});
const allow = (number: number, CidrBlock: string, more: Rule = {}) =>
  rule(number, "allow", { CidrBlock, ...more });
const deny = (number: number, CidrBlock: string, more: Rule = {}) =>
  rule(number, "deny", { CidrBlock, ...more });
const port = (From: number, To = From) => ({ Protocol: "6", PortRange: { From, To } });
const REST = deny(32_767, "0.0.0.0/0");

const read = (NetworkAcls: readonly object[]) =>
  readFiles({ [`${ACCOUNT}/eu-central-1/network-acls.json`]: JSON.stringify({ NetworkAcls }) });
const acl = (Entries: readonly object[]) => ({
  NetworkAclId: "acl-1",
  VpcId: "vpc-1",
  IsDefault: true,
  Associations: [{ SubnetId: "subnet-1" }],
  Entries,
});

const BOTH = ["ssh_ipv4", "rdp_ipv4"];
test.each([
  ["everything is allowed, as AWS makes it", [allow(100, "0.0.0.0/0"), REST], BOTH],
  ["nothing but the last rule", [REST], []],
  ["one port", [allow(100, "0.0.0.0/0", port(22)), REST], ["ssh_ipv4"]],
  ["a range of ports", [allow(100, "0.0.0.0/0", port(1024, 65_535)), REST], ["rdp_ipv4"]],
  ["UDP", [allow(100, "0.0.0.0/0", { Protocol: "17", PortRange: { From: 0, To: 65_535 } }), REST], []],
  ["TCP by its name", [allow(100, "0.0.0.0/0", { ...port(22), Protocol: "TCP" }), REST], ["ssh_ipv4"]],
  ["every protocol by its name", [allow(100, "0.0.0.0/0", { Protocol: "all" }), REST], BOTH],
  ["ports from -1 to -1 are all", [allow(100, "0.0.0.0/0", port(-1)), REST], BOTH],
  ["TCP without ports is every port", [allow(100, "0.0.0.0/0", { Protocol: "6" }), REST], BOTH],
  [
    "denied before it is allowed",
    [deny(90, "0.0.0.0/0", port(22)), allow(100, "0.0.0.0/0"), REST],
    ["rdp_ipv4"],
  ],
  ["denied after it is allowed", [allow(100, "0.0.0.0/0"), deny(110, "0.0.0.0/0", port(22)), REST], BOTH],
  ["denied before, in two halves", [deny(1, "0.0.0.0/1"), deny(2, "128.0.0.0/1"), allow(3, "0.0.0.0/0")], []],
  ["one network denied before", [deny(90, "10.0.0.0/8"), allow(100, "0.0.0.0/0"), REST], BOTH],
  ["allowed in two halves", [allow(1, "0.0.0.0/1"), allow(2, "128.0.0.0/1"), REST], BOTH],
  [
    "numbers decide, and not the order in the document",
    [REST, allow(100, "0.0.0.0/0"), deny(90, "0.0.0.0/0")],
    [],
  ],
  ["one's own network", [allow(100, "10.0.0.0/8"), REST], []],
  ["what goes out", [allow(100, "0.0.0.0/0", { Egress: true }), REST], []],
  ["IPv6", [rule(100, "allow", { Ipv6CidrBlock: "::/0", ...port(22) }), REST], ["ssh_ipv6"]],
  [
    "IPv6 denied before, IPv4 not",
    [
      rule(90, "deny", { Ipv6CidrBlock: "::/0" }),
      rule(100, "allow", { Ipv6CidrBlock: "::/0" }),
      allow(110, "0.0.0.0/0"),
    ],
    BOTH,
  ],
] as const)("%s", async (_, entries, open) => {
  const { tables } = await read([acl(entries)]);
  const [row = {}] = tables.network_acls ?? [];
  expect(
    Object.entries(row).flatMap(([name, is]) => (is === true && /^(ssh|rdp)/.test(name) ? [name] : [])),
  ).toEqual(open);
});

test("a row tells what it is; one that cannot be read loses itself", async () => {
  const bad = { ...acl([{ ...REST, RuleAction: "maybe" }]), NetworkAclId: "acl-2" };
  const { tables, coverage } = await read([acl([REST]), bad]);
  expect(tables.network_acls).toMatchObject([
    {
      arn: `arn:aws:ec2:eu-central-1:${ACCOUNT}:network-acl/acl-1`,
      acl_id: "acl-1",
      vpc_id: "vpc-1",
      is_default: true,
      subnets: 1,
    },
  ]);
  expect(coverage(ACCOUNT, "network_acls").status).toBe("error");
});

test.each([
  ["no block of addresses", { CidrBlock: undefined }, "must have a block of addresses"],
  ["a protocol that nobody knows", { Protocol: "tpc" }, "must be a protocol"],
])("an entry with %s loses its ACL", async (_, more, told) => {
  const bad = { ...acl([{ ...allow(100, "0.0.0.0/0"), ...more }]), NetworkAclId: "acl-2" };
  const { tables, problems } = await read([bad, acl([REST])]);
  expect(tables.network_acls?.map((row) => row.acl_id)).toEqual(["acl-1"]);
  expect(problems).toEqual([expect.stringContaining(told)]);
});
