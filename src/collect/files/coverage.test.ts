import { beforeAll, describe, expect, test } from "vitest";
import { EVIDENCE_KINDS } from "../../sources/index.js";
import { ACCOUNT, collectionJson, csv, detail, reportJson, root, user } from "./test-report.js";
import { at, type Reading, readFiles } from "./test-support.js";

const REPORT_AT = "2026-11-20T08:00:00Z";
const AT = "2026-11-20T09:00:00Z";
const report = reportJson(csv([root(), user("ann")]), REPORT_AT);
const summary = JSON.stringify({ SummaryMap: { AccountMFAEnabled: 1 } });
const id = (n: number) => String(700_000_000_000 + n);

const FOLDERS: readonly Readonly<Record<string, string>>[] = [
  // 0: all that a collector may get.
  {
    "credential-report.json": report,
    "authorization-details.json": JSON.stringify({ UserDetailList: [detail("ann")] }),
    "account-summary.json": summary,
    "password-policy.json": '{"PasswordPolicy": null}',
    "virtual-mfa-devices.json": '{"VirtualMFADevices": []}',
    "account-aliases.json": '{"AccountAliases": []}',
    "describe-organization.json": '{"__type": "AWSOrganizationsNotInUseException", "Message": "no"}',
    "collection.json": collectionJson(id(0), [
      ["credential_report", "ok", AT, { file: "credential-report.json", detail: "an older report was used" }],
      ["authorization_details", "ok", AT, { file: "authorization-details.json" }],
      ["account_summary", "ok", AT, { file: "account-summary.json" }],
      ["password_policy", "ok", AT, { file: "password-policy.json" }],
      ["virtual_mfa_devices", "ok", AT, { file: "virtual-mfa-devices.json" }],
      ["account_alias", "ok", AT, { file: "account-aliases.json" }],
      ["organization", "ok", AT, { file: "describe-organization.json" }],
    ]),
  },
  // 1: refused, throttled, broken, and never asked for.
  {
    "collection.json": collectionJson(id(1), [
      ["credential_report", "denied", AT, { detail: "iam:GetCredentialReport" }],
      ["authorization_details", "throttled", AT, { detail: "Rate exceeded" }],
      ["account_summary", "error", AT, { detail: "socket hang up" }],
      ["password_policy", "not_collected", AT],
    ]),
  },
  // 2: collected, but the files are gone or cut off.
  {
    "credential-report.json": report.slice(0, -20),
    "authorization-details.json": "",
    "account-summary.json": summary,
    "collection.json": collectionJson(id(2), [
      ["credential_report", "ok", AT, { file: "credential-report.json" }],
      ["authorization_details", "ok", AT, { file: "authorization-details.json" }],
      ["account_summary", "ok", AT, { file: "account-summary.json" }],
      ["password_policy", "ok", AT, { file: "password-policy.json" }],
    ]),
  },
  // 3: files alone, without a word on how they were collected.
  { "report.csv": csv([root(), user("ann")]), "summary.json": summary },
  // 4: a report that was collected well, with a row that cannot be read.
  {
    "credential-report.json": reportJson(`${csv([root(), user("ann")])}\nbob,x`, REPORT_AT),
    "collection.json": collectionJson(id(4), [
      ["credential_report", "ok", AT, { file: "credential-report.json" }],
    ]),
  },
  // 5: a summary and no report.
  { "account-summary.json": summary },
];

let reading: Reading;
beforeAll(async () => {
  const files = FOLDERS.flatMap((folder, n) =>
    Object.entries(folder).map(([name, text]): [string, string] => [
      `${id(n)}/${name}`,
      inAccount(text, id(n)),
    ]),
  );
  reading = await readFiles(Object.fromEntries(files));
});

function inAccount(text: string, accountId: string): string {
  if (!text.startsWith('{"Content')) return text.replaceAll(ACCOUNT, accountId);
  return text.replace(/"Content":"([^"]*)"/, (_, content: string) => {
    const decoded = Buffer.from(content, "base64").toString().replaceAll(ACCOUNT, accountId);
    return `"Content":"${Buffer.from(decoded).toString("base64")}"`;
  });
}

const coverage = (n: number, kind: string) => {
  const { status, detail } = reading.coverage(id(n), kind);
  return [status, detail];
};

test("every account has a row of every kind of evidence", () => {
  const rows = reading.tables.coverage ?? [];
  expect(rows.length).toBe(FOLDERS.length * EVIDENCE_KINDS.length);
  expect(new Set(rows.map(({ account_id, kind }) => `${account_id} ${kind}`)).size).toBe(rows.length);
});

describe("what was collected", () => {
  test("is ok, with what was special about it and when", () => {
    expect(reading.coverage(id(0), "credential_report")).toMatchObject({
      status: "ok",
      detail: "an older report was used",
      collected_at: at(AT),
      generated_at: at(REPORT_AT),
    });
    for (const kind of [
      "authorization_details",
      "account_summary",
      "password_policy",
      "virtual_mfa_devices",
      "account_alias",
      "organization",
    ]) {
      expect(reading.coverage(id(0), kind)).toMatchObject({
        status: "ok",
        collected_at: at(AT),
        generated_at: null,
      });
    }
    expect(coverage(0, "scp")).toEqual(["not_collected", null]);
  });

  test("although AWS did not give it, says why", () => {
    expect(
      ["credential_report", "authorization_details", "account_summary", "password_policy"].map((kind) =>
        coverage(1, kind),
      ),
    ).toEqual([
      ["denied", "iam:GetCredentialReport"],
      ["throttled", "Rate exceeded"],
      ["error", "socket hang up"],
      ["not_collected", null],
    ]);
  });

  test("and is no longer there or cannot be read is an error, never ok", () => {
    const lost = (file: string) => ["error", `${file} is missing or cannot be read`];
    expect(coverage(2, "credential_report")).toEqual(lost("credential-report.json"));
    expect(coverage(2, "authorization_details")).toEqual(lost("authorization-details.json"));
    expect(coverage(2, "password_policy")).toEqual(lost("password-policy.json"));
    expect(coverage(2, "account_summary")).toEqual(["ok", null]);
  });

  test("and has a row that cannot be read is an error", () => {
    expect(coverage(4, "credential_report")).toEqual([
      "error",
      "some rows could not be read; their users are unknown",
    ]);
  });
});

describe("files of which nobody said how they were collected", () => {
  test("are ok for what they hold, and the rest was never asked for", () => {
    expect(coverage(3, "credential_report")).toEqual(["ok", null]);
    expect(coverage(3, "account_summary")).toEqual(["ok", null]);
    expect(coverage(3, "authorization_details")).toEqual(["not_collected", null]);
    expect(coverage(3, "organization")).toEqual(["not_collected", null]);
    expect(reading.coverage(id(3), "credential_report").collected_at).toBeNull();
  });
});

test("an account is complete when its report is there and nothing that was asked for is missing", () => {
  // 0 and 3 are complete; 5 has no report.
  expect(reading.manifest.coverage).toEqual({ accounts: 6, complete: 2, incomplete: 4 });
});

test("accounts that are closed say so, and are neither complete nor incomplete", async () => {
  const states = ["ACTIVE", "SUSPENDED", "PENDING_CLOSURE", "CLOSED", "PENDING_ACTIVATION"];
  const Accounts = states.map((State, index) => ({ Id: id(20 + index), Name: State, State }));
  const reading = await readFiles({
    "accounts.json": JSON.stringify({ Accounts }),
    [`${id(20)}/report.csv`]: csv(
      [root(), user("ann")].map((row) => ({ ...row, arn: String(row.arn).replace(ACCOUNT, id(20)) })),
    ),
  });
  const told = states.map((_, index) => {
    const { status, detail } = reading.coverage(id(20 + index), "credential_report");
    return [status, detail];
  });
  const closed = (state: string) => ["closed", `the account is ${state} in AWS Organizations`];
  expect(told).toEqual([
    ["ok", null],
    ...["SUSPENDED", "PENDING_CLOSURE", "CLOSED"].map(closed),
    ["not_collected", null],
  ]);
  expect(reading.manifest.coverage).toEqual({ accounts: 5, complete: 1, incomplete: 1, closed: 3 });
});

test("what was refused stays refused, though a document beside it is faulty", async () => {
  const reading = await readFiles({
    [`${id(30)}/collection.json`]: collectionJson(id(30), [
      ["account_summary", "denied", AT, { detail: "iam:GetAccountSummary" }],
    ]),
    [`${id(30)}/summary.json`]: JSON.stringify({ SummaryMap: { AccountMFAEnabled: "?" } }),
    "other.csv": csv([root()]),
  });
  const { status, detail } = reading.coverage(id(30), "account_summary");
  expect([status, detail]).toEqual(["denied", "iam:GetAccountSummary"]);
});
