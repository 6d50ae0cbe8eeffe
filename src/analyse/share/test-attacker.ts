import { type Cell, highest, lowest } from "../../model/cell.js";
import type { Share, SharedControl } from "../../model/share.js";

/** One thing that is known of counts, by their names. */
export type Relation =
  | { readonly sum: string; readonly of: readonly string[] }
  | { readonly less: string; readonly more: string };

/**
 * Somebody who knows how counts belong together: each relation narrows what a count can be, until nothing changes.
 * What is left is never narrower than the truth allows, and exact where a single relation is all that narrows.
 */
export class Attacker {
  private readonly known = new Map<string, readonly [number, number]>();

  /** What a count can be, as far as is known: lowest and highest. */
  ends(name: string): readonly [number, number] {
    return this.known.get(name) ?? [0, Number.POSITIVE_INFINITY];
  }

  learn(name: string, low: number, high: number): boolean {
    const [before, after] = this.ends(name);
    const now = [Math.max(before, low), Math.min(after, high)] as const;
    this.known.set(name, now);
    return now[0] > before || now[1] < after;
  }

  read(name: string, cell: Cell): void {
    this.learn(name, lowest(cell), highest(cell));
  }

  conclude(relations: readonly Relation[]): void {
    const changed = relations.map((relation) =>
      "sum" in relation ? this.add(relation.sum, relation.of) : this.compare(relation.less, relation.more),
    );
    if (changed.includes(true)) this.conclude(relations);
  }

  private compare(less: string, more: string): boolean {
    const down = this.learn(less, 0, this.ends(more)[1]);
    return this.learn(more, this.ends(less)[0], Number.POSITIVE_INFINITY) || down;
  }

  private add(sum: string, terms: readonly string[]): boolean {
    const ends = (side: 0 | 1, but?: string) =>
      terms.filter((term) => term !== but).reduce((all, term) => all + this.ends(term)[side], 0);
    const [low, high] = this.ends(sum);
    const changed = terms.map((term) => this.learn(term, low - ends(1, term), high - ends(0, term)));
    return this.learn(sum, ends(0), ends(1)) || changed.includes(true);
  }
}

/** The counts of a shared control by name, `prefix` in front. */
export function cellsOf(prefix: string, shared: SharedControl): Map<string, Cell> {
  const { fail, pass, unknown, not_applicable, population } = shared;
  const named: [string, Cell][] = [
    ...Object.entries({ fail, pass, unknown, not_applicable, population }),
    ...shared.tiers.flatMap((tier, index): [string, Cell][] => [
      [`tier ${index}`, tier.fail],
      [`existed ${index}`, tier.population],
    ]),
    ...shared.labels.map(({ count }, index): [string, Cell] => [`label ${index}`, count]),
  ];
  return new Map(named.map(([name, cell]) => [`${prefix} ${name}`, cell]));
}

/** How the counts of one control belong together: statuses add up, tiers are nested, labels are parts of the whole. */
export function relationsWithin(prefix: string, { tiers, labels }: SharedControl): Relation[] {
  const own = (name: string) => `${prefix} ${name}`;
  const before = (name: string, index: number, first: string) =>
    own(index === 0 ? first : `${name} ${index - 1}`);
  return [
    { sum: own("population"), of: ["fail", "pass", "unknown", "not_applicable"].map(own) },
    ...tiers.flatMap((_, index): Relation[] => [
      { less: own(`tier ${index}`), more: before("tier", index, "fail") },
      { less: own(`existed ${index}`), more: before("existed", index, "population") },
      { less: own(`tier ${index}`), more: own(`existed ${index}`) },
    ]),
    ...labels.map((_, index) => ({ less: own(`label ${index}`), more: own("population") })),
  ];
}

/** Two counts are the same. */
export function same(one: string, other: string): Relation[] {
  return [
    { less: one, more: other },
    { less: other, more: one },
  ];
}

/**
 * Somebody who has the files of two months, without ids, and takes those two for one organization whose counts are most alike:
 * for each of `later` the one of `earlier`, undefined where several are as near. Roots of counts are compared: chance moves those
 * of small and of large organizations alike.
 */
export function linked(earlier: readonly Share[], later: readonly Share[]): Map<Share, Share | undefined> {
  const before = earlier.map((share) => ({ share, roots: rootsOf(share) }));
  return new Map(
    later.map((share) => {
      const roots = rootsOf(share);
      const distances = before.map((one) => distance(one.roots, roots));
      const least = Math.min(...distances);
      const nearest = before.filter((_, index) => distances[index] === least);
      return [share, nearest.length === 1 ? nearest[0]?.share : undefined];
    }),
  );
}

function rootsOf({ accounts, standalone_accounts, users, controls }: Share): Map<string, number> {
  const cells: [string, Cell][] = [
    ...Object.entries({ accounts, standalone_accounts, users }),
    ...controls.flatMap((control) => [...cellsOf(control.control_id, control)]),
  ];
  return new Map(cells.map(([name, cell]) => [name, Math.sqrt((lowest(cell) + highest(cell)) / 2)]));
}

function distance(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const [name, root] of one) sum += Math.abs(root - (other.get(name) ?? 0));
  return sum;
}
