import { expect, test } from "vitest";
import type { ChangedFinding, ControlDiff, UncomparedAccount } from "../model/results/diff.js";
import { rendered } from "./formats/test-render.js";

const NAMES = {
  before: { snapshot_id: "20260101T000000Z-aaaaaa", as_of: "2026-01-01T00:00:00Z" },
  after: { snapshot_id: "20260201T000000Z-bbbbbb", as_of: "2026-02-01T00:00:00Z" },
};
const counts: ControlDiff = {
  control_id: "user-key-rotation",
  title: "Old keys",
  severity: "medium",
  before: 1200,
  after: 1157,
  new: 10,
  reopened: 2,
  became_known: 3,
  persisting: 1100,
  fixed: 70,
  fixed_gone: 15,
  became_unknown: 5,
  evidence_changed: 9,
  evidence_changed_before: 1,
  evidence_changed_after: 8,
  not_compared_before: 25,
  not_compared_after: 35,
};
const finding = (more: Partial<ChangedFinding>): ChangedFinding => ({
  change: "fixed",
  how: "subject_gone",
  first_seen: NAMES.before.snapshot_id,
  control_id: "user-key-rotation",
  account_id: "111122223333",
  subject_arn: "arn:aws:iam::111122223333:user/team/ann",
  credential: "access_key",
  credential_id: null,
  slot: 2,
  since: "2025-03-01T00:00:01Z",
  ...more,
});
const text = async (
  findings: ChangedFinding[] = [],
  not_compared: UncomparedAccount[] = [],
  { width = 200, counts: own = counts }: { width?: number; counts?: ControlDiff } = {},
) => {
  const first = async function* () {
    yield findings;
  };
  const all = async function* () {};
  return await rendered(
    "table",
    "diff",
    {
      ...NAMES,
      controls: [own],
      not_compared,
      first,
      findings: all,
    },
    width,
  );
};

test("the counts of a control in a line, both snapshots named above it", async () => {
  const [head, , , line] = await (await text()).split("\n");
  expect(head).toContain("from 2026-01-01T00:00:00Z (20260101T000000Z-aaaaaa) to 2026-02-01T00:00:00Z");
  expect(line?.split(/ {2,}/)).toEqual([
    "user-key-rotation",
    ...["1,200", "10", "2", "70", "15", "3", "5", "-1 +8", "-25 +35", "1,157"],
  ]);
});

test("a finding with what became of it, its credential and when it was first seen", async () => {
  const shown = await text([finding({}), finding({ how: "passes", credential_id: "AKIAEXAMPLE" })]);
  expect(shown).toMatch(/fixed \(deleted\) .* user\/team\/ann, access key in slot 2 +2025-03-01 +20260101/);
  expect(shown).toMatch(/^fixed +user-key-rotation .* user\/team\/ann, access key AKIAEXAMPLE/m);
  expect(shown).toContain("... and 97 more: --format csv prints all.");
});

test.each([80, 200])("fits a terminal of %i columns, the whole subject included", async (width) => {
  const long = finding({
    subject_arn: "arn:aws:iam::111122223333:user/a/long/path/of/a/team/first.last@example.com",
  });
  const own = { ...counts, control_id: "user-privilege-escalation", reopened: 0, became_unknown: 7 };
  const shown = await text([long], [], { width, counts: own });
  expect(Math.max(...shown.split("\n").map((line) => line.length))).toBeLessThanOrEqual(width);
  expect(shown.includes("first.last@example.com, access key in slot 2")).toBe(width === 200);
  expect(shown.includes("OF THESE GONE")).toBe(width === 200);
});

test("where there is no room, columns of nothing but 0 go first", async () => {
  const own = { ...counts, reopened: 0, became_known: 0, not_compared_before: 0, not_compared_after: 0 };
  const shown = await text([], [], { width: 90, counts: own });
  const titles = shown.split("\n").find((line) => line.startsWith("CONTROL"));
  expect(titles?.split(/ {2,}/)).toEqual([
    ...["CONTROL", "BEFORE", "NEW", "FIXED", "OF THESE GONE", "NOW UNKNOWN", "EVIDENCE", "AFTER"],
  ]);
});

test("what came from AWS moves no cursor", async () => {
  const shown = await text([finding({ subject_arn: "arn:aws:iam::1:user/\u001b[2Jann" })]);
  expect(shown).not.toContain("\u001b");
  expect(shown).toContain("\\u{1b}[2Jann");
});

test("accounts that are not compared are named, up to ten, and told why", async () => {
  const gap = (n: number): UncomparedAccount => ({
    account_id: String(n).padStart(12, "0"),
    missing_in: n % 2 === 0 ? "after" : "before",
    why: n === 1 ? "no_account" : "no_evidence",
    evidence: ["authorization_details", "credential_report"],
  });
  const both = { ...gap(99), missing_in: "both" as const };
  const shown = await text([], [...Array.from({ length: 12 }, (_, n) => gap(n)), both]);
  expect(shown).toContain("Not compared: 12 accounts. Nothing there is new or fixed.");
  expect(shown).toContain(
    "000000000000: without authorization_details and credential_report in the later snapshot",
  );
  expect(shown).toContain("000000000001: not in the earlier snapshot");
  expect(shown).toContain("... and 2 more");
  expect(shown).toContain("1 account without evidence in either snapshot");
});
