import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DemoFolder, demoFolder } from "./demo-folder.js";
import { type AuditJson, auditJson, type CliResult, control, runCli, scratch } from "./run-cli.js";

const folder = scratch();
const run = (...args: string[]) => runCli([...args, "--demo", "--full"], { cwd: folder.dir });
let plain: DemoFolder;
let result: CliResult;
let audit: AuditJson;

beforeAll(async () => {
  plain = await demoFolder();
  result = await run("audit", "--format", "json");
  audit = auditJson(result);
}, 600_000);
afterAll(() => {
  folder.remove();
  plain.remove();
});

describe("audit --demo --full", () => {
  test("reads all of it", () => {
    expect(result.code).toBe(0);
    expect(result.stderr).not.toContain("problem:");
    expect(audit.coverage).toEqual({ accounts: 1143, complete: 1143, incomplete: 0 });
  });

  test.each([
    ["bucket-public-access-block", 15_402, 26_228],
    ["bucket-tls-only", 23_214, 26_228],
    ["bucket-encryption", 9_214, 26_228],
    ["volume-encryption", 56_331, 132_912],
    ["network-acl-admin-ports", 15_778, 16_059],
  ])("%s: %i of %i", (id, fail, population) => {
    expect(control(audit, id)).toMatchObject({ fail, population, unknown: 0 });
  });

  test("users and root users are judged as in the plain demonstration", () => {
    const own = ({ prevalence }: AuditJson) =>
      prevalence.filter(({ control_id: id }) => /^(user|root)-/.test(id)).map(({ published, ...row }) => row);
    expect(own(audit)).toEqual(own(plain.audit));
  });

  test("benchmark sets each published figure beside ours", async () => {
    const { stdout } = await run("benchmark", "--format", "json");
    const rows: Record<string, unknown>[] = JSON.parse(stdout);
    const find = (figure: string) => rows.find((row) => String(row.figure).includes(figure));
    expect(find("default security groups that are in use")).toMatchObject({ fail: 609, population: 59_361 });
    expect(find("network-acl-admin-ports")).toMatchObject({ fail: 15_778, standing: "alike" });
    expect(find("open on SSH or RDP")).toMatchObject({ fail: 1_633, published_percent: 4 });
    expect(find("open on SSH or RDP")?.percent).toBeCloseTo(4, 1);
    expect(find("buckets and volumes unencrypted")).toMatchObject({ fail: 65_545, population: 159_140 });
    expect(find("bucket-public-access-block")).toMatchObject({ published_percent: 58, standing: "open" });
    expect(find("bucket-tls-only")).toMatchObject({ published_percent: 88, standing: "open" });
  });
});
