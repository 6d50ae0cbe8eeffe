import { AuthorizeSecurityGroupIngressCommand, CreateSecurityGroupCommand } from "@aws-sdk/client-ec2";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { regionClients } from "./aws/regional.js";
import { type AwsServer, type Fault, startAwsServer } from "./aws/start-server.js";
import { doctorJson } from "./doctor-json.js";
import { lakeRows } from "./lake-rows.js";
import { auditJson, type CliResult, control, runCli, scratch } from "./run-cli.js";

/** What is evidence of Regions is collected in each, and what one does not tell is missing there and nowhere else. */

const [FRANKFURT, VIRGINIA, IRELAND, MUMBAI] = ["eu-central-1", "us-east-1", "eu-west-1", "ap-south-1"];
const folder = scratch();
let server: AwsServer;

beforeAll(async () => {
  server = await startAwsServer();
});
afterAll(async () => {
  await server.stop();
  folder.remove();
});

/** Four Regions, each with its default group and one that opens SSH. */
beforeEach(async () => {
  await server.reset();
  await server.settings({ regions: [FRANKFURT, VIRGINIA, IRELAND, MUMBAI] });
  for (const region of [FRANKFURT, VIRGINIA, IRELAND, MUMBAI]) await openGroup(region, `open-${region}`);
});

async function openGroup(region: string, GroupName: string): Promise<void> {
  const { ec2 } = regionClients(server, region);
  const { GroupId } = await ec2.send(new CreateSecurityGroupCommand({ GroupName, Description: "a test" }));
  const IpPermissions = [
    { IpProtocol: "tcp", FromPort: 0, ToPort: 1024, IpRanges: [{ CidrIp: "0.0.0.0/0" }] },
  ];
  await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
}

let lakes = 0;
/** Audits into a lake of its own; the three attempts of a patient client are enough for what is throttled for a while. */
async function audit(faults: readonly Fault[], ...args: string[]) {
  lakes += 1;
  const lake = `lake-${lakes}`;
  await server.faults(faults);
  const result = await run("audit", "--lake", lake, "--report-timeout", "20", "--format", "json", ...args);
  return { result, lake: `${folder.dir}/${lake}`, json: auditJson(result) };
}

function run(...args: string[]): Promise<CliResult> {
  return runCli(args, { cwd: folder.dir, env: { ...server.env } });
}

const coverageOf = (lake: string, kind = "security_groups") =>
  lakeRows<{ region: string; status: string; detail: string | null }>(
    lake,
    `SELECT region, status, detail FROM coverage WHERE kind = '${kind}' ORDER BY region`,
  );

const DENIED: Fault = { kind: "access_denied", action: "ec2:DescribeSecurityGroups", region: MUMBAI };
const THROTTLED: Fault = {
  kind: "throttle_400",
  action: "ec2:DescribeSecurityGroups",
  region: IRELAND,
  times: 2,
};
const EMPTY: Fault = {
  kind: "empty_page_with_token",
  action: "ec2:DescribeSecurityGroups",
  region: FRANKFURT,
  times: 2,
};

describe("an audit with --full", () => {
  test("reads each Region: one is denied, one throttled for a while, one begins with empty pages", async () => {
    const { result, lake, json } = await audit([DENIED, THROTTLED, EMPTY], "--full");
    expect(result.code).toBe(4);
    expect(await coverageOf(lake)).toEqual([
      { region: MUMBAI, status: "denied", detail: "ec2:DescribeSecurityGroups" },
      { region: FRANKFURT, status: "ok", detail: null },
      { region: IRELAND, status: "ok", detail: null },
      { region: VIRGINIA, status: "ok", detail: null },
    ]);
    // The Region that was denied counts once: nobody knows how many groups it has.
    expect(control(json, "security-group-ssh")).toMatchObject({ fail: 3, pass: 3, unknown: 1 });
    expect(result.stderr).toContain(`123456789012 ${MUMBAI}: denied: ec2:DescribeSecurityGroups`);
    const { stdout } = await run(
      "findings",
      "--lake",
      lake,
      "--control",
      "security-group-ssh",
      "--format",
      "json",
    );
    const found = JSON.parse(stdout) as {
      region: string;
      status: string;
      reason: string;
      subject_arn: string;
    }[];
    expect(
      found
        .filter(({ status }) => status === "fail")
        .map(({ region }) => region)
        .sort(),
    ).toEqual([FRANKFURT, IRELAND, VIRGINIA]);
    expect(found.find(({ region }) => region === FRANKFURT)).toMatchObject({
      subject_arn: expect.stringMatching(
        /^arn:aws:ec2:eu-central-1:123456789012:security-group\/sg-/,
      ) as string,
      reason: expect.stringMatching(/\(open-eu-central-1\) lets every IPv4 address reach port 22/) as string,
    });
    expect(found.find(({ status }) => status === "unknown")?.reason).toBe(
      "The security groups of account 123456789012 in ap-south-1 are missing: denied (ec2:DescribeSecurityGroups)." +
        " It may have more security groups than the 6 that could be judged.",
    );
  });

  test("that is only of some Regions asks no other, and misses nothing", async () => {
    const { result, lake, json } = await audit([DENIED], "--full", "--regions", `${FRANKFURT},${VIRGINIA}`);
    expect(result.code).toBe(0);
    expect((await coverageOf(lake)).map(({ region }) => region)).toEqual([FRANKFURT, VIRGINIA]);
    expect(control(json, "security-group-ssh")).toMatchObject({ fail: 2, pass: 2, unknown: 0 });
    const asked = (await server.log()).filter(({ action }) => action.startsWith("ec2:Describe"));
    expect([...new Set(asked.map(({ region }) => region))].sort()).toEqual([FRANKFURT, VIRGINIA]);
    expect(result.stderr).toContain(
      `Only these Regions were asked, as was wanted: ${FRANKFURT}, ${VIRGINIA}.`,
    );
  });

  test("asks the Regions that are named even where the list of Regions is denied", async () => {
    const denied: Fault = { kind: "access_denied", action: "ec2:DescribeRegions" };
    const named = await audit([denied], "--full", "--regions", FRANKFURT);
    expect(await coverageOf(named.lake)).toEqual([{ region: FRANKFURT, status: "ok", detail: null }]);
    const all = await audit([denied], "--full");
    expect(await coverageOf(all.lake)).toEqual([
      { region: "", status: "denied", detail: "ec2:DescribeRegions" },
    ]);
    expect(control(all.json, "security-group-ssh")).toMatchObject({ fail: 0, pass: 0, unknown: 1 });
  });

  test("tells of a Region that the account has not enabled, and of one that there is not", async () => {
    const { lake } = await audit([], "--full", "--regions", "me-south-1");
    expect(await coverageOf(lake)).toEqual([
      { region: "", status: "error", detail: "the account has not enabled me-south-1" },
    ]);
    const wrong = await run("audit", "--full", "--regions", "Frankfurt");
    expect([wrong.code, wrong.stderr]).toEqual([
      2,
      expect.stringContaining('--regions "Frankfurt" is not a Region such as eu-central-1.'),
    ]);
  });

  test("a Region that is not read later is no Region whose groups are fixed", async () => {
    const { lake } = await audit([], "--full");
    await server.faults([DENIED]);
    const later = await run(
      "audit",
      "--lake",
      lake,
      "--full",
      "--report-timeout",
      "20",
      "--regions",
      `${FRANKFURT},${MUMBAI}`,
    );
    expect(later.code).toBe(4);
    const diff = await run("diff", "--lake", lake, "--control", "security-group-ssh", "--format", "json");
    expect(JSON.parse(diff.stdout)).toMatchObject({
      controls: [{ control_id: "security-group-ssh", before: 4, fixed: 0, became_unknown: 3 }],
    });
  });
});

test("without --full nothing of a Region is asked, and the controls are named as not looked at", async () => {
  const { result, json } = await audit([]);
  expect(result.code).toBe(0);
  expect((await server.calls()).by_action["ec2:DescribeSecurityGroups"]).toBeUndefined();
  expect(json.prevalence.some(({ control_id: id }) => id.startsWith("security-group"))).toBe(false);
});

test("doctor tries what is of Regions in one that is wanted, on the smallest pages", async () => {
  await server.faults([{ kind: "access_denied", action: "ec2:*", region: VIRGINIA }]);
  const some = doctorJson(await run("doctor", "--full", "--format", "json", "--regions", FRANKFURT));
  const status = (json: typeof some, name: string) => json.checks.find(({ check }) => check === name)?.status;
  expect([status(some, "regions"), status(some, "security_groups")]).toEqual(["ok", "ok"]);
  const here = doctorJson(await run("doctor", "--full", "--format", "json"));
  expect([status(here, "regions"), status(here, "security_groups")]).toEqual(["denied", "denied"]);
});
