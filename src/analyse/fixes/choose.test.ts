import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type FixDeclaration, HOLDERS, hoursOf } from "./catalogue.js";
import { chooseSteps, type Step } from "./choose.js";
import type { Ranked } from "./greedy.js";

function ranked(hours: number, minutes: number, per: "all" | "unit" = "all"): Ranked {
  const fix: FixDeclaration = {
    id: "f",
    title: "f",
    per,
    users: "ordinary",
    covers: [],
    effect: "remove",
    resolves: [],
    effort: { hours, minutes: { human: minutes, machine: 3 * minutes, unclear: minutes } },
    reversible: true,
    undo: "",
    breaks: "",
  };
  const candidate = { id: "f", fix, number: 0, unit: null, groups: [] };
  return { candidate, removed: 0, credentials: { human: 0, machine: 0, unclear: 0, root: 0 } };
}

const steps = (...places: readonly (readonly [number, number, Step["kind"]?, string?])[]): Step[] =>
  places.map(([place, id, kind = "human", owner], index) => ({
    n: index + 1,
    place,
    id,
    kind,
    owner: owner ?? null,
  }));

describe("what fits into the hours", () => {
  test("the most dangerous of a fix first, then the next fix", () => {
    const fixes = [ranked(0.5, 30), ranked(0, 15)];
    const all = steps([0, 1], [0, 2], [0, 3], [1, 4], [1, 5]);
    expect(chooseSteps(fixes, all, 1.5, false)).toEqual([1, 2]);
    expect(chooseSteps(fixes, all, 1.75, false)).toEqual([1, 2, 4]);
    expect(chooseSteps(fixes, all, 100, false)).toEqual([1, 2, 3, 4, 5]);
    expect(chooseSteps(fixes, all, 0.2, false)).toEqual([]);
  });

  test("what is dearer than what is left makes room for what is not", () => {
    const all = steps([0, 1, "machine"], [0, 2, "human"]);
    expect(chooseSteps([ranked(0, 30)], all, 1, false)).toEqual([2]);
  });

  test("what did not fit waits for its fix: no later one does less to it", () => {
    const all = steps([0, 1], [1, 1], [1, 2]);
    expect(chooseSteps([ranked(0, 90), ranked(0, 15)], all, 1, false)).toEqual([3]);
  });

  test("a guardrail is for a whole unit or for nobody", () => {
    const all = steps([0, 1], [0, 2]);
    expect(chooseSteps([ranked(0, 45, "unit")], all, 1, false)).toEqual([]);
    expect(chooseSteps([ranked(0, 45, "unit")], all, 1.5, false)).toEqual([1, 2]);
  });

  test("each owner has the hours", () => {
    const all = steps([0, 1, "human", "web"], [0, 2, "human", "web"], [0, 3, "human", "data"]);
    expect(chooseSteps([ranked(0, 60)], all, 1, true)).toEqual([1, 3]);
  });

  test("is never more than there are", () => {
    const fixes = fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 1, max: 90 })), {
      minLength: 3,
      maxLength: 3,
    });
    const rows = fc.array(fc.tuple(fc.nat(2), fc.nat(8), fc.constantFrom(...HOLDERS.slice(0, 3))), {
      maxLength: 25,
    });
    fc.assert(
      fc.property(fixes, rows, fc.integer({ min: 1, max: 40 }), (efforts, places, quarters) => {
        const list = efforts.map(([half, minutes]) => ranked(half / 2, minutes));
        const all = steps(...places.sort(([a], [b]) => a - b));
        const chosen = new Set(chooseSteps(list, all, quarters / 4, false));
        const took = list.map(({ candidate }, place) => {
          const own = all.filter((step) => step.place === place && chosen.has(step.n));
          const of = (kind: Step["kind"]) => own.filter((step) => step.kind === kind).length;
          const held = { human: of("human"), machine: of("machine"), unclear: of("unclear"), root: 0 };
          return own.length === 0 ? 0 : hoursOf(candidate.fix, held);
        });
        expect(took.reduce((sum, hours) => sum + hours, 0)).toBeLessThanOrEqual(quarters / 4 + 1e-9);
      }),
    );
  });
});
