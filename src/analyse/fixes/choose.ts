import type { Engine } from "../../engine/engine.js";
import { textOf } from "../../engine/row-values.js";
import type { Holder } from "./catalogue.js";
import type { Ranked } from "./greedy.js";
import { STEPS } from "./steps.js";

/** A row of the table of steps, as far as the choice needs it. */
export interface Step {
  readonly n: number;
  readonly place: number;
  /** The credential. */
  readonly id: number;
  readonly kind: Holder;
  readonly owner: string | null;
}

/**
 * The numbers of the steps that fit into so many hours, in the order of the ranking: whole fixes, or parts of one. Steps of a fix come the
 * most dangerous first. What does not fit waits for its fix: no later fix does less to it. With `each`, every owner has the hours.
 */
export function chooseSteps(
  ranked: readonly Ranked[],
  steps: readonly Step[],
  hours: number,
  each: boolean,
): number[] {
  const left = new Map<string | null, number>();
  const waiting = new Set<number>();
  const chosen: number[] = [];
  for (const part of partsOf(steps, each)) {
    const fix = ranked[part.place]?.candidate.fix;
    if (fix === undefined) continue;
    const open = part.steps.filter(({ id }) => !waiting.has(id));
    let rest = (left.get(part.team) ?? Math.floor(hours * 3600)) - seconds(fix.effort.hours * 60);
    const costs = open.map(({ kind }) => seconds(fix.effort.minutes[kind] ?? 0));
    // A guardrail is for a whole unit or for nobody.
    const all = costs.reduce((sum, cost) => sum + cost, 0);
    const most = fix.per === "unit" && all > rest ? -1 : rest;
    const fits = open.filter((step, index) => {
      const cost = costs[index] ?? 0;
      const taken = cost <= Math.min(rest, most);
      if (taken) rest -= cost;
      else waiting.add(step.id);
      return taken;
    });
    if (fits.length === 0) continue;
    left.set(part.team, rest);
    chosen.push(...fits.map(({ n }) => n));
  }
  return chosen.sort((a, b) => a - b);
}

/** Whole numbers, so that sums are exact. */
function seconds(minutes: number): number {
  return Math.round(minutes * 60);
}

interface Part {
  readonly place: number;
  /** Whose part of the fix it is; null where nobody asks whose. */
  readonly team: string | null;
  readonly steps: Step[];
}

/** What each team does for each fix, in the order of the fixes. */
function partsOf(steps: readonly Step[], each: boolean): Part[] {
  const parts = new Map<string, Part>();
  for (const step of steps) {
    const team = each ? step.owner : null;
    const key = JSON.stringify([step.place, team]);
    const part = parts.get(key) ?? { place: step.place, team, steps: [] };
    parts.set(key, part);
    part.steps.push(step);
  }
  return [...parts.values()];
}

/** Leaves in the table of steps those that fit into so many hours. */
export async function keepWhatFits(
  engine: Engine,
  ranked: readonly Ranked[],
  hours: number,
  each: boolean,
): Promise<void> {
  const rows = await engine.all(`SELECT n, place, id, kind, owner FROM ${STEPS} ORDER BY n`);
  const steps = rows.map((row) => ({
    n: Number(row.n),
    place: Number(row.place),
    id: Number(row.id),
    kind: String(row.kind) as Holder,
    owner: textOf(row.owner),
  }));
  const kept = ranges(chooseSteps(ranked, steps, hours, each));
  const fits = kept.map(([from, to]) => `(${from}, ${to})`).join(", ");
  await engine.run(
    kept.length === 0
      ? `CREATE OR REPLACE TABLE ${STEPS} AS SELECT * FROM ${STEPS} WHERE FALSE`
      : `CREATE OR REPLACE TABLE ${STEPS} AS SELECT s.* FROM ${STEPS} s JOIN (VALUES ${fits}) k(first, last) ON s.n BETWEEN k.first AND k.last`,
  );
}

/** Rising numbers as ranges from and to. */
function ranges(numbers: readonly number[]): [number, number][] {
  const found: [number, number][] = [];
  for (const one of numbers) {
    const last = found.at(-1);
    if (last !== undefined && last[1] === one - 1) last[1] = one;
    else found.push([one, one]);
  }
  return found;
}
