import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { ACCOUNT, csv, MANY, reportJson, root, user } from "./test-report.js";
import { at, readFiles } from "./test-support.js";

/** The forms in which people keep what AWS gave them. */

const AT = "2026-11-20T08:00:00Z";
const rows = [root(), user("ann")];
const names = ({ users }: Awaited<ReturnType<typeof readFiles>>) => users.map(({ user_name }) => user_name);

test("a report whose Content was decoded already is read as it is", async () => {
  const json = JSON.stringify({ Content: csv(rows), GeneratedTime: AT });
  const reading = await readFiles({ "report.json": json });
  expect([names(reading), reading.problems]).toEqual([["ann"], []]);
  expect(reading.coverage(ACCOUNT, "credential_report").generated_at).toBe(at(AT));
});

describe("gzip files", () => {
  test("are unpacked: reports, large ones too, and documents", async () => {
    const reading = await readFiles({
      "report.csv.gz": gzipSync(csv([...rows, ...MANY])),
      [`${ACCOUNT}/summary.json.gz`]: gzipSync(JSON.stringify({ SummaryMap: { AccountMFAEnabled: 1 } })),
    });
    expect(reading.users.length).toBe(MANY.length + 1);
    expect(reading.coverage(ACCOUNT, "account_summary").status).toBe("ok");
  });

  test("that are cut off, or hold more than can be read, are a problem each, and the file beside them is read", async () => {
    const reading = await readFiles({
      "good.csv": csv(rows),
      "cut.json.gz": gzipSync(csv(rows)).subarray(0, 40),
      "bomb.json.gz": gzipSync(Buffer.alloc(300 << 20)),
    });
    expect(names(reading)).toEqual(["ann"]);
    expect(reading.problems).toEqual([
      "bomb.json.gz: the gzip file unpacks to more than the 268435456 bytes that are read of its kind. Unpack it, and name what comes of it.",
      "cut.json.gz: the gzip file cannot be unpacked (unexpected end of file). Was it cut off?",
    ]);
  });
});

test.each([
  "\nAn error occurred (AccessDenied) when calling the GetCredentialReport operation: User: x is not authorized\n",
  "aws: [ERROR]: An error occurred (ReportNotPresent) when calling the GetCredentialReport operation: No report",
  'Unable to locate credentials. You can configure credentials by running "aws login".\n',
  "\nusage: aws [options] <command>\n",
])("an error of the AWS CLI that was saved is called one: %j", async (text) => {
  const { problems } = await readFiles({ [`${ACCOUNT}/report.json`]: text, "good.csv": csv(rows) });
  expect(problems).toEqual([
    expect.stringMatching(
      /^\d+\/report\.json: this is an error of the AWS CLI, and no evidence: ".+"\. Run the command again when it works; /,
    ),
  ]);
  expect(problems[0]).toContain(JSON.stringify(text.trim().split("\n")[0]));
});

describe("a report that was made after today", () => {
  const files = { "report.json": reportJson(csv(rows), "2030-01-01T00:00:00Z") };
  const told = [
    "report.json: GeneratedTime is 2030-01-01T00:00:00Z, later than now (2026-12-01T00:00:00Z)." +
      " The report is read as one of which nobody says when it was made. Fetch it again, or set --as-of.",
  ];

  test("does not set the audit time", async () => {
    const { manifest, problems, coverage } = await readFiles(files, { asOf: null });
    expect([manifest.as_of, problems]).toEqual(["2026-12-01T00:00:00Z", told]);
    expect(coverage(ACCOUNT, "credential_report").generated_at).toBeNull();
  });

  test("within a day is what clocks do", async () => {
    const { manifest, problems } = await readFiles(
      { "report.json": reportJson(csv(rows), "2026-12-01T23:00:00Z") },
      { asOf: null },
    );
    expect([manifest.as_of, problems]).toEqual(["2026-12-01T23:00:00Z", []]);
  });
});
