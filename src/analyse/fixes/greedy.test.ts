import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Candidate, Group } from "./candidates.js";
import { EFFECTS, type Effect, type FixDeclaration, hoursOf } from "./catalogue.js";
import { rankFixes } from "./greedy.js";
import { bitOf, REMOVED, STATES } from "./states.js";

function fix(id: string, effect: Effect, hours = 1): FixDeclaration {
  return {
    id,
    title: id,
    per: "all",
    covers: [],
    effect,
    effort: { hours, minutes: { human: 6 } },
    reversible: true,
    undo: "",
    breaks: "",
  };
}

function candidate(id: string, effect: Effect, groups: number[], hours?: number): Candidate {
  return { id, fix: fix(id, effect, hours), number: 0, unit: null, groups };
}

/** Risk as it is really made: parts of ease that fall away, times a gain that falls away. */
function group(gain: number, eases: readonly [number, number, number], credentials = 1): Group {
  const [base, rotated, closed] = eases;
  const risk = Array.from({ length: STATES }, (_, state) => {
    const has = (effect: Effect) => Math.floor(state / bitOf(effect)) % 2 === 1;
    const left = base + (has("rotate") ? 0 : rotated) + (has("close") ? 0 : closed);
    return left * (has("close") ? gain * 0.02 : has("reduce") ? Math.min(gain, 25) : gain);
  });
  return { risk, credentials: { human: credentials, machine: 0, unclear: 0, root: 0 } };
}

const world = fc
  .array(fc.tuple(fc.nat(100), fc.tuple(fc.nat(9), fc.nat(9), fc.nat(9))), { minLength: 1, maxLength: 6 })
  .chain((groups) =>
    fc.record({
      groups: fc.constant(groups.map(([gain, eases]) => group(gain, eases))),
      candidates: fc.array(
        fc.tuple(fc.constantFrom(...EFFECTS), fc.subarray([...groups.keys()], { minLength: 1 }), fc.nat(9)),
        { minLength: 1, maxLength: 7 },
      ),
    }),
  )
  .map(({ groups, candidates }) => ({
    groups,
    candidates: candidates.map(([effect, covered, hours], index) =>
      candidate(`d${index}`, effect, covered, hours + 1),
    ),
  }));

/** What is left after fixes, reckoned from the beginning. */
function left(groups: readonly Group[], done: readonly Candidate[]): number {
  return groups.reduce((sum, one, index) => {
    const effects = new Set(
      done.filter((each) => each.groups.includes(index)).map((each) => each.fix.effect),
    );
    const state = [...effects].reduce((bits, effect) => bits + bitOf(effect), 0);
    return sum + (state >= REMOVED ? 0 : (one.risk[state] ?? 0));
  }, 0);
}

describe("ranking", () => {
  test("each fix removes what is written beside it, and at each step no other would remove more", () => {
    fc.assert(
      fc.property(world, ({ groups, candidates }) => {
        const ranked = rankFixes({ groups, candidates }, "risk");
        const done: Candidate[] = [];
        for (const { candidate: next, removed } of ranked) {
          const before = left(groups, done);
          expect(removed).toBeCloseTo(before - left(groups, [...done, next]), 6);
          for (const other of candidates) {
            expect(before - left(groups, [...done, other])).toBeLessThanOrEqual(removed + 1e-6);
          }
          done.push(next);
        }
        for (const other of candidates) {
          expect(left(groups, done) - left(groups, [...done, other])).toBeLessThanOrEqual(1e-6);
        }
      }),
    );
  });

  test("the curve rises ever more slowly: no fix removes more than the one before it", () => {
    fc.assert(
      fc.property(world, (all) => {
        const removed = rankFixes(all, "risk").map((one) => one.removed);
        for (const [index, value] of removed.entries()) {
          expect(value).toBeLessThanOrEqual((removed[index - 1] ?? Number.POSITIVE_INFINITY) + 1e-6);
        }
      }),
    );
  });

  test("by effort, no other fix would remove more for an hour of work", () => {
    fc.assert(
      fc.property(world, ({ groups, candidates }) => {
        const done: Candidate[] = [];
        for (const { candidate: next } of rankFixes({ groups, candidates }, "effort")) {
          const value = (one: Candidate) => {
            const gains = one.groups.filter(
              (index) =>
                left(only(groups, index), shift(done, index)) >
                left(only(groups, index), shift([...done, one], index)),
            );
            const credentials = { human: gains.length, machine: 0, unclear: 0, root: 0 };
            return (left(groups, done) - left(groups, [...done, one])) / hoursOf(one.fix, credentials);
          };
          for (const other of candidates) expect(value(other)).toBeLessThanOrEqual(value(next) + 1e-6);
          done.push(next);
        }
      }),
    );
  });

  test("the order of the candidates does not matter", () => {
    fc.assert(
      fc.property(world, ({ groups, candidates }) => {
        const ids = (all: readonly Candidate[]) =>
          rankFixes({ groups, candidates: all }, "risk").map((one) => one.candidate.id);
        expect(ids([...candidates].reverse())).toEqual(ids(candidates));
      }),
    );
  });

  test("no more than asked for, and none that removes nothing", () => {
    const groups = [group(100, [1, 0, 0]), group(0, [1, 1, 1])];
    const candidates = [
      candidate("a", "remove", [0]),
      candidate("b", "rotate", [0]),
      candidate("c", "remove", [1]),
    ];
    expect(rankFixes({ groups, candidates }, "risk").map((one) => one.candidate.id)).toEqual(["a"]);
    expect(rankFixes({ groups, candidates }, "risk", 0)).toEqual([]);
  });
});

function only(groups: readonly Group[], index: number): Group[] {
  return groups.slice(index, index + 1);
}

/** The fixes that cover a group, as if it were the only one. */
function shift(done: readonly Candidate[], index: number): Candidate[] {
  return done.filter((one) => one.groups.includes(index)).map((one) => ({ ...one, groups: [0] }));
}
