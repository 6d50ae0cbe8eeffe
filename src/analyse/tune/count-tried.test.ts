import { describe, expect, test } from "vitest";
import { RANK } from "../../model/status.js";
import { countTried, failingNow } from "./count-tried.js";
import type { UserGroup } from "./groups.js";
import type { TunePattern } from "./read-patterns.js";
import type { Tried } from "./tried-settings.js";

const group = (id: string, safe: boolean): UserGroup => ({
  id,
  title: `${id} ones`,
  safe,
  reason: `${id} reason`,
});
const [strong, idle, fresh, turning] = [
  group("strong", false),
  group("idle", false),
  group("fresh", true),
  group("turning", true),
];
const GROUPS = [strong, idle, fresh, turning];

const tried = (days: number, more: Partial<Tried> = {}): Tried => ({
  settings: { days },
  current: false,
  standards: [],
  runs: [],
  ...more,
});
const TRIED = [tried(90, { current: true }), tried(30, { standards: ["S"] }), tried(365)];

/** Verdicts with 90, 30 and 365 days: F fails, P passes, ? unknown, - does not apply. */
function pattern(
  verdicts: string,
  subjects: number,
  groups: readonly UserGroup[] = [],
  kind: TunePattern["kind"] = "human",
) {
  const ranks: Readonly<Record<string, number>> = {
    F: RANK.fail,
    P: RANK.pass,
    "?": RANK.unknown,
    "-": RANK.not_applicable,
  };
  return { subjects, ranks: [...verdicts].map((one) => ranks[one] ?? 0), kind, groups };
}

const dropsAt365 = (...patterns: TunePattern[]) =>
  countTried(TRIED, patterns, GROUPS, 0).find(({ settings }) => settings.days === 365)?.drops;

describe("countTried", () => {
  test("counts verdicts, the strictest settings first, and accounts of which nothing is known as unknown", () => {
    const counts = countTried(
      TRIED,
      [pattern("FFF", 5), pattern("FFP", 3), pattern("PFP", 2), pattern("???", 4), pattern("---", 7)],
      GROUPS,
      2,
    );
    expect(
      counts.map((one) => [one.settings.days, one.fail, one.pass, one.unknown, one.not_applicable]),
    ).toEqual([
      [30, 10, 0, 6, 7],
      [90, 8, 2, 6, 7],
      [365, 5, 5, 6, 7],
    ]);
    expect(counts.map((one) => [one.adds, one.drops.subjects])).toEqual([
      [2, 0],
      [0, 0],
      [0, 3],
    ]);
  });

  test("says by which standards more fail, and whether that is safe", () => {
    const [strict, current, loose] = countTried(
      TRIED,
      [pattern("FFF", 5), pattern("PFP", 2, [turning]), pattern("FFP", 3)],
      GROUPS,
      0,
    );
    expect(strict?.looser_than).toEqual([]);
    expect(current?.looser_than).toEqual([{ standard: "S", subjects: 2, safe: "yes" }]);
    expect(loose?.looser_than).toEqual([{ standard: "S", subjects: 5, safe: "decide" }]);
  });

  test("who is dropped, by kind and group", () => {
    const drops = dropsAt365(
      pattern("FFP", 3, [idle], "machine"),
      pattern("FFP", 2, [idle, strong]),
      pattern("FFF", 9, [idle]),
    );
    expect(drops).toMatchObject({
      subjects: 5,
      kinds: { human: 2, machine: 3 },
      groups: [
        { id: "strong", subjects: 2 },
        { id: "idle", subjects: 5 },
      ],
    });
  });

  test("is safe where all are in a group that is safe for a time, whatever else they are", () => {
    expect(dropsAt365(pattern("FFP", 3, [turning, strong]), pattern("FFP", 2, [fresh]))).toMatchObject({
      safe: "yes",
      why: "fresh ones: fresh reason; turning ones: turning reason",
    });
  });

  test("is not safe where one of the others is in an unsafe group", () => {
    expect(dropsAt365(pattern("FFP", 100, [turning]), pattern("FFP", 1, [idle]))).toMatchObject({
      safe: "no",
      why: "idle ones (1): idle reason",
    });
  });

  test("is for people to decide where nothing is known of some", () => {
    expect(dropsAt365(pattern("FFP", 100, [turning]), pattern("FFP", 4))).toMatchObject({ safe: "decide" });
    expect(dropsAt365(pattern("FFP", 100, [turning]), pattern("FFP", 4))?.why).toContain(
      "of 4 nothing is known",
    );
    expect(dropsAt365(pattern("FFF", 100))).toMatchObject({ safe: null, subjects: 0 });
  });

  test("whoever becomes unknown is dropped too", () => {
    expect(dropsAt365(pattern("FF?", 3))).toMatchObject({ subjects: 3 });
  });
});

test("who fails now", () => {
  const found = failingNow([pattern("FPP", 3, [idle], "machine"), pattern("PFF", 9, [idle])], GROUPS);
  expect(found).toEqual({
    subjects: 3,
    kinds: { machine: 3 },
    groups: [{ id: "idle", title: "idle ones", subjects: 3 }],
  });
});
