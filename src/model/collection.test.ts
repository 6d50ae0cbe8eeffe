import { describe, expect, test } from "vitest";
import { collectionSchema } from "./collection.js";

const collection = {
  version: 1,
  account_id: "111122223333",
  partition: "aws",
  collected_at: "2026-11-20T10:00:00Z",
  evidence: [
    { kind: "credential_report", status: "ok", collected_at: "2026-11-20T10:00:00Z", file: "report.json" },
    {
      kind: "account_summary",
      status: "denied",
      detail: "iam:GetAccountSummary",
      collected_at: "2026-11-20T10:00:00+00:00",
    },
  ],
  calls: { "iam:GetAccountSummary": 1 },
};

test("what the collector writes is read", () => {
  expect(collectionSchema.parse(collection)).toEqual(collection);
});

describe("refused is", () => {
  const [report, summary] = collection.evidence;
  test.each([
    ["another version", { ...collection, version: 2 }],
    ["an account id that leads out of the lake", { ...collection, account_id: "../../etc/pas" }],
    ["a time without a zone", { ...collection, collected_at: "2026-11-20T10:00:00" }],
    ["a file in another folder", { ...collection, evidence: [{ ...report, file: "../secret.json" }] }],
    ["a file by its path", { ...collection, evidence: [{ ...report, file: "/etc/passwd.json" }] }],
    ["a status that is none", { ...collection, evidence: [{ ...summary, status: "fine" }] }],
    ["a kind with a quote", { ...collection, evidence: [{ ...summary, kind: "scp'" }] }],
    ["a partition with a quote", { ...collection, partition: "aws'" }],
    ["a number of calls below zero", { ...collection, calls: { x: -1 } }],
    ["no list of evidence", { ...collection, evidence: undefined }],
  ])("%s", (_, value) => {
    expect(collectionSchema.safeParse(value).success).toBe(false);
  });
});
