import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type SingleAccount, seedSingleAccount } from "./aws/single-account.js";
import { type AwsServer, startAwsServer } from "./aws/start-server.js";
import { query } from "./org-support.js";
import { type AuditJson, auditJson, type CliResult, control, runCli, scratch } from "./run-cli.js";

const AS_OF = new Date("2026-11-23T00:00:00Z");
const folder = scratch();
let server: AwsServer;
let account: SingleAccount;

beforeAll(async () => {
  server = await startAwsServer();
});
afterAll(async () => {
  await server.stop();
  folder.remove();
});

async function seed(): Promise<void> {
  await server.reset();
  account = await seedSingleAccount(server, AS_OF);
}

const audit = (...args: string[]): Promise<CliResult> =>
  runCli(["audit", "--as-of", AS_OF.toISOString(), "--format", "json", "--report-timeout", "20", ...args], {
    cwd: folder.dir,
    env: { ...server.env },
  });

interface Finding {
  readonly control_id: string;
  readonly status: string;
  readonly subject_arn: string;
}

async function findings(): Promise<readonly Finding[]> {
  const args = ["findings", "--status", "all", "--expand", "--format", "json"];
  return JSON.parse((await runCli(args, { cwd: folder.dir })).stdout) as Finding[];
}

/** The names of the users a control says this of. */
function usersIn(all: readonly Finding[], id: string, status: string): string[] {
  const arns = all.filter((one) => one.control_id === id && one.status === status);
  return [...new Set(arns.map(({ subject_arn: arn }) => arn.slice(arn.lastIndexOf("/") + 1)))].sort();
}

describe("audit of a live account, whose users are all traps other tools fall into", () => {
  let result: CliResult;
  let json: AuditJson;
  let found: readonly Finding[];
  const users = (id: string, status: string) => usersIn(found, id, status);
  beforeAll(async () => {
    await seed();
    result = await audit();
    json = auditJson(result);
    found = await findings();
  });

  test("runs with few calls and complete evidence", async () => {
    expect(result.code).toBe(0);
    expect(json.coverage).toEqual({ accounts: 1, complete: 1, incomplete: 0 });
    const { by_action: calls } = await server.calls();
    const polls = (calls["iam:GetCredentialReport"] ?? 1) - 1;
    const sum = Object.values(calls).reduce((total, count) => total + count, 0);
    expect(sum - polls).toBeLessThanOrEqual(12);
    expect(control(json, "user-unused").population).toBe(account.traps.length);
  });

  test("says how old the cached report is, and that deleted users are left out", async () => {
    const table = await runCli(["audit", "--as-of", AS_OF.toISOString()], {
      cwd: folder.dir,
      env: { ...server.env },
    });
    expect(table.stdout).toContain("The oldest credential report was made 2.0 hours before the audit");
    expect(result.stderr).toContain(`user/${account.deletedUser}`);
  });

  test("console users without a device fail, whatever their names; every kind of device passes", () => {
    expect(users("user-mfa-device", "fail")).toEqual(
      [
        "=1+1",
        "anna",
        "bounded-administrator",
        "enforced-by-group",
        "enforced-by-policy",
        "no-mfa",
        "partly-enforced",
        "pathfinder",
        "powerless",
        "smith,john",
        "unassigned-device",
      ].sort(),
    );
    const passed = users("user-mfa-device", "pass");
    for (const name of ["ann", "fido", "hardware", "virtual-and-fido", "mfa-since-report"]) {
      expect(passed).toContain(name);
    }
    expect(users("user-mfa-device", "unknown")).toEqual(["made-since-report"]);
  });

  test("no SCP can excuse a missing device in a standalone account; the user's own policies can", () => {
    const excused = ["enforced-by-group", "enforced-by-policy", "partly-enforced", "powerless"];
    const bare = users("user-mfa-device", "fail");
    expect(users("user-console-mfa", "fail")).toEqual(bare.filter((name) => !excused.includes(name)));
    const passed = users("user-console-mfa", "pass");
    for (const name of excused) expect(passed).toContain(name);
    expect(control(auditJson(result), "user-console-mfa").labels).toMatchObject([{ count: 1 }]);
  });

  test("a quarantine of AWS is critical", () => {
    expect(users("user-quarantined", "fail")).toEqual(["quarantined"]);
  });

  test("kinds of devices are told apart", async () => {
    const rows = await query<{ user_name: string; mfa_kind: string }>(
      "SELECT user_name, mfa_kind FROM iam_users WHERE mfa_active",
      folder,
    );
    const kinds = new Map(rows.map((row) => [row.user_name, row.mfa_kind]));
    expect([kinds.get("fido"), kinds.get("hardware"), kinds.get("ann")]).toEqual([
      "hardware",
      "hardware",
      "virtual",
    ]);
  });

  test("keys made at set-up: by dates, active ones, either slot, users with a password", () => {
    expect(users("user-key-at-setup", "fail")).toEqual(["key-at-setup", "key-at-setup-in-slot-2"]);
  });

  test("rotation is exact to the second, and every credential is judged by itself", () => {
    expect(users("user-key-rotation", "fail")).toEqual([
      "fresh-password-stale-key",
      "never-used-key",
      "ninety-point-four",
      "quarantined",
      "two-permanent-keys",
    ]);
  });

  test("two active keys; the rotation in progress is counted apart", () => {
    expect(users("user-single-active-key", "fail")).toEqual([
      "key-at-setup-in-slot-2",
      "rotating",
      "two-permanent-keys",
    ]);
    expect(control(json, "user-single-active-key").labels).toEqual([
      expect.objectContaining({ id: "possible_rotation", count: 1 }),
    ]);
  });

  test("never used counts from creation; exactly 90 days idle is idle", () => {
    expect(users("user-unused", "fail")).toEqual(["exactly-ninety", "never-used-key", "never-used-password"]);
    expect(users("user-unused-credential", "fail")).toEqual([
      "exactly-ninety",
      "fresh-password-stale-key",
      "never-used-key",
      "never-used-password",
    ]);
  });

  test("root: its key was used hours ago, its password long ago", () => {
    expect(control(json, "root-recent-use")).toMatchObject({ fail: 1, population: 1 });
    expect(control(json, "root-access-key")).toMatchObject({ fail: 1 });
    expect(control(json, "root-hardware-mfa")).toMatchObject({ fail: 1 });
    expect(control(json, "root-mfa")).toMatchObject({ pass: 1 });
  });

  test("the same audit time gives the same bytes", async () => {
    expect((await audit()).stdout).toBe(result.stdout);
  });
});

describe("missing evidence is unknown, never pass, and the exit code says so", () => {
  beforeEach(seed);

  test("report denied", async () => {
    await server.faults([{ kind: "access_denied", action: "iam:G*CredentialReport" }]);
    const result = await audit();
    const json = auditJson(result);
    expect(result.code).toBe(4);
    expect(json.coverage).toEqual({ accounts: 1, complete: 0, incomplete: 1 });
    for (const id of ["user-unused", "user-key-rotation", "user-mfa-device"]) {
      expect(control(json, id)).toMatchObject({ fail: 0, pass: 0, not_applicable: 0 });
      expect(control(json, id).unknown).toBeGreaterThan(0);
    }
    const [row] = await query<{ detail: string }>(
      "SELECT detail FROM coverage WHERE status = 'denied'",
      folder,
    );
    expect(row?.detail).toContain("CredentialReport");
    expect(result.stderr).toMatch(
      /^missing: credential_report of \d{12}: denied: iam:GenerateCredentialReport, iam:GetCredentialReport$/m,
    );
  });

  test.each([
    ["denied", { kind: "access_denied", action: "iam:GenerateCredentialReport" }, "denied"],
    ["failed", { kind: "limit_exceeded" }, "failed (LimitExceeded)"],
  ] as const)("making the report anew %s: the old one is judged, and it is told", async (_, fault, how) => {
    await server.faults([fault]);
    const result = await audit();
    const { coverage, prevalence } = auditJson(result);
    expect([result.code, coverage.complete]).toEqual([4, 1]);
    expect(result.stderr).toContain(`: iam:GenerateCredentialReport ${how}; report of 2026-`);
    expect(prevalence.some(({ fail }) => fail > 0)).toBe(true);
  });

  test("a list whose pages never end: it is told which", async () => {
    await server.faults([{ kind: "empty_page_with_token", action: "iam:ListVirtualMFADevices" }]);
    const result = await audit();
    expect(result.code).toBe(4);
    expect(result.stderr).toMatch(
      /^missing: .* iam:ListVirtualMFADevices: AWS gave the same page token again/m,
    );
  });

  test("report never ready", async () => {
    await server.faults([{ kind: "report_never_ready" }]);
    const result = await audit("--report-timeout", "3");
    expect(result.code).toBe(4);
    expect(control(auditJson(result), "user-unused")).toMatchObject({ fail: 0, pass: 0 });
  });

  test("the list of MFA devices denied: no false pass for a hardware device of root", async () => {
    await server.faults([{ kind: "access_denied", action: "iam:ListVirtualMFADevices" }]);
    const result = await audit();
    expect([result.code, control(auditJson(result), "root-hardware-mfa").unknown]).toEqual([4, 1]);
  });

  test("membership denied: no device is unknown, not a fail", async () => {
    await server.faults([{ kind: "access_denied", action: "organizations:*" }]);
    const result = await audit();
    expect(result.code).toBe(4);
    expect(control(auditJson(result), "user-console-mfa").fail).toBe(0);
    expect(usersIn(await findings(), "user-console-mfa", "unknown")).toContain("no-mfa");
  });

  test("a malformed report names what was wrong", async () => {
    await server.faults([{ kind: "malformed_report", text: "<html>busy</html>" }]);
    const result = await audit();
    expect([result.code, result.stderr]).toEqual([4, expect.stringContaining("this is no report")]);
    expect(control(auditJson(result), "user-unused")).toMatchObject({ fail: 0, pass: 0 });
  });

  test("throttling slows it down and changes nothing", async () => {
    await server.faults(
      ["iam", "sts"].map((one) => ({ kind: "throttle_400", action: `${one}:*`, times: 4 })),
    );
    const result = await audit();
    expect([result.code, auditJson(result).coverage.complete]).toEqual([0, 1]);
  });

  test("expired credentials and no credentials say what to do", async () => {
    await server.faults([{ kind: "expired_credentials" }]);
    const expired = await audit();
    expect([expired.code, expired.stderr]).toEqual([expect.any(Number), expect.stringMatching(/expired/i)]);
    expect(expired.code).not.toBe(0);
    const none = await runCli(["audit"], {
      cwd: folder.dir,
      env: {
        AWS_ENDPOINT_URL: server.endpoint,
        AWS_ACCESS_KEY_ID: "",
        AWS_SECRET_ACCESS_KEY: "",
        AWS_EC2_METADATA_DISABLED: "true",
        HOME: folder.dir,
      },
    });
    expect(none.code).toBeGreaterThan(0);
    expect(none.stderr).toContain("fix:");
  });
});
