import { expect, test } from "vitest";
import type { ExceptionProblem, ProblemKind } from "../govern/exception-problems.js";
import { exceptionRecord, problemRecords } from "../govern/exception-record.js";
import type { ExceptionState } from "../govern/exception-states.js";
import { exceptionRow } from "../report/exception-words.js";
import { exceptionNotes } from "./exception-notes.js";

const problem = (kind: ProblemKind, text = "is so"): ExceptionProblem => ({ kind, text });

function state(id: string, problems: readonly ExceptionProblem[], more: Partial<ExceptionState> = {}) {
  const all: ExceptionState = {
    exception: {
      id,
      control: ["user-unused", "user-key-rotation"],
      subject: {
        pattern: "arn:aws:iam::*:user/ci-*",
        accounts: ["111122223333"],
        organizational_units: ["/Prod"],
        credential_id: "AKIAIOSFODNN7EXAMPLE",
      },
      owner: "ann",
      reason: "because",
      approved_by: "ciso",
      expires: "2027-05-31",
    },
    place: `exceptions.yaml:${id.length}`,
    validity: "valid",
    daysLeft: 189,
    daysToGo: 0,
    controls: ["user-unused"],
    strangeControls: [],
    subjects: 2,
    allSubjects: 50,
    findings: 3,
    unknown: 1,
    uncovered: 0,
    covers: 2,
    problems,
    ...more,
  };
  return all;
}

test("the notes count what is covered, and say nothing more where nothing is wrong", () => {
  expect(exceptionNotes("exceptions.yaml", [state("a", []), state("b", [], { covers: 1_200 })])).toEqual([
    "exceptions.yaml: 2 exceptions cover 1,202 failing findings.",
  ]);
  expect(exceptionNotes("x.yaml", [state("a", [], { covers: 1 })])).toEqual([
    "x.yaml: 1 exception covers 1 failing finding.",
  ]);
});

test("the gravest come first, three of a kind are told and the others counted; texts are disarmed", () => {
  const many = ["a", "bb", "ccc", "dddd", "eeeee"].map((id) =>
    state(id, [problem("overlapping", "overlaps")]),
  );
  const notes = exceptionNotes("e.yaml", [...many, state("\u001b[31m", [problem("expired", "expired")])]);
  expect(notes.slice(1)).toEqual([
    "problem: exceptions.yaml:5: \\u{1b}[31m expired.",
    "note: exceptions.yaml:1: a overlaps.",
    "note: exceptions.yaml:2: bb overlaps.",
    "note: exceptions.yaml:3: ccc overlaps.",
    "... and 2 more exceptions are overlapping.",
    "`iamspect exceptions check` tells all that is wrong with them.",
  ]);
});

test("those whose controls were not run are only counted", () => {
  const notes = exceptionNotes("e.yaml", [
    state("a", [problem("not_judged")]),
    state("b", [problem("not_judged")]),
  ]);
  expect(notes[1]).toBe("note: 2 exceptions are of controls that were not run.");
});

test.each<[readonly ProblemKind[], Partial<ExceptionState>, string, string]>([
  [[], {}, "active", "active"],
  [["too_broad", "overlapping"], {}, "active", "active"],
  [["expiring"], { daysLeft: 1 }, "expiring", "expires in 1 day"],
  [["expiring"], { daysLeft: 0 }, "expiring", "expires today"],
  [["expired", "no_control"], { daysLeft: -24 }, "expired", "expired 24 days ago"],
  [["no_control", "unmatched"], {}, "no_control", "no such control"],
  [["not_yet_valid"], {}, "not_yet_valid", "not yet valid"],
  [["too_broad", "unmatched"], {}, "unmatched", "unmatched"],
])("with %j it is called %s", (kinds, more, name, words) => {
  const one = state(
    "a",
    kinds.map((kind) => problem(kind)),
    more,
  );
  expect([exceptionRecord(one).state, exceptionRow(exceptionRecord(one)).state]).toEqual([name, words]);
});

test("as data it has everything, as a row what fits a line", () => {
  const one = state("a", [problem("too_broad", "is too broad: x")]);
  expect(exceptionRecord(one)).toEqual({
    id: "a",
    state: "active",
    place: "exceptions.yaml:1",
    control: ["user-unused", "user-key-rotation"],
    subject: one.exception.subject,
    owner: "ann",
    reason: "because",
    ticket: null,
    approved_by: "ciso",
    created: null,
    expires: "2027-05-31",
    days_left: 189,
    subjects: 2,
    findings: 3,
    unknown: 1,
    covers: 2,
    problems: [{ problem: "too_broad", text: "is too broad: x" }],
  });
  expect(exceptionRow(exceptionRecord(one))).toMatchObject({
    findings: 3,
    covers: 2,
    control: "user-unused, user-key-rotation",
    subject: "arn:aws:iam::*:user/ci-* in 111122223333 in /Prod key AKIAIOSFODNN7EXAMPLE",
  });
  expect(problemRecords(one)).toEqual([
    { place: "exceptions.yaml:1", id: "a", problem: "too_broad", serious: true, what: "is too broad: x" },
  ]);
});
