import pc from "picocolors";
import { describe, expect, test } from "vitest";
import type { Cause, ControlCauses } from "../model/results/causes.js";
import { TRAIT_KINDS } from "../model/trait-kinds.js";
import { causeDetails, causeSentence } from "./cause-words.js";
import { causesText } from "./causes-text.js";
import { traitWords } from "./trait-words.js";

const CAUSE: Cause = {
  kind: "in_burst",
  values: ["yes"],
  fail: 83,
  carriers: 90,
  rest_fail: 17,
  rest: 1000,
  percent_of_failing: 83,
  lift: 54.25,
  p_adjusted: 0,
  log10_p_adjusted: -320.5,
  beyond: { fail: 83, carriers: 90 },
  unknown: 0,
  holds_whatever_is_unknown: true,
  accounts: 4,
  top_accounts: [{ account_id: "111122223333", fail: 40 }],
  bursts: 9,
  alike: [{ kind: "name_prefix", values: ["ci", "app"], jaccard: 0.93 }],
};

const CONTROL: ControlCauses = {
  control_id: "user-key-at-setup",
  title: "t",
  severity: "medium",
  failing: "keys made at set-up",
  fail: 100,
  judged: 1090,
  unknown: 3,
  causes: [CAUSE],
};

const sentence = (cause: Partial<Cause>) => causeSentence(CONTROL, { ...CAUSE, bursts: null, ...cause });

describe("the sentence", () => {
  test("of bursts", () => {
    expect(causeSentence(CONTROL, CAUSE)).toBe(
      "83 % of the keys made at set-up (83 of 100) were made in 9 bursts of at least 5, no more than 60 seconds apart, in 4 accounts: a provisioning script.",
    );
    expect(sentence({ kind: "key_burst", bursts: 1, accounts: 1 })).toContain(
      "have keys made in one burst of at least 5, no more than 60 seconds apart, in account 111122223333: a script that makes keys.",
    );
  });

  test("of accounts and of what they share", () => {
    expect(sentence({ kind: "account", values: ["1", "2"] })).toContain("are in 2 accounts (1 or 2).");
    expect(sentence({ kind: "account", values: ["1"] })).toMatch(/are in account 1\.$/);
    expect(sentence({ kind: "organizational_unit", values: ["/Prod"] })).toMatch(
      /are in accounts of the OU \/Prod \(4 accounts\)\.$/,
    );
  });

  test("names three values and counts the others", () => {
    expect(traitWords("name_prefix", ["a", "b", "c", "d", "e"])).toBe(
      "have names that begin with a, b, c or 2 more",
    );
    expect(traitWords("burst", ["a|1", "b|2"])).toBe("were made in 2 bursts");
  });

  test("has words for every kind, and disarms what AWS gave", () => {
    for (const kind of TRAIT_KINDS) {
      const words = traitWords(kind, ["$&\u001b[31m#*"]);
      expect(words).not.toContain("\u001b");
      if (words.includes("$")) expect(words).toContain("$&\\u{1b}[31m#*");
    }
  });
});

describe("the details", () => {
  test("say how sure it is and what else is so", () => {
    expect(causeDetails(CAUSE)).toEqual([
      "92 % of them fail, of the others 2 % (54.3 times as often); p < 1e-320",
      "the same subjects, by 93 %: they have names that begin with ci or app",
    ]);
  });

  test("say what is beyond the others, and what may not hold", () => {
    const [, , beyond, unknown] = causeDetails({
      ...CAUSE,
      beyond: { fail: 20, carriers: 25 },
      unknown: 7,
      holds_whatever_is_unknown: false,
    });
    expect(beyond).toBe("20 of them are in none of the causes above");
    expect(unknown).toContain("(7 of them)");
  });

  test("almost all is not all, almost none not none", () => {
    const [first] = causeDetails({
      ...CAUSE,
      fail: 9999,
      carriers: 10_000,
      rest_fail: 1,
      rest: 10_000,
      p_adjusted: 0.01,
    });
    expect(first).toContain("> 99 % of them fail, of the others < 1 %");
    expect(first).toMatch(/p 0.01$/);
    expect(causeDetails({ ...CAUSE, lift: null, rest_fail: 0 })[0]).toContain("0 % (none of the others do)");
  });
});

test("the page tells controls with causes, and names those without", () => {
  const none = { ...CONTROL, control_id: "user-unused", causes: [] };
  const calm = { ...none, control_id: "root-mfa", fail: 0 };
  const text = causesText(
    {
      tested: 12_345,
      controls: [CONTROL, none, calm],
    },
    { paint: pc.createColors(false), width: 200 },
  );
  expect(text).toContain("12,345 traits and controls tested");
  expect(text).toContain("user-key-at-setup  medium  100 fail, of 1,090 that could");
  expect(text).toContain("stands out: user-unused.");
  expect(text).not.toContain("root-mfa");
});

test.each([80, 200])("the page fits a terminal of %i columns, whatever traits are called", (width) => {
  const values = [
    "arn:aws:iam::111122223333:policy/a/very/long/path/of/a/policy/that-somebody-made/ReadOnly",
  ];
  const cause = { ...CAUSE, kind: "boundary" as const, values, bursts: null };
  const controls = [{ ...CONTROL, causes: [CAUSE, cause] }];
  const shown = causesText({ tested: 5, controls }, { paint: pc.createColors(false), width });
  expect(Math.max(...shown.split("\n").map((line) => line.length))).toBeLessThanOrEqual(width);
  expect(shown.replace(/\s+/g, "")).toContain(causeSentence(CONTROL, cause).replace(/\s+/g, ""));
});
