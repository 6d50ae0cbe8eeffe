import { type Cell, highest, lowest } from "../../model/cell.js";
import type { Share, SharedControl } from "../../model/share.js";

/**
 * What in a shared file cannot be true, as a sentence that names the place; undefined where nothing contradicts.
 * Whoever was told such a file is told something false, so no part of it may be counted.
 */
export function contradictionIn(share: Share): string | undefined {
  const { accounts, standalone_accounts: standalone } = share;
  if (lowest(standalone) > highest(accounts)) {
    return `standalone_accounts is ${text(standalone)}, of ${text(accounts)} accounts`;
  }
  const header = { accounts, standalone_accounts: standalone, users: share.users };
  const bad = badCell(Object.entries(header), share.min_cell);
  if (bad !== undefined) return bad;
  const seen = new Set<string>();
  for (const [index, control] of share.controls.entries()) {
    const own = seen.has(control.control_id)
      ? "the control is there twice"
      : (badCell(cellsOf(control), share.min_cell) ?? withinControl(control));
    if (own !== undefined) return `controls.${index} (${control.control_id}): ${own}`;
    seen.add(control.control_id);
  }
  return undefined;
}

function cellsOf(control: SharedControl): [string, Cell][] {
  const { fail, pass, unknown, not_applicable, population } = control;
  return [
    ...Object.entries({ fail, pass, unknown, not_applicable, population }),
    ...control.tiers.flatMap((tier, index): [string, Cell][] => [
      [`tiers.${index}.fail`, tier.fail],
      [`tiers.${index}.population`, tier.population],
    ]),
    ...control.labels.map(({ count }, index): [string, Cell] => [`labels.${index}.count`, count]),
  ];
}

function badCell(cells: readonly [string, Cell][], minCell: number | null): string | undefined {
  for (const [name, cell] of cells) {
    if (typeof cell === "number") continue;
    if (minCell === null) return `${name} is ${text(cell)}, but min_cell is null, so counts are exact`;
    if (cell[0] >= cell[1]) return `${name} is ${text(cell)}: the first number must be below the second`;
  }
  return undefined;
}

function withinControl(control: SharedControl): string | undefined {
  const { population } = control;
  const statuses = [control.fail, control.pass, control.unknown, control.not_applicable];
  const sum = (end: (cell: Cell) => number) => statuses.reduce((all: number, cell) => all + end(cell), 0);
  if (sum(lowest) > highest(population) || sum(highest) < lowest(population)) {
    const most = sum(lowest) === sum(highest) ? "" : ` to ${sum(highest)}`;
    return `the four statuses add up to ${sum(lowest)}${most}, the population is ${text(population)}`;
  }
  const label = control.labels.findIndex(({ count }) => lowest(count) > highest(population));
  if (label >= 0) return `labels.${label}.count is more than the population`;
  const { labels } = control;
  if (new Set(labels.map(({ id }) => id)).size < labels.length) return "a label is there twice";
  return withinTiers(control);
}

/** Who reached a tier has reached those before it, too, and fails unless what is set asks for more days than the tier. */
function withinTiers({ fail, population, parameters, tiers }: SharedControl): string | undefined {
  const most = Math.max(0, ...Object.values(parameters).filter((value) => typeof value === "number"));
  let before: { older_than_days: number; fail: Cell; population: Cell } = {
    older_than_days: 0,
    fail: population,
    population,
  };
  for (const [index, tier] of tiers.entries()) {
    const at = `tiers.${index}`;
    if (tier.older_than_days <= before.older_than_days) return `${at}.older_than_days does not ascend`;
    if (lowest(tier.fail) > highest(before.fail)) return `${at}.fail is more than those that fail before it`;
    if (tier.older_than_days >= most && lowest(tier.fail) > highest(fail))
      return `${at}.fail is more than those that fail`;
    if (lowest(tier.population) > highest(before.population))
      return `${at}.population is more than before it`;
    if (lowest(tier.fail) > highest(tier.population)) return `${at}.fail is more than its population`;
    before = tier;
  }
  return undefined;
}

function text(cell: Cell): string {
  return typeof cell === "number" ? String(cell) : `[${cell.join(", ")}]`;
}
