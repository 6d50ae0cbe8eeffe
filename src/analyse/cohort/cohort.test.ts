import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { highest, lowest } from "../../model/cell.js";
import type { Share } from "../../model/share.js";
import { shareControl } from "../share/share-control.js";
import { judged, prevalenceOf } from "../share/test-prevalence.js";
import { Cohort } from "./cohort.js";
import { idOf, shareOf } from "./test-shares.js";

function cohortOf(shares: readonly Share[]) {
  const cohort = new Cohort();
  const all = new Set(shares.map((share) => cohort.add(share)));
  return { head: cohort.head(all), figures: cohort.figures(all), cohort };
}

test("counts are added, for every status, tier and label", () => {
  const tiers = [{ older_than_days: 90, fail: 2, population: 9 }];
  const labels = [{ id: "fresh", count: 1 }];
  const more = [{ older_than_days: 90, fail: 0, population: 1 }];
  const { figures } = cohortOf([
    shareOf([{ tiers, labels }]),
    shareOf([{ fail: 10, pass: 20, unknown: 0, not_applicable: 10, population: 40, tiers: more, labels }]),
  ]);
  expect(figures).toHaveLength(1);
  expect(figures[0]).toMatchObject({
    control_id: "user-unused",
    organizations: 2,
    fail: 13,
    pass: 24,
    unknown: 2,
    not_applicable: 11,
    population: 50,
    percent: 26,
    tiers: [{ older_than_days: 90, fail: 2, population: 10, percent: 20 }],
    labels: [{ id: "fresh", count: 2 }],
  });
});

test("suppressed counts are added end by end", () => {
  const { figures, head } = cohortOf([
    shareOf([{ fail: [1, 5], pass: [1, 9] }], { min_cell: 5, accounts: [1, 5], standalone_accounts: [0, 5] }),
    shareOf([{}], { accounts: 3 }),
  ]);
  expect(figures[0]).toMatchObject({ fail: [4, 8], pass: [5, 13], population: 20, percent: [20, 40] });
  expect(head).toMatchObject({ suppressed: 1, accounts: [4, 8], standalone_accounts: [0, 5], users: 20 });
});

test("the head tells who is in it, months and versions sorted", () => {
  const { head } = cohortOf([
    shareOf([], { month: "2026-11", tool_version: "0.2.0" }),
    shareOf([], { month: "2026-09", accounts: 7 }),
    shareOf([], { standalone_accounts: 1 }),
  ]);
  expect(head).toEqual({
    organizations: 3,
    suppressed: 0,
    accounts: 9,
    standalone_accounts: 1,
    users: 30,
    months: ["2026-09", "2026-11"],
    tool_versions: ["0.1.0", "0.2.0"],
  });
});

describe("what is not the same is counted apart", () => {
  const like = shareOf([{}]);
  test.each<[string, Share]>([
    ["another definition", shareOf([{ definition: "ba9876543210" }])],
    ["another parameter", shareOf([{ parameters: { max_idle_days: 45 } }])],
    ["a parameter more", shareOf([{ parameters: { max_idle_days: 90, scope: "all" } }])],
    ["other tiers", shareOf([{ tiers: [{ older_than_days: 30, fail: 0, population: 10 }] }])],
    ["other labels", shareOf([{ labels: [{ id: "a", count: 0 }] }])],
    ["other subjects", shareOf([{ subject: "root_user" }])],
  ])("%s", (_, other) => {
    const { figures } = cohortOf([like, other, like]);
    expect(figures.map(({ organizations, fail }) => [organizations, fail])).toEqual([
      [2, 6],
      [1, 3],
    ]);
  });

  test("but parameters may stand in another order", () => {
    const [one, other] = [
      { a: 1, b: "x" },
      { b: "x", a: 1 },
    ];
    expect(cohortOf([shareOf([{ parameters: one }]), shareOf([{ parameters: other }])]).figures).toHaveLength(
      1,
    );
  });
});

test("only the files that count are counted", () => {
  const cohort = new Cohort();
  const shares = [shareOf([{}]), shareOf([{ control_id: "root-mfa" }], { users: 7 }), shareOf([{}])];
  const [first = -1] = shares.map((share) => cohort.add(share));
  expect(cohort.head(new Set([first]))).toMatchObject({ organizations: 1, users: 10 });
  expect(cohort.figures(new Set([first])).map(({ control_id: id, fail }) => [id, fail])).toEqual([
    ["user-unused", 3],
  ]);
  expect(cohort.figures(new Set())).toEqual([]);
});

test("the order of the files changes nothing", () => {
  const shares = [3, 1, 2].flatMap((days) =>
    [1, 2].map((accounts) => shareOf([{ parameters: { max_idle_days: days } }], { accounts })),
  );
  expect(cohortOf([...shares].reverse()).figures).toEqual(cohortOf(shares).figures);
});

test("shared one by one, exactly, organizations give the sum again; coarsely, bounds around it", () => {
  const control = judged("user-single-active-key");
  const count = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 200 }));
  const organization = fc.record({
    failing: fc.array(count, { minLength: 4, maxLength: 4 }),
    unknown: count,
    pass: count,
    notApplicable: count,
    labels: fc.constant([0]),
  });
  fc.assert(
    fc.property(
      fc.array(organization, { minLength: 1, maxLength: 15 }),
      fc.integer({ min: 3, max: 10 }),
      (organizations, size) => {
        const rows = organizations.map((parts) => prevalenceOf(control, parts));
        const figure = (minCell: number | null) =>
          cohortOf(
            rows.map((row, index) =>
              shareOf([shareControl(row, control, minCell)], {
                organization: idOf(index),
                min_cell: minCell,
              }),
            ),
          ).figures[0];
        const [exact, coarse] = [figure(null), figure(size)];
        for (const name of ["fail", "pass", "unknown", "not_applicable", "population"] as const) {
          const sum = rows.reduce((all, row) => all + row[name], 0);
          expect(exact?.[name]).toBe(sum);
          expect([lowest(coarse?.[name] ?? -1) <= sum, highest(coarse?.[name] ?? -1) >= sum]).toEqual([
            true,
            true,
          ]);
        }
        for (const [index, tier] of (exact?.tiers ?? []).entries()) {
          const sum = rows.reduce((all, row) => all + (row.tiers[index]?.fail ?? 0), 0);
          const bounds = coarse?.tiers[index]?.fail ?? -1;
          expect([tier.fail, lowest(bounds) <= sum, highest(bounds) >= sum]).toEqual([sum, true, true]);
        }
      },
    ),
  );
});
