import { describe, expect, test } from "vitest";
import type { SqlRow } from "../../engine/engine.js";
import { pick, readFiles } from "./test-support.js";

const ACCOUNT = "111122223333";
/** Something else that is known of the account. */
const ALIAS = { [`${ACCOUNT}/account-aliases.json`]: JSON.stringify({ AccountAliases: ["shop"] }) };
const FRANKFURT = `${ACCOUNT}/eu-central-1`;

const group = (GroupId: string, IpPermissions: readonly object[], more: object = {}) => ({
  GroupId,
  GroupName: "web",
  VpcId: "vpc-1",
  IpPermissions,
  IpPermissionsEgress: [{ IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] }],
  ...more,
});
const tcp = (FromPort: number, ToPort: number, ...cidrs: string[]) => ({
  IpProtocol: "tcp",
  FromPort,
  ToPort,
  IpRanges: cidrs.map((CidrIp) => ({ CidrIp })),
  Ipv6Ranges: [],
  PrefixListIds: [],
  UserIdGroupPairs: [],
});

const read = (SecurityGroups: readonly object[], more: Readonly<Record<string, object>> = {}) =>
  readFiles({
    [`${FRANKFURT}/security-groups.json`]: JSON.stringify({ SecurityGroups }),
    ...Object.fromEntries(Object.entries(more).map(([name, value]) => [name, JSON.stringify(value)])),
  });

async function opened(...rules: object[]): Promise<SqlRow> {
  const { tables } = await read([group("sg-1", rules)]);
  const [row = {}] = tables.security_groups ?? [];
  return pick(row, "ssh_ipv4", "ssh_ipv6", "rdp_ipv4", "rdp_ipv6", "cifs_ipv4");
}

const CLOSED = { ssh_ipv4: false, ssh_ipv6: false, rdp_ipv4: false, rdp_ipv6: false, cifs_ipv4: false };
const ANY = { CidrIp: "0.0.0.0/0" };

describe("what rules open", () => {
  test.each([
    ["a port", [tcp(22, 22, "0.0.0.0/0")], { ssh_ipv4: true }],
    [
      "a range that holds ports",
      [tcp(0, 65_535, "0.0.0.0/0")],
      { ssh_ipv4: true, rdp_ipv4: true, cifs_ipv4: true },
    ],
    ["a range beside them", [tcp(23, 444, "0.0.0.0/0")], {}],
    [
      "every protocol",
      [{ IpProtocol: "-1", IpRanges: [ANY] }],
      { ssh_ipv4: true, rdp_ipv4: true, cifs_ipv4: true },
    ],
    ["TCP by its number", [{ ...tcp(22, 22, "0.0.0.0/0"), IpProtocol: "6" }], { ssh_ipv4: true }],
    ["TCP in capitals", [{ ...tcp(22, 22, "0.0.0.0/0"), IpProtocol: "TCP" }], { ssh_ipv4: true }],
    [
      "every protocol by its name",
      [{ IpProtocol: "all", IpRanges: [ANY] }],
      { ssh_ipv4: true, rdp_ipv4: true, cifs_ipv4: true },
    ],
    [
      "ICMP from a type to a lower code",
      [{ IpProtocol: "icmp", FromPort: 8, ToPort: 0, IpRanges: [ANY] }],
      {},
    ],
    ["UDP", [{ ...tcp(22, 3389, "0.0.0.0/0"), IpProtocol: "udp" }], {}],
    ["ICMP of every type", [{ IpProtocol: "icmp", FromPort: -1, ToPort: -1, IpRanges: [ANY] }], {}],
    [
      "TCP with -1 for every port",
      [tcp(-1, -1, "0.0.0.0/0")],
      { ssh_ipv4: true, rdp_ipv4: true, cifs_ipv4: true },
    ],
    ["IPv6", [{ ...tcp(3389, 3389), Ipv6Ranges: [{ CidrIpv6: "::/0" }] }], { rdp_ipv6: true }],
    ["halves of all addresses", [tcp(22, 22, "0.0.0.0/1", "128.0.0.0/1")], { ssh_ipv4: true }],
    ["halves in two rules", [tcp(22, 22, "0.0.0.0/1"), tcp(0, 99, "128.0.0.0/1")], { ssh_ipv4: true }],
    ["one half", [tcp(22, 22, "0.0.0.0/1")], {}],
    ["networks of one's own", [tcp(22, 3389, "10.0.0.0/8", "192.168.0.0/16")], {}],
    ["another group", [{ IpProtocol: "-1", UserIdGroupPairs: [{ GroupId: "sg-2", UserId: ACCOUNT }] }], {}],
    ["no rule", [], {}],
  ] as const)("%s", async (_, rules, open) => {
    expect(await opened(...rules)).toEqual({ ...CLOSED, ...open });
  });

  test("what is in a prefix list is not known, unless something else is open anyway", async () => {
    const list = { ...tcp(22, 22), PrefixListIds: [{ PrefixListId: "pl-1" }] };
    expect(await opened(list)).toEqual({ ...CLOSED, ssh_ipv4: null, ssh_ipv6: null });
    expect(await opened(list, tcp(22, 22, "0.0.0.0/0"))).toEqual({
      ...CLOSED,
      ssh_ipv4: true,
      ssh_ipv6: null,
    });
  });
});

test("a row tells where the group is, whether it is the default one, and how much it lets in and out", async () => {
  const { tables } = await read([
    group("sg-1", [tcp(1, 2, "10.0.0.0/8", "10.1.0.0/16")], { GroupName: "default" }),
  ]);
  expect(tables.security_groups).toMatchObject([
    {
      account_id: ACCOUNT,
      region: "eu-central-1",
      arn: `arn:aws:ec2:eu-central-1:${ACCOUNT}:security-group/sg-1`,
      vpc_id: "vpc-1",
      is_default: true,
      ingress_sources: 2,
      egress_destinations: 1,
      in_use: null,
    },
  ]);
});

test("Regions of China and of the government have partitions of their own", async () => {
  const { tables } = await readFiles({
    [`${ACCOUNT}/cn-north-1/a.json`]: JSON.stringify({ SecurityGroups: [group("sg-1", [])] }),
    [`${ACCOUNT}/us-gov-west-1/a.json`]: JSON.stringify({ SecurityGroups: [group("sg-2", [])] }),
  });
  expect(tables.security_groups?.map(({ arn }) => String(arn).slice(0, 24)).sort()).toEqual([
    "arn:aws-cn:ec2:cn-north-",
    "arn:aws-us-gov:ec2:us-go",
  ]);
});

test("a group that cannot be read loses itself, its neighbours stand, and its Region is not whole", async () => {
  const bad = group("sg-2", [{ ...tcp(22, 22), IpRanges: [{ CidrIp: "everything" }] }]);
  const { tables, problems, coverage } = await read([group("sg-1", []), bad, group("sg-3", [])]);
  expect(tables.security_groups?.map(({ group_id: id }) => id)).toEqual(["sg-1", "sg-3"]);
  expect(problems).toEqual([
    expect.stringContaining(
      "SecurityGroups[1].IpPermissions[0].IpRanges[0].CidrIp: must be an IPv4 block such as 10.0.0.0/8",
    ),
  ]);
  expect(coverage(ACCOUNT, "security_groups")).toMatchObject({ region: "eu-central-1", status: "error" });
});

test("a page that is not the last is not all of a Region", async () => {
  const { coverage } = await readFiles({
    [`${FRANKFURT}/a.json`]: JSON.stringify({ SecurityGroups: [], NextToken: "more" }),
    ...ALIAS,
  });
  expect(coverage(ACCOUNT, "security_groups")).toMatchObject({
    status: "error",
    detail: expect.stringContaining("NextToken: there are further pages") as string,
  });
});

test("a document in no folder of a Region says so, and is not read", async () => {
  const { tables, problems } = await readFiles({
    [`${ACCOUNT}/security-groups.json`]: JSON.stringify({ SecurityGroups: [group("sg-1", [])] }),
    ...ALIAS,
  });
  expect([tables.security_groups, problems]).toEqual([
    [],
    [expect.stringContaining("the document does not say which Region it is about")],
  ]);
});

describe("whether a group is in use", () => {
  const interfaces = { NetworkInterfaces: [{ NetworkInterfaceId: "eni-1", Groups: [{ GroupId: "sg-1" }] }] };
  const uses = async (more: Readonly<Record<string, object>>) => {
    const { tables } = await read([group("sg-1", []), group("sg-2", [])], more);
    return tables.security_groups?.map(({ in_use: used }) => used);
  };

  test("its network interfaces tell", async () => {
    expect(await uses({ [`${FRANKFURT}/network-interfaces.json`]: interfaces })).toEqual([true, false]);
  });

  test("those of another Region do not", async () => {
    expect(await uses({ [`${ACCOUNT}/us-east-1/network-interfaces.json`]: interfaces })).toEqual([
      null,
      null,
    ]);
  });

  test("where one cannot be read, the others may be in use", async () => {
    const broken = { NetworkInterfaces: [...interfaces.NetworkInterfaces, { Groups: 7 }] };
    expect(await uses({ [`${FRANKFURT}/network-interfaces.json`]: broken })).toEqual([true, null]);
  });
});

test.each([
  ["a protocol that nobody knows", { ...tcp(22, 22, "0.0.0.0/0"), IpProtocol: "tpc" }, "must be a protocol"],
  ["nobody that it is about", { IpProtocol: "tcp", FromPort: 22, ToPort: 22 }, "must say whom it is about"],
  ["its last port before its first", tcp(30, 20, "0.0.0.0/0"), "ports from the first to the last"],
])("a rule with %s loses its group", async (_, rule, told) => {
  const { tables, problems } = await read([group("sg-1", [rule]), group("sg-2", [])]);
  expect(tables.security_groups?.map((row) => row.group_id)).toEqual(["sg-2"]);
  expect(problems).toEqual([expect.stringContaining(told)]);
});
