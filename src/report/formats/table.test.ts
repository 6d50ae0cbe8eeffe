import { expect, test } from "vitest";
import type { FindingRecord } from "../../model/results/findings.js";
import { batches, piecesOf, rendered } from "./test-render.js";

test("it lines up and obeys no control characters", async () => {
  const rows = [
    { name: "a\u001b[31m\u202eb\r\n", n: 5 },
    { name: "longer name than that one", n: 1234 },
  ];
  expect((await rendered("table", "rows", batches(rows))).split("\n")).toEqual([
    "NAME                               N",
    "a\\u{1b}[31m\\u{202e}b\\u{d}\\u{a}     5",
    "longer name than that one       1234",
    "",
  ]);
  expect(await rendered("table", "rows", batches())).toBe("");
});

test("of many rows a thousand at a time, whatever batches they come in, under one heading", async () => {
  const row = (n: number) => ({ n });
  const rows = Array.from({ length: 2500 }, (_, n) => row(n));
  const pieces = await piecesOf("table", "rows", batches(rows.slice(0, 700), rows.slice(700)));
  expect(pieces.map((piece) => piece.trimEnd().split("\n").length)).toEqual([1001, 1000, 500]);
  expect(pieces.join("").match(/N\n/g)).toHaveLength(1);
});

const FINDING: FindingRecord = {
  finding_id: "f",
  control_id: "user-unused",
  title: "t",
  severity: "low",
  org_id: null,
  account_id: "111122223333",
  region: null,
  subject_arn: "arn:aws:iam::111122223333:user/ann",
  subject_kind: "iam_user",
  credential: null,
  credential_id: null,
  slot: null,
  status: "fail",
  reason: "because",
  since: null,
  aged_from: null,
  tier: null,
  assumed: false,
  exception: { id: "x1", owner: "o", ticket: null, expires: "2027-01-31" },
  evidence: {},
};

test("of a finding it shows what fits a line; who accepted it only where there are exceptions", async () => {
  const shown = async (with_exceptions: boolean) => {
    const finding = (async function* () {
      yield [FINDING];
    })();
    return (await rendered("table", "findings", { with_exceptions, batches: finding })).split("\n");
  };
  const [heading, line] = await shown(false);
  expect(heading?.split(/ +/)).toEqual("STATUS SEVERITY CONTROL ID ACCOUNT ID SUBJECT ARN REASON".split(" "));
  expect(line).not.toContain("x1");
  expect((await shown(true))[1]).toMatch(/ann +x1 +2027-01-31 +because$/);
});

test("of a problem with an exception it does not say how grave it is: the last line does", async () => {
  const problem = { place: "e.yaml:3", id: "a", problem: "expired", serious: true, what: "expired" };
  expect(await rendered("table", "exception_problems", [problem])).not.toContain("SERIOUS");
  expect(await rendered("csv", "exception_problems", [problem])).toContain("serious");
});
