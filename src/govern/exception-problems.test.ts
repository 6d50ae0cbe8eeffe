import { describe, expect, test } from "vitest";
import { type ExceptionFacts, problemsOf } from "./exception-problems.js";
import type { Exception } from "./exception-schema.js";

const EXCEPTION: Exception = {
  id: "one",
  control: "user-unused",
  subject: { arn: "arn:aws:iam::111122223333:user/ann" },
  owner: "ann",
  reason: "because",
  approved_by: "ciso",
  expires: "2027-05-31",
};

/** An exception that covers what it is for, and nothing can be said against; but for what is given. */
function said(facts: Partial<ExceptionFacts>, exception: Partial<Exception> = {}): string[] {
  const all: ExceptionFacts = {
    exception: { ...EXCEPTION, ...exception },
    validity: "valid",
    daysLeft: 189,
    daysToGo: 0,
    controls: ["user-unused"],
    strangeControls: [],
    subjects: 1,
    allSubjects: 50,
    findings: 1,
    unknown: 0,
    uncovered: 0,
    ...facts,
  };
  return problemsOf(all).map(({ kind, text }) => `${kind}: ${text}`);
}

test("nothing is said against an exception that does what it should", () => {
  expect(said({})).toEqual([]);
});

test("an expired one says since when, and how many findings are back", () => {
  const expired = { validity: "expired", daysLeft: -24 } as const;
  const on = "expired: expired on 2027-05-31, 24 days before the audit; ";
  expect(said({ ...expired, findings: 3, uncovered: 3 })).toEqual([`${on}3 findings of it count again`]);
  expect(said({ ...expired, findings: 3, uncovered: 1 })).toEqual([`${on}1 finding of it counts again`]);
  expect(said({ ...expired, findings: 2 })).toEqual([`${on}other exceptions cover all that it meant`]);
  expect(said({ ...expired, findings: 0 })).toEqual([`${on}it would cover nothing now`]);
  expect(said({ ...expired, daysLeft: -1, findings: 0 })[0]).toContain("1 day before the audit");
});

test("one that is about to end says so from 30 days before, unless it covers nothing anyway", () => {
  expect(said({ daysLeft: 31 })).toEqual([]);
  expect(said({ daysLeft: 30 })).toEqual(["expiring: ends on 2027-05-31, 30 days after the audit"]);
  expect(said({ daysLeft: 1 })).toEqual(["expiring: ends on 2027-05-31, 1 day after the audit"]);
  expect(said({ daysLeft: 0 })).toEqual(["expiring: ends on 2027-05-31, on the day of the audit"]);
  expect(said({ daysLeft: 1, findings: 0 }).join()).not.toContain("expiring");
});

test("one that does not hold yet is not called unmatched", () => {
  expect(said({ validity: "not_yet_valid", daysToGo: 8, findings: 0 }, { created: "2026-12-01" })).toEqual([
    "not_yet_valid: holds from 2026-12-01 on, 8 days after the audit",
  ]);
});

describe("one that matches nothing says why", () => {
  const ACCOUNT = { named: ["111122223333"], there: 1, known: 1 };
  const why = (facts: Partial<ExceptionFacts>, subject: Exception["subject"] = EXCEPTION.subject) =>
    said({ findings: 0, ...facts }, { subject });
  const nothing = (text: string) => [`unmatched: matches nothing: ${text}`];

  test("its subject does not fail", () => {
    expect(why({})).toEqual(nothing("its subject does not fail user-unused now"));
    expect(why({ subjects: 2 })).toEqual(nothing("its 2 subjects do not fail user-unused now"));
  });
  test("there is no such subject", () => {
    const none = { subjects: 0, accounts: ACCOUNT };
    expect(why(none)).toEqual(nothing("no subject of this snapshot has this ARN"));
    expect(why(none, { pattern: "arn:aws:iam::*:user/x*" })).toEqual(
      nothing("no subject of this snapshot fits the pattern"),
    );
    expect(why(none, { user_name: "ann" })).toEqual(nothing("no user of this snapshot has this name"));
    expect(why(none, { finding_id: "0".repeat(32) })[0]).toContain("no finding of this id fails");
  });
  test("its accounts are not there, or not known", () => {
    const away = { subjects: 0, accounts: { ...ACCOUNT, there: 0, known: 0 } };
    expect(why(away)).toEqual(nothing("account 111122223333 is not in this snapshot"));
    const named = ["1", "2", "3", "4", "5"];
    expect(why({ subjects: 0, accounts: { named, there: 0, known: 0 } })).toEqual(
      nothing("accounts 1, 2, 3 and 2 more are not in this snapshot"),
    );
    expect(why({ subjects: 0, accounts: { ...ACCOUNT, known: 0 } })).toEqual(
      nothing("nothing is known of the users of 111122223333"),
    );
  });
  test("what it is for is unknown", () => {
    expect(why({ unknown: 1 })).toEqual(
      nothing("1 finding is unknown, and an exception is laid over a fail only"),
    );
    expect(why({ unknown: 1_200 })[0]).toContain("1,200 findings are unknown");
  });
  test("its controls were not run, which says nothing of it", () => {
    expect(why({ controls: [] })).toEqual(["not_judged: was not looked at: user-unused was not run"]);
  });
  test("there is no such control", () => {
    expect(why({ controls: [], strangeControls: ["user-unusde"] })).toEqual([
      "no_control: names controls that do not exist: user-unusde",
    ]);
  });
});

describe("too broad", () => {
  const pattern = (text: string) => ({ subject: { pattern: text } });
  const broad = (text: string) => [`too_broad: is too broad: ${text}`];

  test.each(["*", "user/*", "user/**", "user/?*", "*?"])("a pattern that fits every name: %s", (resource) => {
    expect(said({}, pattern(`arn:aws:iam::111122223333:${resource}`))).toEqual(
      broad("the pattern fits every name"),
    );
  });
  test.each(["user/ci-*", "user/ci/*", "user/*-bot", "user/????"])("%s fits some", (resource) => {
    expect(said({}, pattern(`arn:aws:iam::*:${resource}`))).toEqual([]);
  });
  test("more than 100 subjects, or more than a tenth of at least ten", () => {
    const many = (subjects: number, allSubjects: number) => said({ subjects, allSubjects });
    expect(many(100, 100_000)).toEqual([]);
    expect(many(101, 100_000)).toEqual(broad("it is for 101 of 100,000 subjects"));
    expect(many(10, 100)).toEqual([]);
    expect(many(11, 100)).toEqual(broad("it is for 11 of 100 subjects"));
    expect(many(9, 20)).toEqual([]);
  });
  test("more than a year, a wildcard for controls; and all of it at once", () => {
    expect(said({ daysLeft: 366 })).toEqual([]);
    expect(said({ daysLeft: 367 })).toEqual(broad("it ends on 2027-05-31, more than a year after the audit"));
    expect(said({ daysLeft: 999, subjects: 200, allSubjects: 500 }, { control: "user-*" })).toEqual(
      broad(
        "control user-* also means controls that are added later; it is for 200 of 500 subjects; " +
          "it ends on 2027-05-31, more than a year after the audit",
      ),
    );
  });
  test("an expired one is not called too broad", () => {
    expect(said({ validity: "expired", daysLeft: -1, subjects: 200 }).join()).not.toContain("broad");
  });
});

test.each([
  [{ findings: 1 }, { findings: 1, others: 0 }, "its finding is covered by first too"],
  [{ findings: 3 }, { findings: 3, others: 0 }, "all 3 findings of it are covered by first too"],
  [{ findings: 3 }, { findings: 2, others: 1 }, "2 of its 3 findings are covered by first and 1 more too"],
])("overlapping %#", (facts, overlap, text) => {
  const by = { ...EXCEPTION, id: "first" };
  expect(said({ ...facts, overlap: { ...overlap, by } })).toEqual([
    `overlapping: overlaps: ${text}, which stands first and counts`,
  ]);
});
