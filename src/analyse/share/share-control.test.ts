import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Cell } from "../../model/cell.js";
import { shareControl } from "./share-control.js";
import { Attacker, cellsOf, type Relation, relationsWithin, same } from "./test-attacker.js";
import { judged, type Parts, prevalenceOf } from "./test-prevalence.js";

const unused = judged("user-unused");
const single = judged("user-single-active-key");
const range = (from: number, to: number) =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);

describe("exact", () => {
  test("all counts as they are, with what they are counts of", () => {
    const row = prevalenceOf(single, {
      failing: [1, 2, 3, 4],
      unknown: 5,
      pass: 6,
      notApplicable: 7,
      existed: [27, 26, 25],
      labels: [1],
    });
    expect(shareControl(row, single, null)).toEqual({
      control_id: "user-single-active-key",
      definition: "0123456789ab",
      subject: "iam_user",
      parameters: { rotation_window_days: 30, tolerate_rotation: false },
      fail: 10,
      pass: 6,
      unknown: 5,
      not_applicable: 7,
      population: 28,
      tiers: [
        { older_than_days: 30, fail: 9, population: 27 },
        { older_than_days: 90, fail: 7, population: 26 },
        { older_than_days: 365, fail: 4, population: 25 },
      ],
      labels: [{ id: "possible_rotation", count: 1 }],
    });
  });
});

describe("with a smallest cell", () => {
  test("nothing small is told, none and all are, and the population is", () => {
    const row = prevalenceOf(unused, { failing: [1, 2, 0], unknown: 0, pass: 20, notApplicable: 0 });
    expect(shareControl(row, unused, 5)).toMatchObject({
      fail: [1, 5],
      unknown: [0, 4],
      pass: [18, 22],
      not_applicable: 0,
      population: 23,
      tiers: [
        { fail: [1, 5], population: 23 },
        { fail: 0, population: 23 },
      ],
    });
  });

  test("of a small population nothing is told, not even what is zero", () => {
    const row = prevalenceOf(unused, { failing: [0, 0, 3], unknown: 0, pass: 0, notApplicable: 0 });
    const hidden = [0, 5];
    expect(shareControl(row, unused, 5)).toMatchObject({
      fail: hidden,
      unknown: hidden,
      pass: hidden,
      not_applicable: hidden,
      population: [1, 5],
      tiers: [
        { fail: hidden, population: [1, 5] },
        { fail: hidden, population: [1, 5] },
      ],
    });
  });

  test("a control without subjects is told", () => {
    const row = prevalenceOf(unused, { failing: [0, 0, 0], unknown: 0, pass: 0, notApplicable: 0 });
    expect(shareControl(row, unused, 5)).toMatchObject({ fail: 0, pass: 0, population: 0 });
  });
});

/**
 * The strongest attacker there is: one who has the program, and runs it over every population there could be. What
 * he learns of a shared file is the set of populations that give just this file. All populations are tried here.
 */
describe("an attacker who tries every population that there could be", () => {
  const NAMES = ["failing, old", "failing, middle", "failing, young", "unknown", "pass", "not applicable"];

  /** All ways to make up a population of six disjoint parts. */
  function* partitions(total: number, parts: number): Generator<number[]> {
    if (parts === 1) yield [total];
    else
      for (const first of range(0, total))
        for (const rest of partitions(total - first, parts - 1)) yield [first, ...rest];
  }

  function fileOf(
    [old = 0, middle = 0, young = 0, unknown = 0, pass = 0, notApplicable = 0]: number[],
    size: number,
  ) {
    const parts: Parts = { failing: [young, middle, old], unknown, pass, notApplicable };
    return JSON.stringify(shareControl(prevalenceOf(unused, parts), unused, size));
  }

  /** What each part can be, by the file that is shared. */
  function learned(
    populations: readonly number[],
    size: number,
  ): Map<string, { seen: number[][]; can: Set<number>[] }> {
    const files = new Map<string, { seen: number[][]; can: Set<number>[] }>();
    for (const total of populations) {
      for (const parts of partitions(total, NAMES.length)) {
        const file = fileOf(parts, size);
        const known = files.get(file) ?? { seen: [], can: NAMES.map(() => new Set<number>()) };
        known.seen.push(parts);
        for (const [index, count] of parts.entries()) known.can[index]?.add(count);
        files.set(file, known);
      }
    }
    return files;
  }

  test.each([
    [3, [4, 5, 6, 7, 8, 9, 10]],
    [4, [5, 6, 8, 9, 11]],
    [5, [6, 7, 10, 11]],
  ])("cannot tell the counts below %i apart, in populations of %j", (size, populations) => {
    let suppressed = 0;
    for (const { seen, can } of learned(populations, size).values()) {
      for (const [index, name] of NAMES.entries()) {
        if (!seen.some((parts) => isSmall(parts[index] ?? 0, size))) continue;
        suppressed += 1;
        expect([name, range(1, size - 1).filter((count) => can[index]?.has(count) !== true)]).toEqual([
          name,
          [],
        ]);
      }
    }
    expect(suppressed).toBeGreaterThan(50);
  });

  test("learns of a small population nothing but that it is small", () => {
    expect([...learned([1, 2, 3, 4, 5], 5).keys()]).toHaveLength(1);
  });

  const isSmall = (count: number, size: number) => count > 0 && count < size;
});

/** One who has only the file, but knows how its counts belong together, also those of different controls. */
describe("an attacker who knows how the counts of a file belong together", () => {
  const device = judged("user-mfa-device");
  const consoles = judged("user-console-mfa");

  const some = fc.oneof(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 400 }));
  const organization = fc.record({
    size: fc.integer({ min: 3, max: 12 }),
    failing: fc.array(some, { minLength: 4, maxLength: 4 }),
    unknown: some,
    pass: some,
    noKey: some,
    young: fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 3, maxLength: 3 }),
    noDevice: some,
    noDeviceButPolicy: some,
  });
  type Organization = typeof organization extends fc.Arbitrary<infer T> ? T : never;
  const add = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0);

  /** Three controls over the same users, and one of them under another name; users without a device fail one or both. */
  function figures({ failing, unknown, pass, noKey, young, ...more }: Organization) {
    const total = add(failing) + unknown + pass + noKey;
    const existed = young.map((_, index) =>
      Math.max(add(failing.slice(index + 1)), total - add(young.slice(0, index + 1))),
    );
    const [fails, open] = [more.noDevice, more.noDeviceButPolicy].map((count) =>
      Math.min(count, Math.floor((total - noKey) / 2)),
    ) as [number, number];
    const rest = { pass: total - noKey - fails - open, notApplicable: noKey };
    const labels = failing.slice(0, 1);
    return {
      keys: {
        by: single,
        row: prevalenceOf(single, { failing, unknown, pass, notApplicable: noKey, existed, labels }),
      },
      devices: { by: device, row: prevalenceOf(device, { failing: [fails + open], unknown: 0, ...rest }) },
      consoles: { by: consoles, row: prevalenceOf(consoles, { failing: [fails], unknown: open, ...rest }) },
      twin: { by: consoles, row: prevalenceOf(consoles, { failing: [fails], unknown: open, ...rest }) },
    };
  }

  const ACROSS: Relation[] = [
    ...["devices", "consoles", "twin"].flatMap((name) => same("keys population", `${name} population`)),
    ...["fail", "pass", "unknown", "not_applicable"].flatMap((name) =>
      same(`twin ${name}`, `consoles ${name}`),
    ),
    ...["pass", "not_applicable"].flatMap((name) => same(`devices ${name}`, `consoles ${name}`)),
    // Sums that a reader of the controls knows.
    { sum: "devices fail", of: ["consoles fail", "consoles unknown"] },
    { sum: "keys fail", of: ["keys label 0", "keys tier 0"] },
  ];

  /** What he knows in the end of each count, beside what it really is. */
  function attack(one: Organization) {
    const attacker = new Attacker();
    const truth = new Map<string, Cell>();
    const own = Object.entries(figures(one)).flatMap(([name, { by, row }]) => {
      const shared = shareControl(row, by, one.size);
      for (const [cell, value] of cellsOf(name, shared)) attacker.read(cell, value);
      for (const [cell, value] of cellsOf(name, shareControl(row, by, null))) truth.set(cell, value);
      return relationsWithin(name, shared);
    });
    attacker.conclude([...own, ...ACROSS]);
    return [...truth].map(([name, count]) => ({ name, count: Number(count), ends: attacker.ends(name) }));
  }

  const population = (one: Organization) => figures(one).keys.row.population;

  test("finds every count below the limit as possible as before", () => {
    let small = 0;
    fc.assert(
      fc.property(organization, (one) => {
        fc.pre(population(one) > one.size);
        for (const { name, count, ends } of attack(one)) {
          expect([name, ends[0] <= count, count <= ends[1]]).toEqual([name, true, true]);
          if (count === 0 || count >= one.size) continue;
          small += 1;
          expect([name, ends[0] <= 1, ends[1] >= one.size - 1]).toEqual([name, true, true]);
        }
      }),
      { numRuns: 500 },
    );
    expect(small).toBeGreaterThan(500);
  });
});
