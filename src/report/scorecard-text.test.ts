import { expect, test } from "vitest";
import type { Scorecard, ScoredRequirement } from "../model/results/scorecard.js";
import { PLAIN } from "./formats/test-render.js";
import { scorecardText } from "./scorecard-text.js";

const one = (given: Partial<ScoredRequirement>): ScoredRequirement => ({
  id: "1.1",
  section: "1 Identity and access",
  level: "L1",
  title: "The root user has MFA",
  coverage: "covered",
  status: "pass",
  fail: 0,
  pass: 4,
  unknown: 0,
  not_applicable: 0,
  excepted: 0,
  controls: ["root-mfa"],
  note: null,
  reference: null,
  ...given,
});

const LOOK = "Whether the details are current only a person can say. Look at Account in the console.";
const SCORECARD: Scorecard = {
  framework: "cis-5.0",
  title: "CIS AWS Foundations Benchmark 5.0",
  note: "Ids as CIS numbers them.",
  reference: null,
  total: 70,
  summary: {
    requirements: 6,
    decided: 3,
    pass: 2,
    pass_in_part: 1,
    fail: 1,
    unknown: 1,
    not_applicable: 0,
    manual: 1,
    not_covered: 1,
  },
  requirements: [
    one({}),
    one({ id: "1.10", coverage: "partly", note: "A part." }),
    one({ id: "1.11", status: "fail", fail: 1_203, unknown: 2, excepted: 12 }),
    one({ id: "1.20", status: "manual", coverage: "manual", note: LOOK, level: "L2" }),
    one({ id: "2.1.1", section: "2 Storage", status: "unknown", unknown: 3 }),
    one({
      id: "2.1.2",
      section: "2 Storage",
      status: "not_covered",
      coverage: "not_covered",
      note: "Not looked at.",
      title: "Buckets ask for MFA before a version is deleted",
    }),
  ],
};

const view = (width: number, all = false) => ({ ...PLAIN, width, all });

test("a line a requirement by section, what a person looks at, and the sum, in 80 columns", () => {
  expect(scorecardText(SCORECARD, view(80))).toBe(`CIS AWS Foundations Benchmark 5.0
Ids as CIS numbers them.

1 Identity and access
1.1    L1  pass                              The root user has MFA
1.10   L1  pass in part                      The root user has MFA
1.11   L1  fail 1,203 of 1,209, 12 excepted  The root user has MFA
1.20   L2  manual                            The root user has MFA

2 Storage
2.1.1  L1  unknown 3 of 7                    The root user has MFA
2.1.2  L1  not covered                       Buckets ask for MFA before a
                                             version is deleted

WHAT A PERSON LOOKS AT
  1.20  Whether the details are current only a person can say. Look at Account
        in the console.

3 of 6 requirements could be decided: 2 pass (1 in part), 1 fail; 1 unknown, 1
  manual, 1 not covered.
CIS AWS Foundations Benchmark 5.0 has 70 requirements in all; those that are not
  listed are not covered.
`);
});

test("no line is wider than the terminal, and --all tells every note", () => {
  for (const width of [80, 60]) {
    const lines = scorecardText(SCORECARD, view(width, true)).split("\n");
    expect(lines.filter((line) => line.length > width)).toEqual([]);
  }
  const all = scorecardText(SCORECARD, view(80, true));
  for (const note of ["A part.", "Not looked at."]) expect(all).toContain(note);
  expect(scorecardText(SCORECARD, view(80))).not.toContain("Not looked at.");
});

test("hostile words of a framework of one's own are disarmed", () => {
  const title = "a\u001b[2Jb";
  const text = scorecardText(
    { ...SCORECARD, title, requirements: [one({ title, section: title })] },
    view(80),
  );
  expect(text).not.toContain("\u001b");
});
