import { afterAll, beforeAll, expect, test } from "vitest";
import { iamUsers } from "../../entities/iam-user.js";
import { createAccountTraits } from "./account-traits.js";
import { type NumberedCandidates, numberCandidates } from "./candidate-numbers.js";
import { createCarried } from "./carried-table.js";
import type { Choice } from "./choose.js";
import { countTraits } from "./count-traits.js";
import { type Pattern, readPatterns } from "./patterns.js";
import { readPlaces } from "./places.js";
import type { Population } from "./population.js";
import { readPopulations } from "./population.js";
import type { Candidate } from "./screen.js";
import { settleCauses } from "./settle.js";
import { createSubjectTable, type SubjectTable } from "./subject-table.js";
import { AS_OF, accountId, Cohort, ordinaryUsers } from "./test-cohort.js";
import { inOwnSchema } from "./work-tables.js";

/** What SQL says of candidates, patterns and places must be what counting the users one by one says. */
const USERS = ordinaryUsers(900, 30);
const fails = (index: number) => index % 7 === 3 || index % 13 === 0;

interface World {
  readonly cohort: Cohort;
  readonly table: SubjectTable;
  readonly candidates: readonly Candidate[];
  readonly numbered: NumberedCandidates;
  readonly patterns: readonly Pattern[];
  readonly population: Population;
  readonly places: Awaited<ReturnType<typeof readPlaces>>;
  readonly settled: Awaited<ReturnType<typeof settleCauses>>;
}
let world: World;

/** Users by what of a trait they have, written anew without SQL. */
const CARRIES: Readonly<Record<string, (user: (typeof USERS)[number], value: string) => boolean>> = {
  account: (user, value) => user.account_id === value,
  iam_path: (user, value) => user.path === value,
  group: (user, value) => Array.isArray(user.groups) && user.groups.includes(value),
  tag: (user, value) => {
    const [key = "", text = ""] = value.split("=");
    return (JSON.parse(String(user.tags)) as Record<string, string>)[key] === text;
  },
};
const VALUES: readonly (readonly [keyof typeof CARRIES & Candidate["kind"], string])[] = [
  ["account", accountId(3)],
  ["account", accountId(4)],
  ["iam_path", "/service/"],
  ["group", "Readers"],
  ["group", "All"],
  ["group", "Developers"],
  ["tag", "team=team-3"],
  ["tag", "env=prod"],
];

function choiceOf(one: Candidate): Choice {
  const counted = { carriers: one.carriers, failing: one.failing, unknown: 0 };
  return { kind: one.kind, values: [one], alike: [], all: counted, beyond: counted };
}

beforeAll(async () => {
  const cohort = await Cohort.open(USERS);
  const failing = USERS.filter((_, index) => fails(index)).map(({ user_name: name }) => `'${String(name)}'`);
  await cohort.fail(`user_name IN (${failing.join(", ")})`);
  const { engine, plan } = cohort;
  world = await inOwnSchema(engine, async () => {
    await createAccountTraits(engine, AS_OF);
    const table = await createSubjectTable(engine, { plan, asOf: AS_OF, accounts: [] }, iamUsers);
    if (table === undefined) throw new Error("no users");
    const counts = await countTraits(engine, table);
    const populations = await readPopulations(engine, table);
    const [population = { failing: 0, judged: 0, unknown: 0 }] = populations;
    const candidates = VALUES.map(([kind, value]): Candidate => {
      const found = counts.counts.find((one) => one.kind === kind && one.value === value);
      const [carriers = 0, failingCarriers = 0] = [found?.carriers[0], found?.failing[0]];
      return { control: 0, kind, value, carriers, failing: failingCarriers, logP: -50, logAdjusted: -40 };
    });
    const numbered = numberCandidates(candidates);
    await createCarried(engine, table, numbered);
    const patterns = await readPatterns(engine, table, numbered);
    const placed = candidates.map((one) => ({ choice: choiceOf(one), control: 0, population }));
    const places = await readPlaces(engine, table, numbered, placed);
    const settled = await settleCauses(engine, {
      table,
      counts,
      populations,
      numbered,
      patterns,
      logThreshold: -10,
    });
    return {
      cohort,
      table,
      candidates,
      numbered,
      patterns: patterns.get(0) ?? [],
      population,
      places,
      settled,
    };
  });
});
afterAll(() => world.cohort.close());

const carriersOf = ({ kind, value }: Pick<Candidate, "kind" | "value">) =>
  USERS.map((user, index) => ({ user, index })).filter(({ user }) => CARRIES[kind]?.(user, value) === true);

test("traits are counted right", () => {
  expect(world.population).toEqual({
    failing: USERS.filter((_, index) => fails(index)).length,
    judged: 900,
    unknown: 0,
  });
  for (const one of world.candidates) {
    const carriers = carriersOf(one);
    const failing = carriers.filter(({ index }) => fails(index)).length;
    expect([one.kind, one.value, one.carriers, one.failing]).toEqual([
      one.kind,
      one.value,
      carriers.length,
      failing,
    ]);
    expect(one.carriers).toBeGreaterThan(0);
  }
});

test("patterns re-add to the population, and to each candidate", () => {
  const sum = (patterns: readonly Pattern[], what: "failing" | "passing") =>
    patterns.reduce((total, one) => total + one[what], 0);
  expect(sum(world.patterns, "failing")).toBe(world.population.failing);
  expect(sum(world.patterns, "passing")).toBe(900 - world.population.failing);
  for (const one of world.candidates) {
    const own = world.patterns.filter(({ carried }) => carried.has(one));
    expect([one.value, sum(own, "failing"), sum(own, "passing")]).toEqual([
      one.value,
      one.failing,
      one.carriers - one.failing,
    ]);
  }
});

test("places: the accounts of failing carriers, and the sums of what the accounts say", () => {
  const places = [...world.places];
  expect(places).toHaveLength(VALUES.length);
  const accounts = [...new Set(USERS.map(({ account_id: id }) => id))];
  const { failing: allFailing, judged } = world.population;
  for (const [choice, { accounts: count, top, spread }] of places) {
    const [one] = choice.values;
    if (one === undefined) throw new Error("no value");
    const [rate, part] = [allFailing / judged, one.carriers / judged];
    const sums = { expected: 0, variance: 0, score: 0, squares: 0, accounts: 0 };
    for (const id of accounts) {
      const own = USERS.map((user, index) => ({ user, index })).filter(({ user }) => user.account_id === id);
      const carriers = own.filter(({ user }) => CARRIES[one.kind]?.(user, one.value) === true);
      const [n, c] = [own.length, carriers.length];
      const [f, fc] = [
        own.filter(({ index }) => fails(index)).length,
        carriers.filter(({ index }) => fails(index)).length,
      ];
      // The score of a user is (carries - part) x (fails - rate); an account's is the sum of its users'.
      const score = own.reduce((total, user) => {
        return total + (Number(carriers.includes(user)) - part) * (Number(fails(user.index)) - rate);
      }, 0);
      sums.expected += (c * f) / n;
      sums.variance += (c * (n - c) * f * (n - f)) / (n * n * (n - 1));
      sums.score += score;
      sums.squares += score * score;
      sums.accounts += Number(fc > 0);
    }
    expect(count).toBe(sums.accounts);
    expect(spread.failing).toBe(one.failing);
    for (const name of ["expected", "variance", "score", "squares"] as const) {
      expect([one.value, name, spread[name].toFixed(6)]).toEqual([one.value, name, sums[name].toFixed(6)]);
    }
    expect(top.length).toBe(Math.min(5, sums.accounts));
    expect(top.map(({ fail }) => fail)).toEqual(top.map(({ fail }) => fail).sort((a, b) => b - a));
  }
});

test("what is settled on holds", () => {
  const [settled, ...others] = world.settled.get(0) ?? [];
  expect(others).toEqual([]);
  expect(settled?.choice).toMatchObject({ kind: "tag", values: [{ value: "team=team-3" }] });
  expect(settled?.places.accounts).toBe(30);
});
