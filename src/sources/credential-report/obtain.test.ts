import {
  CredentialReportExpiredException,
  CredentialReportNotPresentException,
  CredentialReportNotReadyException,
  IAMServiceException,
  LimitExceededException,
  ServiceFailureException,
} from "@aws-sdk/client-iam";
import fc from "fast-check";
import { expect, test } from "vitest";
import { obtainCredentialReport } from "./obtain.js";
import type { ReportDocument } from "./report-api.js";

const REPORT: ReportDocument = {
  Content: "dXNlcgo=",
  ReportFormat: "text/csv",
  GeneratedTime: "2026-09-11T13:14:52.000Z",
};
const base = { message: "Unknown", $metadata: {} };
const wire = (name: string) => new IAMServiceException({ name, $fault: "client", ...base });
const inProgress = new CredentialReportNotReadyException(base);
const notPresent = new CredentialReportNotPresentException(base);
const expired = new CredentialReportExpiredException(base);
const denied = wire("AccessDenied");
const unreachable = Object.assign(new Error("connect ECONNREFUSED 127.0.0.1:9"), { code: "ECONNREFUSED" });

/** Answers in order, an Error is thrown; the last one repeats. Time passes only by sleeping. */
async function run(
  script: { generate: readonly (string | Error)[]; get: readonly (ReportDocument | Error)[] },
  timeoutSeconds = 300,
) {
  let time = Date.parse("2026-11-23T00:00:00Z");
  const begin = time;
  const sent: string[] = [];
  const pauses: number[] = [];
  const waits: number[] = [];
  const next = <T>(name: string, answers: readonly (T | Error)[]) => {
    const answer = answers[Math.min(sent.filter((each) => each === name).length, answers.length - 1)];
    sent.push(name);
    if (answer === undefined) throw new Error(`${name} was not to be called`);
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const outcome = await obtainCredentialReport(
    {
      generate: async () => next("generate", script.generate),
      get: async () => next("get", script.get),
    },
    {
      timeoutSeconds,
      now: () => new Date(time),
      sleep: async (milliseconds) => {
        pauses.push(milliseconds);
        time += milliseconds;
      },
      onWait: (seconds) => waits.push(seconds),
    },
  );
  return { outcome, sent, pauses, waits, elapsed: (time - begin) / 1000 };
}

test("a new report is asked for once, then polled with growing pauses", async () => {
  const { outcome, sent, pauses, waits } = await run({
    generate: ["STARTED"],
    get: [inProgress, inProgress, REPORT],
  });
  expect(outcome).toEqual({ status: "ok", document: REPORT });
  expect(sent).toEqual(["generate", "get", "get", "get"]);
  expect(pauses).toEqual([1000, 1500, 2250]);
  expect(waits).toEqual([0, 1, 2]);
});

test("a report that is complete is read without a pause", async () => {
  const { outcome, sent, pauses } = await run({ generate: ["COMPLETE"], get: [REPORT] });
  expect(outcome).toEqual({ status: "ok", document: REPORT });
  expect(sent).toEqual(["generate", "get"]);
  expect(pauses).toEqual([]);
});

test("a report that is never ready ends in an error after exactly the time allowed", async () => {
  const { outcome, pauses, elapsed, sent } = await run({ generate: ["INPROGRESS"], get: [inProgress] });
  expect(outcome).toEqual({ status: "error", detail: "report not ready after 300 s" });
  expect(Math.max(...pauses)).toBe(10_000);
  expect(elapsed).toBe(300);
  expect(sent.filter((name) => name === "generate")).toHaveLength(1);
});

test("a clock that stands still does not make it wait forever", async () => {
  let slept = 0;
  const outcome = await obtainCredentialReport(
    { generate: async () => "STARTED", get: () => Promise.reject(inProgress) },
    {
      timeoutSeconds: 60,
      now: () => new Date("2026-11-23T00:00:00Z"),
      sleep: async (milliseconds) => {
        slept += milliseconds;
        if (slept > 100_000) throw new Error("sleeps on and on");
      },
    },
  );
  expect(outcome).toEqual({ status: "error", detail: "report not ready after 60 s" });
  expect(slept).toBe(60_000);
});

test("no time at all still means one look", async () => {
  expect((await run({ generate: ["STARTED"], get: [REPORT] }, 0)).outcome.status).toBe("ok");
  const late = await run({ generate: ["STARTED"], get: [inProgress] }, 0);
  expect(late.outcome).toEqual({ status: "error", detail: "report not ready after 0 s" });
  expect(late.pauses).toEqual([]);
});

test.each([
  ["ReportInProgress", "CredentialReportNotReadyException"],
  ["ReportNotPresent", "CredentialReportNotPresentException"],
  ["ReportExpired", "CredentialReportExpiredException"],
])("%s means the same as the SDK's %s", async (code, name) => {
  const byCode = await run({ generate: ["COMPLETE"], get: [wire(code), REPORT] });
  const byName = await run({ generate: ["COMPLETE"], get: [wire(name), REPORT] });
  expect(byCode.outcome.status).toBe("ok");
  expect(byCode).toEqual(byName);
});

test("an absent report while a new one is being made is waited for, not asked for again", async () => {
  for (const absent of [notPresent, expired]) {
    const { outcome, sent } = await run({ generate: ["STARTED"], get: [absent, absent, REPORT] });
    expect(outcome.status).toBe("ok");
    expect(sent).toEqual(["generate", "get", "get", "get"]);
  }
});

test("a complete report that is not there is asked for again, at most twice", async () => {
  const back = await run({ generate: ["COMPLETE"], get: [expired, notPresent, REPORT] });
  expect(back.outcome).toEqual({ status: "ok", document: REPORT });
  expect(back.sent).toEqual(["generate", "get", "generate", "get", "generate", "get"]);

  const gone = await run({ generate: ["COMPLETE"], get: [expired] });
  expect(gone.outcome).toEqual({
    status: "error",
    detail: "AWS called the report complete, then did not have it (CredentialReportExpired)",
  });
  expect(gone.sent.filter((name) => name === "generate")).toHaveLength(3);
});

test("a limit on making reports does not hide the report that exists", async () => {
  const limit = new LimitExceededException(base);
  const { outcome } = await run({ generate: [limit], get: [REPORT] });
  expect(outcome).toEqual({
    status: "ok",
    document: REPORT,
    detail: `iam:GenerateCredentialReport failed (LimitExceeded); report of ${REPORT.GeneratedTime} used`,
  });
});

test("a limit on making reports is tried again where no report exists", async () => {
  const limit = wire("LimitExceeded");
  const back = await run({ generate: [limit, "STARTED"], get: [notPresent, REPORT] });
  expect(back.outcome).toEqual({ status: "ok", document: REPORT });
  const { outcome, sent } = await run({ generate: [limit], get: [notPresent] });
  expect(outcome).toEqual({
    status: "error",
    detail: "iam:GenerateCredentialReport: LimitExceeded: Unknown",
  });
  expect(sent.filter((name) => name === "generate")).toHaveLength(3);
});

test("who may only read reports gets the one that exists, with a note", async () => {
  const { outcome } = await run({ generate: [denied], get: [inProgress, REPORT] });
  expect(outcome).toEqual({
    status: "ok",
    document: REPORT,
    detail: `iam:GenerateCredentialReport denied; report of ${REPORT.GeneratedTime} used`,
  });
});

test("a missing permission is named", async () => {
  const generateOnly = await run({ generate: [denied], get: [notPresent] });
  expect(generateOnly.outcome).toEqual({ status: "denied", detail: "iam:GenerateCredentialReport" });
  expect(generateOnly.sent).toEqual(["generate", "get"]);

  const getOnly = await run({ generate: ["STARTED"], get: [denied] });
  expect(getOnly.outcome).toEqual({ status: "denied", detail: "iam:GetCredentialReport" });

  const both = await run({ generate: [denied], get: [denied] });
  expect(both.outcome).toEqual({
    status: "denied",
    detail: "iam:GenerateCredentialReport, iam:GetCredentialReport",
  });
});

test("throttling is waited out, and told when there is no time left", async () => {
  const throttled = wire("Throttling");
  const back = await run({ generate: ["STARTED"], get: [throttled, inProgress, REPORT] });
  expect(back.outcome).toEqual({ status: "ok", document: REPORT });

  const never = await run({ generate: ["STARTED"], get: [throttled] }, 5);
  expect(never.outcome.status).toBe("throttled");
  expect(never.elapsed).toBe(5);

  const making = await run({ generate: [throttled], get: [REPORT] });
  expect(making.outcome).toMatchObject({
    status: "ok",
    detail: expect.stringContaining("Report throttled; report of"),
  });
  const neither = await run({ generate: [throttled], get: [notPresent] });
  expect(neither.outcome.status).toBe("throttled");
});

test("any other failure is an error that names the request", async () => {
  const { outcome } = await run({ generate: ["COMPLETE"], get: [new ServiceFailureException(base)] });
  expect(outcome).toEqual({ status: "error", detail: "iam:GetCredentialReport: ServiceFailure: Unknown" });
});

test("without a connection or credentials the second request is not tried", async () => {
  for (const error of [unreachable, wire("ExpiredToken"), wire("InvalidClientTokenId")]) {
    const { outcome, sent } = await run({ generate: [error], get: [REPORT] });
    expect(outcome.status).toBe("error");
    expect(sent).toEqual(["generate"]);
  }
});

test("whatever AWS answers, it ends in time, with few requests for a new report", async () => {
  const failures = [inProgress, notPresent, expired, denied, wire("Throttling"), wire("LimitExceeded")];
  const generate = fc.array(fc.constantFrom("STARTED", "INPROGRESS", "COMPLETE", ...failures), {
    minLength: 1,
    maxLength: 5,
  });
  const get = fc.array(fc.constantFrom(REPORT, ...failures), { minLength: 1, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(generate, get, fc.integer({ min: 0, max: 600 }), async (first, second, timeout) => {
      const { outcome, sent, elapsed } = await run({ generate: first, get: second }, timeout);
      expect(elapsed).toBeLessThanOrEqual(timeout);
      expect(sent.filter((name) => name === "generate").length).toBeLessThanOrEqual(3);
      // A report is used if and only if it was the last thing AWS said.
      const last = second[Math.min(sent.filter((name) => name === "get").length, second.length) - 1];
      expect(outcome.status === "ok").toBe(last === REPORT);
    }),
  );
});
