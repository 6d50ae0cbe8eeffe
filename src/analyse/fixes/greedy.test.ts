import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Candidate, Group } from "./candidates.js";
import { EFFECTS, type Effect, type FixDeclaration, hoursOf } from "./catalogue.js";
import { rankFixes } from "./greedy.js";
import { afterEffect, has, riskIn, STATES } from "./states.js";

const EMERGENCIES = ["first", "second"];

function fix(id: string, effect: Effect, hours = 1, emergency?: string): FixDeclaration {
  return {
    id,
    title: id,
    ...(emergency !== undefined && { emergency }),
    per: "all",
    users: "ordinary",
    covers: [],
    effect,
    resolves: [],
    effort: { hours, minutes: { human: 6 } },
    reversible: true,
    undo: "",
    breaks: "",
  };
}

function candidate(
  id: string,
  effect: Effect,
  groups: number[],
  hours?: number,
  emergency?: string,
): Candidate {
  return { id, fix: fix(id, effect, hours, emergency), number: 0, unit: null, groups };
}

/** Risk as it is really made: parts of ease that fall away, times a gain that falls away. */
function group(gain: number, eases: readonly [number, number, number], credentials = 1): Group {
  const [base, rotated, closed] = eases;
  const risk = Array.from({ length: STATES }, (_, state) => {
    const left = base + (has(state, "rotate") ? 0 : rotated) + (has(state, "close") ? 0 : closed);
    return left * (has(state, "close") ? gain * 0.02 : has(state, "reduce") ? Math.min(gain, 25) : gain);
  });
  return { risk, credentials: { human: credentials, machine: 0, unclear: 0, root: 0 } };
}

const world = fc
  .array(fc.tuple(fc.nat(100), fc.tuple(fc.nat(9), fc.nat(9), fc.nat(9))), { minLength: 1, maxLength: 6 })
  .chain((groups) =>
    fc.record({
      groups: fc.constant(groups.map(([gain, eases]) => group(gain, eases))),
      candidates: fc.array(
        fc.tuple(
          fc.constantFrom(...EFFECTS),
          fc.subarray([...groups.keys()], { minLength: 1 }),
          fc.nat(9),
          fc.constantFrom(undefined, undefined, undefined, ...EMERGENCIES),
        ),
        { minLength: 1, maxLength: 7 },
      ),
    }),
  )
  .map(({ groups, candidates }) => ({
    groups,
    candidates: candidates.map(([effect, covered, hours, emergency], index) =>
      candidate(`d${index}`, effect, covered, hours + 1, emergency),
    ),
  }));

/** The state of a group after fixes, in their order. */
function stateOf(index: number, done: readonly Candidate[]): number {
  return done
    .filter((one) => one.groups.includes(index))
    .reduce((state, one) => afterEffect(state, one.fix.effect), 0);
}

/** What is left after fixes, reckoned from the beginning. */
function left(groups: readonly Group[], done: readonly Candidate[]): number {
  return groups.reduce((sum, one, index) => sum + riskIn(one.risk, stateOf(index, done)), 0);
}

/** The groups to which a fix still does something. */
function open(one: Candidate, done: readonly Candidate[]): number[] {
  return one.groups.filter((index) => stateOf(index, done) !== stateOf(index, [...done, one]));
}

describe("ranking", () => {
  test("each fix removes what is written beside it, and none that still does something is left out", () => {
    fc.assert(
      fc.property(world, ({ groups, candidates }) => {
        const done: Candidate[] = [];
        for (const { candidate: next, removed, credentials } of rankFixes(
          { groups, candidates },
          EMERGENCIES,
        )) {
          expect(removed).toBeCloseTo(left(groups, done) - left(groups, [...done, next]), 6);
          expect(credentials.human).toBe(open(next, done).length);
          expect(credentials.human).toBeGreaterThan(0);
          done.push(next);
        }
        for (const other of candidates) if (!done.includes(other)) expect(open(other, done)).toEqual([]);
      }),
    );
  });

  test("emergencies come first, in their order, whatever risk they remove", () => {
    const rank = ({ fix: { emergency } }: Candidate) =>
      emergency === undefined ? EMERGENCIES.length : EMERGENCIES.indexOf(emergency);
    fc.assert(
      fc.property(world, (all) => {
        const ranks = rankFixes(all, EMERGENCIES).map((one) => rank(one.candidate));
        expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
      }),
    );
  });

  test("then none of the others would remove more for an hour of work", () => {
    fc.assert(
      fc.property(world, ({ groups, candidates }) => {
        const done: Candidate[] = [];
        const value = (one: Candidate) => {
          const credentials = { human: open(one, done).length, machine: 0, unclear: 0, root: 0 };
          return (left(groups, done) - left(groups, [...done, one])) / hoursOf(one.fix, credentials);
        };
        for (const { candidate: next } of rankFixes({ groups, candidates }, EMERGENCIES)) {
          const others = candidates.filter(
            (one) =>
              !done.includes(one) && one.fix.emergency === next.fix.emergency && open(one, done).length > 0,
          );
          for (const other of others) expect(value(other)).toBeLessThanOrEqual(value(next) + 1e-6);
          done.push(next);
        }
      }),
    );
  });

  test("the order of the candidates does not matter", () => {
    fc.assert(
      fc.property(world, ({ groups, candidates }) => {
        const ids = (all: readonly Candidate[]) =>
          rankFixes({ groups, candidates: all }, EMERGENCIES).map((one) => one.candidate.id);
        expect(ids([...candidates].reverse())).toEqual(ids(candidates));
      }),
    );
  });

  test("what has no risk is still fixed, last; what is removed already is not", () => {
    const groups = [group(100, [1, 0, 0]), group(0, [1, 1, 1])];
    const candidates = [
      candidate("a", "remove", [0]),
      candidate("b", "rotate", [0], 50),
      candidate("c", "remove", [1]),
    ];
    const ranked = rankFixes({ groups, candidates }, EMERGENCIES);
    expect(ranked.map((one) => [one.candidate.id, one.removed])).toEqual([
      ["a", 100],
      ["c", 0],
    ]);
  });
});
