import { type Cell, cellOf, highest, lowest } from "../../model/cell.js";
import type { CohortFigure, CohortHead } from "../../model/results/cohort.js";
import type { Share, SharedControl } from "../../model/share.js";
import { CellColumn } from "./cell-column.js";
import { cohortRate } from "./cohort-rate.js";

/** Counts of the same thing: what they are, and a column for each of them. */
interface Group {
  readonly like: SharedControl;
  /** Which file each row is from. */
  readonly files: number[];
  readonly columns: Record<StatusColumn, CellColumn>;
  readonly tiers: readonly {
    readonly older_than_days: number;
    readonly fail: CellColumn;
    readonly population: CellColumn;
  }[];
  readonly labels: readonly { readonly id: string; readonly count: CellColumn }[];
}

const STATUS_COLUMNS = ["fail", "pass", "unknown", "not_applicable", "population"] as const;
type StatusColumn = (typeof STATUS_COLUMNS)[number];

/** Adds shared files, one after the other; which of them count is said when all are there. */
export class Cohort {
  private readonly groups = new Map<string, Group>();
  private readonly heads: Omit<Share, "controls">[] = [];

  /** Gives the number of the file. */
  add(share: Share): number {
    const { controls, ...head } = share;
    const file = this.heads.push(head) - 1;
    for (const control of controls) {
      const group = this.groupOf(control);
      group.files.push(file);
      for (const name of STATUS_COLUMNS) group.columns[name].push(control[name]);
      for (const [index, tier] of control.tiers.entries()) {
        group.tiers[index]?.fail.push(tier.fail);
        group.tiers[index]?.population.push(tier.population);
      }
      for (const [index, label] of control.labels.entries()) group.labels[index]?.count.push(label.count);
    }
    return file;
  }

  head(counted: ReadonlySet<number>): CohortHead {
    const heads = this.heads.filter((_, file) => counted.has(file));
    const sum = (name: "accounts" | "standalone_accounts" | "users") =>
      heads.reduce<Cell>((all, head) => plus(all, head[name]), 0);
    return {
      organizations: heads.length,
      suppressed: heads.filter((head) => head.min_cell !== null).length,
      accounts: sum("accounts"),
      standalone_accounts: sum("standalone_accounts"),
      users: sum("users"),
      months: [...new Set(heads.map(({ month }) => month))].sort(),
      tool_versions: [...new Set(heads.map((head) => head.tool_version))].sort(),
    };
  }

  /** A figure for each control, definition and set of parameters, sorted; the most common set of a control first. */
  figures(counted: ReadonlySet<number>): CohortFigure[] {
    return [...this.groups]
      .flatMap(([key, group]) => {
        const rows = [...group.files.keys()].filter((row) => counted.has(group.files[row] ?? -1));
        return rows.length === 0 ? [] : [{ key, figure: figureOf(group, rows) }];
      })
      .sort(
        (a, b) =>
          compare(a.figure.control_id, b.figure.control_id) ||
          b.figure.organizations - a.figure.organizations ||
          compare(a.key, b.key),
      )
      .map(({ figure }) => figure);
  }

  private groupOf(control: SharedControl): Group {
    const key = keyOf(control);
    const known = this.groups.get(key);
    if (known !== undefined) return known;
    const column = () => new CellColumn();
    const group: Group = {
      like: control,
      files: [],
      columns: {
        fail: column(),
        pass: column(),
        unknown: column(),
        not_applicable: column(),
        population: column(),
      },
      tiers: control.tiers.map(({ older_than_days }) => ({
        older_than_days,
        fail: column(),
        population: column(),
      })),
      labels: control.labels.map(({ id }) => ({ id, count: column() })),
    };
    this.groups.set(key, group);
    return group;
  }
}

/** What must be the same so that counts may be added. Tiers and labels follow from an honest definition. */
function keyOf({ control_id, definition, subject, parameters, tiers, labels }: SharedControl): string {
  return JSON.stringify([
    control_id,
    definition,
    subject,
    Object.entries(parameters).sort(([a], [b]) => compare(a, b)),
    tiers.map((tier) => tier.older_than_days),
    labels.map(({ id }) => id),
  ]);
}

function figureOf({ like, columns, tiers, labels }: Group, rows: readonly number[]): CohortFigure {
  const { control_id, definition, subject, parameters } = like;
  const fail = columns.fail.pick(rows);
  const population = columns.population.pick(rows);
  return {
    control_id,
    definition,
    subject,
    parameters,
    organizations: rows.length,
    fail: fail.sum(),
    pass: columns.pass.pick(rows).sum(),
    unknown: columns.unknown.pick(rows).sum(),
    not_applicable: columns.not_applicable.pick(rows).sum(),
    population: population.sum(),
    ...cohortRate(fail, population),
    tiers: tiers.map((tier) => {
      const [part, whole] = [tier.fail.pick(rows), tier.population.pick(rows)];
      return {
        older_than_days: tier.older_than_days,
        fail: part.sum(),
        population: whole.sum(),
        ...cohortRate(part, whole),
      };
    }),
    labels: labels.map(({ id, count }) => ({ id, count: count.pick(rows).sum() })),
  };
}

function plus(one: Cell, other: Cell): Cell {
  return cellOf(lowest(one) + lowest(other), highest(one) + highest(other));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
