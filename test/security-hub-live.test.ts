import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type AwsServer, type CannedAnswer, type Fault, startAwsServer } from "./aws/start-server.js";
import { doctorJson } from "./doctor-json.js";
import { lakeRows } from "./lake-rows.js";
import { auditJson, type CliResult, control, runCli, scratch } from "./run-cli.js";

/** Findings of unused access that Security Hub holds, where Access Analyzer does not tell them itself. */

const ACCOUNT = "123456789012";
const [FRANKFURT, VIRGINIA, IRELAND] = ["eu-central-1", "us-east-1", "eu-west-1"];
const GET = "securityhub:POST /findings";
const ANALYZER = `arn:aws:access-analyzer:${VIRGINIA}:${ACCOUNT}:analyzer/unused`;
const TYPE = "Software and Configuration Checks/AWS Security Best Practices/";
const folder = scratch();
let server: AwsServer;

beforeAll(async () => {
  server = await startAwsServer();
});
afterAll(async () => {
  await server.stop();
  folder.remove();
});
beforeEach(async () => {
  await server.reset();
  await server.settings({ regions: [FRANKFURT, VIRGINIA, IRELAND] });
});

const finding = (name: string) => ({
  Id: `${ANALYZER}/arn:aws:iam::${ACCOUNT}:role/${name}/UnusedIAMRole`,
  ProductName: "IAM Access Analyzer",
  Types: [`${TYPE}Unused IAM Role`],
  UpdatedAt: "2026-06-01T20:39:16.651Z",
  ProductFields: { findingId: name },
  Resources: [{ Type: "AwsIamRole", Id: `arn:aws:iam::${ACCOUNT}:role/${name}` }],
  RecordState: "ACTIVE",
});
/** In one Region two pages, the second behind an empty one; in another one of them again; in the third there is no hub. */
const ANSWERS: readonly CannedAnswer[] = [
  { action: GET, region: FRANKFURT, params: { NextToken: "2" }, answer: { Findings: [], NextToken: "3" } },
  { action: GET, region: FRANKFURT, params: { NextToken: "3" }, answer: { Findings: [finding("b")] } },
  { action: GET, region: FRANKFURT, answer: { Findings: [finding("a")], NextToken: "2" } },
  { action: GET, region: VIRGINIA, answer: { Findings: [finding("a")] } },
  { action: GET, region: IRELAND, error: "InvalidAccessException" },
  { action: "access-analyzer:GET /analyzer", answer: { analyzers: [] } },
];

let lakes = 0;
async function audit(...faults: Fault[]): Promise<{ result: CliResult; lake: string }> {
  lakes += 1;
  await server.answers(ANSWERS);
  await server.faults(faults);
  const args = ["audit", "--full", "--lake", `lake-${lakes}`, "--report-timeout", "20", "--format", "json"];
  const result = await runCli(args, { cwd: folder.dir, env: { ...server.env } });
  return { result, lake: `${folder.dir}/lake-${lakes}` };
}
const coverageOf = async (lake: string) =>
  (
    await lakeRows<{ region: string; status: string }>(
      lake,
      "SELECT region, status FROM coverage WHERE kind = 'security_hub_unused_access' ORDER BY region",
    )
  ).map(({ region, status }) => [region, status]);

test("each finding counts once, in whichever Regions it is shown; where there is no hub there is no gap", async () => {
  const { result, lake } = await audit({ kind: "throttle_429", action: GET, region: FRANKFURT, times: 2 });
  expect(result.stderr).not.toMatch(/security_hub/);
  expect(await coverageOf(lake)).toEqual([
    [FRANKFURT, "ok"],
    [IRELAND, "not_collected"],
    [VIRGINIA, "ok"],
  ]);
  expect(control(auditJson(result), "unused-access-finding")).toMatchObject({ fail: 2, unknown: 0 });
  expect(await lakeRows(lake, "SELECT region, arn FROM unused_access_findings ORDER BY arn")).toEqual([
    { region: VIRGINIA, arn: `${ANALYZER}#a` },
    { region: VIRGINIA, arn: `${ANALYZER}#b` },
  ]);
});

test("where both are denied, or Security Hub holds nothing, it is not known what is unused", async () => {
  const denied: Fault = { kind: "access_denied", action: "access-analyzer:GET /analyzer" };
  const { result, lake } = await audit(denied, { kind: "access_denied", action: GET, region: VIRGINIA });
  expect(result.code).toBe(4);
  expect(await coverageOf(lake)).toEqual([
    [FRANKFURT, "ok"],
    [IRELAND, "not_collected"],
    [VIRGINIA, "denied"],
  ]);
  expect(control(auditJson(result), "unused-access-finding")).toMatchObject({ fail: 2, unknown: 2 });
});

test("doctor tries it, and that there is no hub shows that it is allowed", async () => {
  await server.answers([{ action: GET, error: "InvalidAccessException" }]);
  const args = ["doctor", "--full", "--format", "json"];
  const { checks } = doctorJson(await runCli(args, { cwd: folder.dir, env: { ...server.env } }));
  expect(checks.find(({ check }) => check === "security_hub_unused_access")).toMatchObject({ status: "ok" });
});
