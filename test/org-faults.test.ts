import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { SeededOrganization } from "./aws/organization.js";
import { type AwsServer, type Fault, startAwsServer } from "./aws/start-server.js";
import { orgArgs, query, seedOrganization } from "./org-support.js";
import { auditJson, type CliResult, runCli, scratch } from "./run-cli.js";

/** Each fault strikes an account of its own, so that one run meets many of them. */
type Struck = readonly [what: string, faults: readonly Fault[]];

/** Faults that AWS gets over: nothing may differ. */
const PASSING: readonly Struck[] = [
  ["throttling with 400", [{ kind: "throttle_400", action: "iam:*", times: 2 }]],
  ["throttling with 429", [{ kind: "throttle_429", action: "iam:*", times: 2 }]],
  ["an error of AWS", [{ kind: "error_500", action: "iam:GetAccountSummary", times: 2 }]],
  ["a connection that breaks", [{ kind: "connection_reset", action: "iam:ListVirtualMFADevices", times: 2 }]],
  [
    "empty pages with a token",
    [{ kind: "empty_page_with_token", action: "iam:GetAccountAuthorizationDetails", times: 3 }],
  ],
  ["a limit of AWS on making reports, where one is there", [{ kind: "limit_exceeded" }]],
];

const REPORT = "credential_report";
const DENIED = ["iam:GenerateCredentialReport", "iam:GetCredentialReport"];

/** A fault that stays, and what is then missing of its account. */
type Staying = readonly [...Struck, kind: string, status: string, detail: RegExp];
const STAYING: readonly Staying[] = [
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
];
const HANGING: Staying = [
  "a report that AWS hangs over",
  [{ kind: "timeout", action: "iam:GetCredentialReport" }],
  REPORT,
  "error",
  /within the 8 s that an account may take/,
];

/** Judged by the report alone: without it neither passes nor fails. */
const BY_REPORT = /^user-(mfa-device|key-at-setup|key-rotation|single-active-key|unused|unused-credential)$/;
/** Policies that enforce MFA for any credential pass without the report; nobody fails without it. */
const BY_REPORT_AND_POLICIES = /^user-(console|key)-mfa$/;

interface Finding {
  readonly account_id: string;
  readonly control_id: string;
  readonly subject_arn: string;
  readonly status: string;
}
interface CoverageRow {
  readonly account_id: string;
  readonly kind: string;
  readonly status: string;
  readonly detail: string | null;
}
/** What a run has left: verdicts as text, and how the evidence was collected. */
interface Outcome {
  readonly result: CliResult;
  readonly findings: readonly Finding[];
  readonly coverage: readonly CoverageRow[];
}

let server: AwsServer;
let organization: SeededOrganization;
let undisturbed: Outcome;
const folder = scratch();

beforeAll(async () => {
  server = await startAwsServer();
  organization = await seedOrganization(server, { accounts: FIRST + STAYING.length + 4 });
  undisturbed = await audit();
  expect(undisturbed.result.code).toBe(0);
});
afterAll(async () => {
  await server?.stop();
  folder.remove();
});

/** The first of the accounts that are struck: those before it are special. */
const FIRST = 3;
const accountOf = (index: number) => organization.accountIds[FIRST + index] ?? "";
const strike = (all: readonly (readonly [string, readonly Fault[], ...unknown[]])[]) =>
  server.faults(
    all.flatMap(([, faults], index) => faults.map((fault) => ({ ...fault, account: accountOf(index) }))),
  );

// Three attempts: what AWS repeats a few times must not matter, what it repeats for ever must end.
const audit = (...args: string[]) => patientAudit({ AWS_MAX_ATTEMPTS: "3" }, ...args);

async function patientAudit(env: NodeJS.ProcessEnv, ...args: string[]): Promise<Outcome> {
  const result = await runCli(["audit", ...orgArgs(organization, "--format", "json", ...args)], {
    cwd: folder.dir,
    env: { ...server.env, ...env },
  });
  const list = ["findings", "--status", "all", "--format", "json"];
  const { stdout } = await runCli(list, { cwd: folder.dir });
  const coverage = await query<CoverageRow>(
    "SELECT account_id, kind, status, detail FROM coverage ORDER BY 1, 2",
    folder,
  );
  return { result, findings: JSON.parse(stdout) as Finding[], coverage };
}

/** Verdicts and coverage of the accounts that are meant. */
function told({ findings, coverage }: Outcome, isMeant: (accountId: string) => boolean) {
  const verdicts = findings.map((one) =>
    [one.account_id, one.control_id, one.subject_arn, one.status].join(" "),
  );
  return {
    verdicts: verdicts.filter((one) => isMeant(one.slice(0, 12))).sort(),
    coverage: coverage
      .filter(({ account_id }) => isMeant(account_id))
      .map(({ account_id, kind, status }) => [account_id, kind, status].join(" ")),
  };
}

describe("faults that pass, each in another account", () => {
  let outcome: Outcome;
  beforeAll(async () => {
    await strike(PASSING);
    outcome = await audit();
  });

  test.each(PASSING.map(([what], index) => [what, index] as const))("%s changes nothing", (_, index) => {
    const own = (id: string) => id === accountOf(index);
    expect(told(outcome, own).verdicts.length).toBeGreaterThan(20);
    expect(told(outcome, own)).toEqual(told(undisturbed, own));
  });

  test("nor anywhere else, and the evidence is whole; that a report could not be made anew is told", () => {
    const { code, stderr } = outcome.result;
    expect([code, stderr.split("\n").filter((line) => /^(problem|missing)/.test(line))]).toEqual([
      4,
      [expect.stringContaining("iam:GenerateCredentialReport failed (LimitExceeded); report of ")],
    ]);
    expect(told(outcome, () => true)).toEqual(told(undisturbed, () => true));
  });
});

/** The account's evidence is missing and named, and none of its verdicts rests on what is missing. */
function expectMissing(outcome: Outcome, [, , kind, status, detail]: Staying, index: number): void {
  const account = accountOf(index);
  const row = outcome.coverage.find((one) => one.account_id === account && one.kind === kind);
  expect(row).toMatchObject({ status, detail: expect.stringMatching(detail) as string });
  if (kind !== REPORT) return;
  const own = outcome.findings.filter(({ account_id }) => account_id === account);
  const judged = (controls: RegExp, statuses: readonly string[]) =>
    own.filter((one) => controls.test(one.control_id) && statuses.includes(one.status));
  expect(judged(BY_REPORT, ["unknown"]).length).toBeGreaterThan(0);
  expect(judged(BY_REPORT, ["pass", "fail"])).toEqual([]);
  expect(judged(BY_REPORT_AND_POLICIES, ["fail"])).toEqual([]);
}

describe("faults that stay, each in another account", () => {
  let outcome: Outcome;
  beforeAll(async () => {
    await strike(STAYING);
    outcome = await audit("--report-timeout", "3", "--account-timeout", "50");
  });

  test.each(STAYING.map((one, index) => [...one, index] as const))("%s: evidence is missing", (...all) => {
    const [what, faults, kind, status, detail, index] = all;
    expectMissing(outcome, [what, faults, kind, status, detail], index);
  });

  test("no other account notices", () => {
    const accounts = organization.accountIds.length;
    expect([outcome.result.code, auditJson(outcome.result).coverage]).toMatchObject([4, { accounts }]);
    const struck = new Set(STAYING.map((_, index) => accountOf(index)));
    const elsewhere = (id: string) => !struck.has(id);
    expect(told(outcome, elsewhere).verdicts.length).toBeGreaterThan(100);
    expect(told(outcome, elsewhere)).toEqual(told(undisturbed, elsewhere));
  });
});

test("a report that AWS hangs over ends with the time of its account, and no other notices", async () => {
  await strike([HANGING]);
  const begun = Date.now();
  const outcome = await audit("--report-timeout", "3", "--account-timeout", "8");
  // Far from the hours that a hanging connection could take.
  expect(Date.now() - begun).toBeLessThan(60_000);
  expect(outcome.result.code).toBe(4);
  expectMissing(outcome, HANGING, 0);
  const elsewhere = (id: string) => id !== accountOf(0);
  expect(told(outcome, elsewhere)).toEqual(told(undisturbed, elsewhere));
});

test("throttling everywhere slows down, and is counted", async () => {
  await server.faults([{ kind: "throttle_400", action: "iam:*", times: 40 }]);
  const outcome = await patientAudit({});
  const { code, stderr } = outcome.result;
  expect([code, stderr]).toEqual([0, expect.stringMatching(/\d+ of them throttled/)]);
  expect(told(outcome, () => true)).toEqual(told(undisturbed, () => true));
});

test("empty pages of the organization's lists are followed", async () => {
  await server.faults([{ kind: "empty_page_with_token", action: "organizations:*", times: 4 }]);
  const outcome = await audit();
  expect(outcome.result.code).toBe(0);
  expect(told(outcome, () => true)).toEqual(told(undisturbed, () => true));
});
