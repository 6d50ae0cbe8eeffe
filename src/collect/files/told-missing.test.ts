import { describe, expect, test } from "vitest";
import type { EvidenceRecord } from "../../model/collection.js";
import { ACCOUNT, csv, inAccount, reportJson, root, user } from "./test-report.js";
import { readFiles } from "./test-support.js";

const TIME = "2026-11-20T00:00:00Z";
const collection = (account_id: string, evidence: readonly Omit<EvidenceRecord, "collected_at">[]) =>
  JSON.stringify({
    version: 1,
    account_id,
    partition: "aws",
    collected_at: TIME,
    evidence: evidence.map((one) => ({ ...one, collected_at: TIME })),
    calls: {},
  });
const report = (account: string) => reportJson(csv(inAccount(account, [root(), user("ann")])), TIME);
const notesOf = (notes: readonly string[]) => notes.filter((note) => /^(missing|\.\.\.)/.test(note));

describe("evidence that could not be collected", () => {
  test("is told with its reason, once for all accounts that have it", async () => {
    const denied = (account: string) =>
      collection(account, [
        {
          kind: "account_summary",
          status: "denied",
          detail: `sts:AssumeRole on arn:aws:iam::${account}:role/r`,
        },
        {
          kind: "organization",
          status: "denied",
          detail: `sts:AssumeRole on arn:aws:iam::${account}:role/r`,
        },
        { kind: "virtual_mfa_devices", status: "ok" },
        { kind: "account_alias", status: "not_collected", detail: "the account is suspended" },
      ]);
    const accounts = Array.from({ length: 5 }, (_, index) => String(333_344_445_555 + index));
    const files = Object.fromEntries(accounts.map((one) => [`${one}/collection.json`, denied(one)]));
    const { notes } = await readFiles({
      ...files,
      [`${ACCOUNT}/collection.json`]: collection(ACCOUNT, [
        { kind: "authorization_details", status: "throttled", detail: "iam:X: still throttled" },
        { kind: "password_policy", status: "error" },
      ]),
      [`${ACCOUNT}/a.json`]: report(ACCOUNT),
    });
    expect(notesOf(notes).sort()).toEqual([
      "missing: account_summary, organization of 333344445555, 333344445556, 333344445557 and 2 more:" +
        " denied: sts:AssumeRole on arn:aws:iam::ACCOUNT:role/r",
      `missing: authorization_details of ${ACCOUNT}: throttled: iam:X: still throttled`,
      `missing: password_policy of ${ACCOUNT}: error`,
    ]);
  });

  test("with ever new reasons is told in part", async () => {
    const accounts = Array.from({ length: 30 }, (_, index) => String(333_344_445_555 + index));
    const files = accounts.map((one, index) => [
      `${one}/collection.json`,
      collection(one, [{ kind: "account_summary", status: "error", detail: `request ${index}` }]),
    ]);
    const { notes } = await readFiles({ ...Object.fromEntries(files), "a.json": report(ACCOUNT) });
    expect(notesOf(notes).length).toBe(21);
    expect(notesOf(notes).at(-1)).toBe("... and 10 more reasons.");
  });
});

test("a report that AWS was not allowed to make anew is a problem, and is used", async () => {
  const detail = `iam:GenerateCredentialReport denied; report of ${TIME} used`;
  const {
    problems,
    coverage,
    user: find,
  } = await readFiles({
    [`${ACCOUNT}/collection.json`]: collection(ACCOUNT, [
      { kind: "credential_report", status: "ok", detail, file: "credential-report.json" },
    ]),
    [`${ACCOUNT}/credential-report.json`]: report(ACCOUNT),
  });
  expect(problems).toEqual([`${ACCOUNT}: ${detail}. What happened since then is not known.`]);
  expect(coverage(ACCOUNT, "credential_report").status).toBe("ok");
  expect(find("ann").in_report).toBe(true);
});
