import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { differing, PEERS, type PeerCase, peerFiles } from "./peer-cases.js";
import { HEADER } from "./report-fixture.js";
import { type AuditJson, auditJson, control, runCli, scratch } from "./run-cli.js";

/** Inputs like those that other tools test themselves with, and what we say of each: docs/peers.md tells why others differ. */

const files = peerFiles();
const cases = files.flatMap(({ service, cases: all }) => all.map((one) => ({ service, ...one })));
const LISTS = ["UserDetailList", "GroupDetailList", "RoleDetailList", "Policies"];
/** The worst of an account counts. */
const WORST_FIRST = ["fail", "unknown", "pass", "not_applicable"] as const;

const folder = scratch();
afterAll(() => folder.remove());
let groups: ReadonlyMap<string, NonNullable<AuditJson["groups"]>[number]>;

const accountOf = (index: number) => String(100_000_000_000 + 2 * index);
const otherOf = (index: number) => String(100_000_000_001 + 2 * index);

function write(index: number, place: string, text: string): void {
  const inOther = place.startsWith("OTHER/");
  const home = inOther ? otherOf(index) : accountOf(index);
  const file = join(folder.dir, "in", home, inOther ? place.slice("OTHER/".length) : place);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text.replaceAll("ACCOUNT_ID", accountOf(index)).replaceAll("OTHER_ID", otherOf(index)));
}

function writeCase({ documents, report, iam }: PeerCase, index: number): void {
  for (const [place, document] of Object.entries(documents)) write(index, place, JSON.stringify(document));
  if (report !== undefined)
    write(index, "credential-report.csv", [HEADER, ...report.map(reportLine)].join("\n"));
  if (iam !== undefined) {
    const details = { ...Object.fromEntries(LISTS.map((name) => [name, []])), ...iam };
    write(index, "authorization-details.json", JSON.stringify(details));
  }
}

/** A line of a report: what is not given is as of a user who has nothing. */
function reportLine(row: Readonly<Record<string, string>>): string {
  const isRoot = row.user === "<root_account>";
  const given: Readonly<Record<string, string>> = {
    arn: `arn:aws:iam::ACCOUNT_ID:${isRoot ? "root" : `user/${row.user}`}`,
    user_creation_time: "2020-01-01T00:00:00Z",
    ...row,
  };
  return HEADER.split(",")
    .map((name) => given[name] ?? (/(active|enabled)$/.test(name) ? "false" : "N/A"))
    .join(",");
}

beforeAll(async () => {
  cases.forEach(writeCase);
  const controls = [...new Set(cases.map((one) => one.control))].flatMap((id) => ["--control", id]);
  const result = await runCli(
    ["audit", "in", "--as-of", "2026-11-23", "--standalone", "all", "--by", "account", ...controls].concat([
      "--format",
      "json",
    ]),
    { cwd: folder.dir },
  );
  expect(result.stderr).not.toMatch(/cannot be read|must be|not recognised/);
  groups = new Map((auditJson(result).groups ?? []).map((group) => [group.group, group]));
});

describe.each(files)("$service", ({ cases: own, checks }) => {
  test.each(own.map((one) => [`${one.control}: ${one.input}`, one] as const))("%s", (_, one) => {
    const group = groups.get(
      accountOf(cases.findIndex(({ input, control: id }) => input === one.input && id === one.control)),
    );
    const row = group && control({ prevalence: group.prevalence } as AuditJson, one.control);
    expect(row && (WORST_FIRST.find((status) => row[status] > 0) ?? "nothing")).toBe(one.we);
  });

  test("each case says what its peers say, and why where they differ", () => {
    for (const one of own) {
      const named = checks[one.control];
      expect(named, one.control).toBeDefined();
      for (const peer of PEERS) if (one[peer] !== undefined) expect(named?.[peer], one.input).toBeDefined();
      expect([one.control, one.input, one.why !== undefined]).toEqual([
        one.control,
        one.input,
        differing(one).length > 0,
      ]);
    }
    expect(new Set(own.map((one) => one.control))).toEqual(new Set(Object.keys(checks)));
    expect(new Set(own.map((one) => `${one.control}: ${one.input}`)).size).toBe(own.length);
  });
});
