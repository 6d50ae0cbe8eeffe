import type { Engine, SqlRow } from "../../engine/engine.js";
import { iamUsers } from "../../entities/iam-user.js";
import type { Entity } from "../../model/entity.js";
import type { FoundPitfall } from "../../model/results/tuning.js";
import { RANK, STATUSES, type Status } from "../../model/status.js";
import type { UserKind } from "../../model/user-kind.js";
import type { UserGroup } from "./groups.js";
import { countedPitfalls, type TuneData, type Tuned } from "./tune-table.js";

/** Subjects that come out alike, whatever is tried, and are of the same kind and groups. */
export interface TunePattern {
  readonly subjects: number;
  /** The rank with each of what is tried. */
  readonly ranks: readonly number[];
  readonly kind: UserKind | null;
  readonly groups: readonly UserGroup[];
}

/** The patterns of the control with an index: one pass over the table. */
export async function readTunePatterns(
  engine: Engine,
  table: string,
  index: number,
  { tried }: Tuned,
  groups: readonly UserGroup[],
): Promise<TunePattern[]> {
  const ranks = tried.map((_, number) => `r${index}_${number}`);
  const columns = [...ranks, ...(groups.length === 0 ? [] : ["kind", ...groups.map((_, one) => `g${one}`)])];
  const rows = await engine.all(
    `SELECT ${columns.join(", ")}, count(*) AS subjects FROM ${table} GROUP BY ${columns.join(", ")}`,
  );
  return rows.map((row) => ({
    subjects: Number(row.subjects),
    ranks: ranks.map((name) => Number(row[name])),
    kind: groups.length === 0 ? null : (row.kind as UserKind),
    groups: groups.filter((_, one) => row[`g${one}`] === true),
  }));
}

/** The pitfalls of each control that are some in this data: one pass over the table. */
export async function readPitfalls(
  engine: Engine,
  table: string,
  tuned: readonly Tuned[],
  data: TuneData,
): Promise<FoundPitfall[][]> {
  const counted = tuned.map(({ control }) => countedPitfalls(control, data));
  const sums = counted.flatMap((own, index) =>
    own.flatMap(({ verdicts }, number) =>
      verdicts.map((status) => {
        const holds = `q${index}_${number} AND r${index}_0 = ${RANK[status]}`;
        return `sum(CASE WHEN ${holds} THEN 1 ELSE 0 END) AS q${index}_${number}_${status}`;
      }),
    ),
  );
  if (sums.length === 0) return tuned.map(() => []);
  const [row = {}] = await engine.all(`SELECT ${sums.join(", ")} FROM ${table}`);
  return counted.map((own, index) =>
    own.flatMap(({ text }, number) => found(text, row, `q${index}_${number}`)),
  );
}

function found(text: string, row: SqlRow, name: string): FoundPitfall[] {
  const counts = STATUSES.map((status) => [status, Number(row[`${name}_${status}`] ?? 0)] as const).filter(
    ([, count]) => count > 0,
  );
  const subjects = counts.reduce((sum, [, count]) => sum + count, 0);
  const verdicts: Partial<Record<Status, number>> = Object.fromEntries(counts);
  return subjects === 0 ? [] : [{ text, subjects, verdicts }];
}

/** Groups are of users. */
export function groupsFor(entity: Entity, { groups }: TuneData): readonly UserGroup[] {
  return entity === iamUsers ? groups : [];
}
