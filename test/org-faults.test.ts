import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { SeededOrganization } from "./aws/organization.js";
import { type AwsServer, type Fault, startAwsServer } from "./aws/start-server.js";
import { orgArgs, query, seedOrganization } from "./org-support.js";
import { auditJson, runCli, scratch } from "./run-cli.js";

let server: AwsServer;
let organization: SeededOrganization;
/** The account that the faults strike. */
let struck: string;
let undisturbed: Finding[];
const folder = scratch();

interface Finding {
  readonly account_id: string;
  readonly control_id: string;
  readonly subject_arn: string;
  readonly status: string;
}

beforeAll(async () => {
  server = await startAwsServer();
  organization = await seedOrganization(server, { accounts: 8 });
  struck = organization.accountIds[4] ?? "";
  expect((await audit()).code).toBe(0);
  undisturbed = await findings();
});
afterAll(async () => {
  await server?.stop();
  folder.remove();
});
beforeEach(() => server.faults([]));

// Three attempts: what AWS repeats a few times must not matter, what it repeats for ever must end.
const audit = (...args: string[]) => patientAudit({ AWS_MAX_ATTEMPTS: "3" }, ...args);

const patientAudit = (env: NodeJS.ProcessEnv, ...args: string[]) =>
  runCli(["audit", ...orgArgs(organization, "--format", "json", ...args)], {
    cwd: folder.dir,
    env: { ...server.env, ...env },
  });

async function findings(): Promise<Finding[]> {
  const args = ["findings", "--status", "all", "--format", "json"];
  const { stdout } = await runCli(args, { cwd: folder.dir });
  return JSON.parse(stdout) as Finding[];
}

const verdict = ({ account_id, control_id, subject_arn, status }: Finding) =>
  [account_id, control_id, subject_arn, status].join(" ");
const elsewhere = (all: readonly Finding[]) =>
  all
    .filter((one) => one.account_id !== struck)
    .map(verdict)
    .sort();

interface CoverageRow {
  readonly kind: string;
  readonly status: string;
  readonly detail: string | null;
}
const coverage = () =>
  query<CoverageRow>(
    `SELECT kind, status, detail FROM coverage WHERE account_id = '${struck}' ORDER BY kind`,
    folder,
  );

const only = (faults: readonly Fault[]) =>
  server.faults(faults.map((fault) => ({ ...fault, account: struck })));

/** A fault that AWS gets over: nothing may differ. */
describe.each<[string, readonly Fault[]]>([
  ["throttling with 400", [{ kind: "throttle_400", action: "iam:*", times: 2 }]],
  ["throttling with 429", [{ kind: "throttle_429", action: "iam:*", times: 2 }]],
  ["an error of AWS", [{ kind: "error_500", action: "iam:GetAccountSummary", times: 2 }]],
  ["a connection that breaks", [{ kind: "connection_reset", action: "iam:ListVirtualMFADevices", times: 2 }]],
  [
    "empty pages with a token",
    [{ kind: "empty_page_with_token", action: "iam:GetAccountAuthorizationDetails", times: 3 }],
  ],
])("%s", (_, faults) => {
  test("changes nothing", async () => {
    await only(faults);
    expect((await audit()).code).toBe(0);
    expect((await findings()).map(verdict).sort()).toEqual(undisturbed.map(verdict).sort());
  });
});

const DENIED = ["iam:GenerateCredentialReport", "iam:GetCredentialReport"];
const REPORT = "credential_report";

/** What users hold of policies is in the authorization details alone. */
const RESTS_ON_REPORT = (control: string) => /^user-(?!direct|inline|quarantined)/.test(control);

/** A fault that stays: the account's evidence is missing and named, and nobody else notices. */
describe.each<[string, readonly Fault[], string, string, RegExp]>([
  [
    "a denied report",
    DENIED.map((action) => ({ kind: "access_denied", action })),
    REPORT,
    "denied",
    /iam:GenerateCredentialReport, iam:GetCredentialReport/,
  ],
  ["a report that is never ready", [{ kind: "report_never_ready" }], REPORT, "error", /not ready after 3 s/],
  ["a report that is always expired", [{ kind: "report_expired" }], REPORT, "error", /ReportExpired/],
  ["a report that is never there", [{ kind: "report_not_present" }], REPORT, "error", /ReportNotPresent/],
  [
    "a web page for a report",
    [{ kind: "malformed_report", text: "<html>busy</html>" }],
    REPORT,
    "error",
    /./,
  ],
  [
    "throttling for ever",
    [{ kind: "throttle_400", action: "iam:GetCredentialReport" }],
    REPORT,
    "throttled",
    /Throttling/,
  ],
  [
    "errors for ever",
    [{ kind: "error_500", action: "iam:GetCredentialReport" }],
    REPORT,
    "error",
    /ServiceFailure/,
  ],
  [
    "a report that AWS hangs over",
    [{ kind: "timeout", action: "iam:GetCredentialReport" }],
    REPORT,
    "error",
    /within the 8 s that an account may take/,
  ],
  [
    "connections that always break",
    [{ kind: "connection_reset", action: "iam:GetCredentialReport" }],
    REPORT,
    "error",
    /ECONNRESET/,
  ],
  [
    "a body that is cut off",
    [{ kind: "truncated_body", action: "iam:GetCredentialReport" }],
    REPORT,
    "error",
    /./,
  ],
  [
    "credentials of one account that expire",
    [{ kind: "expired_credentials", action: "iam:GetCredentialReport" }],
    REPORT,
    "error",
    /ExpiredToken/,
  ],
  [
    "denied MFA devices",
    [{ kind: "access_denied", action: "iam:ListVirtualMFADevices" }],
    "virtual_mfa_devices",
    "denied",
    /^iam:ListVirtualMFADevices$/,
  ],
])("%s", (_, faults, kind, status, detail) => {
  test("is missing evidence of that account, and of no other", async () => {
    await only(faults);
    const begun = Date.now();
    const hangs = faults.some((fault) => fault.kind === "timeout");
    const result = await audit("--report-timeout", "3", "--account-timeout", hangs ? "8" : "50");
    expect(result.code).toBe(4);
    // Far from the hours that a hanging connection could take.
    expect(Date.now() - begun).toBeLessThan(60_000);
    expect(auditJson(result).coverage).toMatchObject({ accounts: 8 });
    const row = (await coverage()).find((one) => one.kind === kind);
    expect(row).toMatchObject({ status, detail: expect.stringMatching(detail) as string });
    const all = await findings();
    expect(elsewhere(all)).toEqual(elsewhere(undisturbed));
    if (kind !== REPORT) return;
    const own = all.filter(
      ({ account_id, control_id }) => account_id === struck && RESTS_ON_REPORT(control_id),
    );
    expect(own.length).toBeGreaterThan(0);
    expect(own.filter((one) => one.status === "pass" || one.status === "fail")).toEqual([]);
  });
});

test("a limit of AWS on making reports leaves the one that is there", async () => {
  await only([{ kind: "limit_exceeded" }]);
  expect((await audit()).code).toBe(0);
  expect((await findings()).map(verdict).sort()).toEqual(undisturbed.map(verdict).sort());
});

test("throttling everywhere slows down, and is counted", async () => {
  await server.faults([{ kind: "throttle_400", action: "iam:*", times: 40 }]);
  const result = await patientAudit({});
  expect([result.code, result.stderr]).toEqual([0, expect.stringMatching(/\d+ of them throttled/)]);
  expect((await findings()).map(verdict).sort()).toEqual(undisturbed.map(verdict).sort());
});

test("empty pages of the organization's lists are followed", async () => {
  await server.faults([{ kind: "empty_page_with_token", action: "organizations:*", times: 4 }]);
  expect((await audit()).code).toBe(0);
  expect((await findings()).map(verdict).sort()).toEqual(undisturbed.map(verdict).sort());
});
