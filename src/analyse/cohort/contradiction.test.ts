import { describe, expect, test } from "vitest";
import type { Share, SharedControl } from "../../model/share.js";
import { contradictionIn } from "./contradiction.js";
import { shareOf } from "./test-shares.js";

const tier = (
  older_than_days: number,
  fail: SharedControl["fail"],
  population: SharedControl["population"] = 10,
) => ({
  older_than_days,
  fail,
  population,
});

test("files that can be true contradict nothing", () => {
  const shares: Share[] = [
    shareOf([]),
    shareOf([{}]),
    shareOf([{ tiers: [tier(90, 3), tier(365, 3, 9), tier(1825, 0, 0)] }]),
    shareOf([
      {
        labels: [
          { id: "a", count: 10 },
          { id: "b", count: 0 },
        ],
      },
    ]),
    // Who is idle for 90 days has reached the tier, and fails only after 180.
    shareOf([{ parameters: { max_idle_days: 180 }, tiers: [tier(90, 6), tier(365, 3)] }]),
    shareOf([{ fail: 0, pass: 0, unknown: 0, not_applicable: 0, population: 0 }]),
    shareOf([{ fail: [1, 5], pass: [0, 9], tiers: [tier(90, [1, 5]), tier(365, 0)] }], { min_cell: 5 }),
  ];
  expect(shares.map(contradictionIn)).toEqual(shares.map(() => undefined));
});

describe("what cannot be true is named with its place", () => {
  const control = (more: Partial<SharedControl>) =>
    shareOf([{}, { control_id: "user-second", ...more }], { min_cell: 5 });

  test.each<[string, Share]>([
    ["the four statuses add up to 11, the population is 10", control({ pass: 5 })],
    ["the four statuses add up to 9, the population is 10", control({ pass: 3 })],
    ["the four statuses add up to 8 to 9, the population is 10", control({ pass: [2, 3] })],
    ["the four statuses add up to 11 to 12, the population is 10", control({ pass: [5, 6] })],
    ["pass is [5, 4]: the first number must be below the second", control({ pass: [5, 4] })],
    ["pass is [4, 4]: the first number must be below the second", control({ pass: [4, 4] })],
    ["tiers.0.fail is more than those that fail", control({ tiers: [tier(90, 4)] })],
    ["tiers.0.fail is more than those that fail before it", control({ tiers: [tier(90, 11)] })],
    [
      "tiers.1.fail is more than those that fail",
      control({ parameters: { max_idle_days: 180 }, tiers: [tier(90, 6), tier(365, 4)] }),
    ],
    ["tiers.1.fail is more than those that fail before it", control({ tiers: [tier(90, 1), tier(365, 2)] })],
    [
      "tiers.1.fail is more than those that fail before it",
      control({ tiers: [tier(90, [0, 1]), tier(365, [2, 3])] }),
    ],
    ["tiers.1.older_than_days does not ascend", control({ tiers: [tier(365, 1), tier(90, 1)] })],
    ["tiers.1.older_than_days does not ascend", control({ tiers: [tier(365, 1), tier(365, 1)] })],
    ["tiers.0.population is more than before it", control({ tiers: [tier(90, 1, 11)] })],
    ["tiers.1.population is more than before it", control({ tiers: [tier(90, 1, 8), tier(365, 1, 9)] })],
    ["tiers.0.fail is more than its population", control({ tiers: [tier(90, 3, 2)] })],
    [
      "labels.1.count is more than the population",
      control({
        labels: [
          { id: "a", count: 1 },
          { id: "b", count: 11 },
        ],
      }),
    ],
    [
      "a label is there twice",
      control({
        labels: [
          { id: "a", count: 1 },
          { id: "a", count: 1 },
        ],
      }),
    ],
  ])("%s", (what, share) => {
    expect(contradictionIn(share)).toBe(`controls.1 (user-second): ${what}`);
  });

  test("a control that is there twice", () => {
    expect(contradictionIn(shareOf([{}, {}]))).toBe("controls.1 (user-unused): the control is there twice");
  });

  test("ranges where counts are said to be exact", () => {
    const what = "is [1, 5], but min_cell is null, so counts are exact";
    expect(contradictionIn(shareOf([{ fail: [1, 5] }]))).toBe(`controls.0 (user-unused): fail ${what}`);
    expect(contradictionIn(shareOf([], { users: [1, 5] }))).toBe(`users ${what}`);
  });

  test("more standalone accounts than accounts", () => {
    expect(contradictionIn(shareOf([], { standalone_accounts: 2 }))).toBe(
      "standalone_accounts is 2, of 1 accounts",
    );
  });
});
