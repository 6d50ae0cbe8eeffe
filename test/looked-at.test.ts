import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AS_OF, REPORT } from "./report-fixture.js";
import { type AuditJson, control, runCli, scratch } from "./run-cli.js";

/** What lies around the users is judged where something of it was collected, and never silently left out. */

interface Looked extends AuditJson {
  readonly judged: {
    readonly controls: number;
    readonly left: readonly { readonly of: string; readonly controls: readonly string[] }[];
  };
}

const folder = scratch();
const cwd = folder.dir;
afterAll(() => folder.remove());

const PLACE = "both/111122223333";
const SSH = "security-group-ssh";

function write(place: string, content: unknown): void {
  mkdirSync(dirname(join(cwd, place)), { recursive: true });
  writeFileSync(join(cwd, place), typeof content === "string" ? content : JSON.stringify(content));
}

beforeAll(() => {
  write("report.csv", REPORT);
  write(`${PLACE}/report.csv`, REPORT);
  write(`${PLACE}/regions.json`, {
    Regions: [{ RegionName: "eu-central-1" }, { RegionName: "us-east-1" }],
  });
  write(`${PLACE}/eu-central-1/security-groups.json`, {
    SecurityGroups: [
      {
        GroupId: "sg-1",
        GroupName: "web",
        VpcId: "vpc-1",
        IpPermissions: [
          {
            IpProtocol: "tcp",
            FromPort: 20,
            ToPort: 30,
            IpRanges: [{ CidrIp: "0.0.0.0/0" }],
            Ipv6Ranges: [],
          },
        ],
        IpPermissionsEgress: [],
      },
    ],
  });
});

async function audit(source: string, ...more: string[]): Promise<Looked> {
  const { stdout, stderr } = await runCli(["audit", source, ...AS_OF, ...more, "--format", "json"], { cwd });
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout) as Looked;
}

test("of what nothing was collected, its controls are named and not counted", async () => {
  const { judged, prevalence } = await audit("report.csv", "--lake", "one");
  const groups = judged.left.find(({ of }) => of === "security groups");
  expect(groups?.controls).toContain(SSH);
  expect(prevalence.map(({ control_id: id }) => id)).not.toContain(SSH);
  expect(judged.controls).toBe(prevalence.length);
  const { stdout } = await runCli(["audit", "report.csv", ...AS_OF, "--lake", "one"], { cwd });
  expect(stdout).toMatch(/Not looked at, for nothing of them was collected:[\s\S]*security groups/);
  expect(stdout).toContain("iamspect audit --full");
});

test.each([
  ["who names it", ["--control", SSH]],
  ["who requires that all is complete", ["--require-complete"]],
])("%s sees it unknown", async (_, options) => {
  const result = await audit("report.csv", "--lake", "asked", ...options);
  expect(control(result, SSH)).toMatchObject({ pass: 0, fail: 0, unknown: 1 });
  expect(result.judged.left).toEqual([]);
});

test("what one Region lacks hides no unknown thing of another", async () => {
  const groups = (GroupId: string, PrefixListIds: readonly unknown[]) => ({
    SecurityGroups: [
      {
        GroupId,
        GroupName: GroupId,
        VpcId: "vpc-1",
        IpPermissions: [{ IpProtocol: "tcp", FromPort: 22, ToPort: 22, IpRanges: [], PrefixListIds }],
        IpPermissionsEgress: [],
      },
    ],
  });
  const account = "lists/111122223333";
  write(`${account}/report.csv`, REPORT);
  write(`${account}/regions.json`, {
    Regions: [{ RegionName: "eu-central-1" }, { RegionName: "us-east-1" }],
  });
  write(`${account}/eu-central-1/groups.json`, groups("sg-list", [{ PrefixListId: "pl-1" }]));
  const result = await audit("lists", "--lake", "lists");
  expect(control(result, SSH)).toMatchObject({ fail: 0, pass: 0, unknown: 2 });
  const { stdout } = await runCli(["findings", "--lake", "lists", "--control", SSH, "--format", "json"], {
    cwd,
  });
  const findings = JSON.parse(stdout) as { region: string | null; evidence: { count?: number } }[];
  expect(findings.map(({ region, evidence }) => [region, evidence.count])).toEqual([
    ["eu-central-1", undefined],
    [null, 1],
  ]);
});

test("the AWS CLI's error of an account without a password policy is evidence", async () => {
  write(
    "none/111122223333/policy.json",
    "\nAn error occurred (NoSuchEntity) when calling the GetAccountPasswordPolicy operation: The Password Policy with domain name 111122223333 cannot be found.\n",
  );
  write("none/111122223333/report.csv", REPORT);
  expect(control(await audit("none", "--lake", "none"), "password-policy-length")).toMatchObject({ fail: 1 });
});

test("a Region of which nothing was given is not an empty one", async () => {
  const result = await audit("both", "--lake", "both");
  expect(control(result, SSH)).toMatchObject({ fail: 1, pass: 0, unknown: 1 });
  expect(result.judged.left.map(({ of }) => of)).not.toContain("security groups");
  const findings = await runCli(["findings", "--lake", "both", "--control", SSH, "--format", "json"], {
    cwd,
  });
  expect(JSON.parse(findings.stdout)).toMatchObject([
    { status: "fail", region: "eu-central-1" },
    { status: "unknown" },
  ]);
});

test("history judges all controls, so that what is looked at for the first time does not look new", async () => {
  await audit("report.csv", "--lake", "two", "--as-of", "2026-11-20T00:00:00Z");
  await audit("both", "--lake", "two");
  const { stdout } = await runCli(["diff", "--lake", "two", "--format", "ndjson"], { cwd });
  const changes = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { control_id?: string; change?: string });
  expect(changes.filter(({ control_id: id }) => id === SSH).map(({ change }) => change)).not.toContain("new");
});
