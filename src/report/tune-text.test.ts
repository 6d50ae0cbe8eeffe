import pc from "picocolors";
import { expect, test } from "vitest";
import type { ControlTuning, TriedCount } from "../model/results/tuning.js";
import { tuneText } from "./tune-text.js";

function tried(days: number, fail: number, more: Partial<TriedCount> = {}): TriedCount {
  return {
    settings: { days },
    current: false,
    standards: [],
    fail,
    pass: 10_000 - fail,
    unknown: 0,
    not_applicable: 0,
    drops: { subjects: 0, kinds: {}, groups: [], safe: null, why: "" },
    adds: 0,
    looser_than: [],
    ...more,
  };
}

const drops = (subjects: number, safe: "yes" | "no" | "decide", why: string) => ({
  subjects,
  kinds: { human: subjects - 100, machine: 100 },
  groups: [],
  safe,
  why,
});

const TUNING: ControlTuning = {
  control_id: "user-key-rotation",
  title: "Keys are young",
  severity: "medium",
  fail: 7580,
  failing: {
    subjects: 7580,
    kinds: { human: 3580, machine: 4000 },
    groups: [{ id: "idle", title: "not used for 90 days", subjects: 1234 }],
  },
  tried: [
    tried(30, 8060, { adds: 480 }),
    tried(90, 7580, { current: true, standards: ["CIS 5.0 1.13"] }),
    tried(91, 7580),
    tried(120, 6566, { drops: drops(1014, "no", "317 are strong: they are") }),
    tried(180, 5566, { drops: drops(2014, "no", "too many") }),
  ],
  recommendation: { settings: { days: 90 }, changes: false, reason: "it is what CIS 5.0 1.13 asks for" },
  pitfalls: [{ text: "The report is old.", subjects: 1530, verdicts: { fail: 30, unknown: 1500 } }],
};

const view = (width: number) => ({ paint: pc.createColors(false), width });
const text = (...tunings: ControlTuning[]) => tuneText({ tunings }, view(200));

test("counts at each setting, whom they drop, what to do and which pitfalls apply", () => {
  expect(text(TUNING).split("\n")).toEqual([
    "iamspect tune",
    "",
    "user-key-rotation  medium  Keys are young",
    "     SETTING    FAIL  CHANGE  PEOPLE  MACHINES  SAFE  STANDARD",
    "     days 30   8,060    +480",
    "  *  days 90   7,580                                  CIS 5.0 1.13",
    "     days 120  6,566  -1,014    -914      -100  no",
    "     days 180  5,566  -2,014  -1,914      -100  no",
    "  1 more setting comes to the same",
    "  not safe: days 120: 317 are strong: they are",
    "  who fails: 3,580 people, 4,000 machines; of these, not used for 90 days: 1,234",
    "  recommended: keep days 90: it is what CIS 5.0 1.13 asks for.",
    "  pitfall: The report is old. (30 fail, 1,500 unknown)",
    "",
    "Nothing needs another setting.",
    "",
  ]);
});

test("what would change is counted", () => {
  const change = { settings: { days: 120 }, changes: true, reason: "why not" };
  const changing = { ...TUNING, recommendation: change };
  expect(text(changing)).toContain("recommended: set days 120: why not.");
  expect(text(changing)).toContain("1 setting would change: --write");
  expect(text(changing, changing)).toContain("2 settings would change");
});

test("a control with neither parameters nor pitfalls is not told of; one with pitfalls is", () => {
  const bare = { ...TUNING, control_id: "root-mfa", recommendation: null };
  expect(text({ ...bare, pitfalls: [] })).not.toContain("root-mfa");
  const told = text(bare);
  expect(told).toContain("root-mfa");
  expect(told).not.toContain("SETTING");
});

test("what misleads three controls or more is told once, with all of them", () => {
  const named = (id: string) => ({ ...TUNING, control_id: id });
  const twice = text(named("a"), named("b"));
  expect(twice.match(/pitfall: /g)).toHaveLength(2);
  const often = text(named("a"), named("b"), { ...named("c"), recommendation: null });
  expect(often).not.toContain("pitfall: ");
  expect(often).toContain(
    "pitfalls that concern several controls\n  The report is old. (a 30 fail, 1,500 unknown; b 30 fail, 1,500 unknown; c 30 fail, 1,500 unknown)",
  );
  expect(often).not.toMatch(/^c {2}/m);
});

test("one is one", () => {
  const failing = { ...TUNING.failing, subjects: 2, kinds: { human: 1, machine: 1 } };
  expect(text({ ...TUNING, failing })).toContain("who fails: 1 person, 1 machine; of these");
});

test.each([80, 200])("fits a terminal of %i columns; nothing is cut off", (width) => {
  const settings = { rotation_window_days: 30, tolerate_rotation: false, another_setting: "a long value" };
  const reason =
    "what is set is looser than every standard, and this sentence goes on for longer than a line";
  const tuning: ControlTuning = {
    ...TUNING,
    tried: TUNING.tried.map((one) => ({
      ...one,
      settings,
      standards: ["CIS 5.0 1.13", "Security Hub IAM.3"],
    })),
    recommendation: { settings, changes: true, reason },
  };
  const shown = tuneText({ tunings: [tuning] }, view(width));
  expect(Math.max(...shown.split("\n").map((line) => line.length))).toBeLessThanOrEqual(width);
  expect(shown.replace(/\s+/g, " ")).toContain(reason);
  expect(shown.includes("PEOPLE")).toBe(width === 200);
});
