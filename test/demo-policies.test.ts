import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DemoFolder, demoFolder } from "./demo-folder.js";
import { type AuditJson, control, runCli } from "./run-cli.js";

let folder: DemoFolder;
let audit: AuditJson;

async function query(sql: string): Promise<Readonly<Record<string, unknown>>[]> {
  const args = ["query", sql, "--demo", "--with-policies", "--format", "json"];
  const { code, stdout, stderr } = await runCli(args, { cwd: folder.dir });
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Readonly<Record<string, unknown>>[];
}

beforeAll(async () => {
  folder = await demoFolder("with-policies");
  audit = folder.audit;
});
afterAll(() => folder?.remove());

describe("the demonstration with policies", () => {
  test("has the same users and credentials as the one without", () => {
    const fails = (id: string) => control(audit, id).fail;
    expect(audit.coverage).toEqual({ accounts: 1143, complete: 1143, incomplete: 0 });
    expect(fails("user-key-at-setup")).toBe(1331);
    expect(fails("user-single-active-key")).toBe(830);
    expect(fails("user-key-rotation")).toBe(7580);
    expect(fails("user-unused")).toBe(6211);
  });

  test("accounts of organizations are in units, and in units of units", async () => {
    const rows = await query(
      "SELECT ou_path, count(*) AS n FROM accounts WHERE ou_path IS NOT NULL GROUP BY 1 ORDER BY 1",
    );
    const paths = new Map(rows.map((row) => [row.ou_path, Number(row.n)]));
    expect([...paths.keys()]).toEqual([
      "/",
      "/Infrastructure",
      "/Infrastructure/Security",
      "/Sandbox",
      "/Workloads",
      "/Workloads/Development",
      "/Workloads/Production",
    ]);
    // Management accounts are at the root.
    expect([...paths.values()].reduce((sum, count) => sum + count, 0)).toBe(1143 - 178);
    expect(paths.get("/")).toBe(379);
  });

  test("every verdict occurs on both paths", async () => {
    const seen = async (path: string) =>
      (await query(`SELECT DISTINCT ${path}_verdict AS v FROM effective_mfa ORDER BY 1`)).map(({ v }) => v);
    const every = ["enforced", "not_applicable", "not_enforced", "partial", "unknown"];
    expect(await seen("console")).toEqual(every);
    expect(await seen("key")).toEqual(every);
  });

  test("MFA is enforced by each layer, and by layers together", async () => {
    const rows = await query(
      "SELECT DISTINCT unnest(console_by) AS who FROM effective_mfa WHERE console_verdict = 'enforced' " +
        "UNION SELECT DISTINCT unnest(key_by) FROM effective_mfa WHERE key_verdict = 'enforced' ORDER BY 1",
    );
    const who = rows.map((row) => String(row.who));
    expect(who).toEqual(expect.arrayContaining(["boundary", "identity", "no-permissions", "scp", "signin"]));
    expect(who.some((one) => one.includes("+"))).toBe(true);
  });

  test("users can be claimed, can not, and nobody knows", async () => {
    const rows = await query(
      "SELECT claimable, count(*) AS n FROM effective_mfa GROUP BY 1 ORDER BY 1 NULLS LAST",
    );
    expect(rows.map(({ claimable }) => claimable)).toEqual([false, true, null]);
  });

  test.each([
    "user-console-mfa",
    "user-key-mfa",
    "user-mfa-claimable",
    "user-admin",
    "user-privilege-escalation",
    "user-direct-policies",
    "user-inline-policies",
    "user-quarantined",
    "policy-full-admin",
  ])("%s fails somewhere and passes somewhere", (id) => {
    const { fail, pass } = control(audit, id);
    expect(fail).toBeGreaterThan(0);
    expect(pass).toBeGreaterThan(0);
  });

  test("the controls count what the derived tables say", async () => {
    const [row] = await query(
      "SELECT sum(CASE WHEN console_verdict IN ('partial', 'not_enforced') AND NOT device_registered THEN 1 ELSE 0 END) AS open, " +
        "sum(CASE WHEN claimable THEN 1 ELSE 0 END) AS claimable FROM effective_mfa",
    );
    expect(control(audit, "user-console-mfa").fail).toBe(Number(row?.open));
    expect(control(audit, "user-mfa-claimable").fail).toBe(Number(row?.claimable));
  });
});
