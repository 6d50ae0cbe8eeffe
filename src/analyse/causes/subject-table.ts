import { COULD_FAIL } from "../../assess/conditions.js";
import type { Control } from "../../assess/control.js";
import { packedSql, packSlots, type Slot } from "../../assess/packing.js";
import type { JudgePlan } from "../../assess/plan.js";
import { SubjectQuery } from "../../assess/subject-query.js";
import { SUBJECT_TABLES, type SubjectKind } from "../../assess/subject-tables.js";
import type { Engine } from "../../engine/engine.js";
import { RANK } from "../../model/status.js";
import { createTable } from "../create-table.js";
import { burstSelects } from "./bursts.js";
import { userColumns } from "./user-traits.js";
import { SHARED_TABLES, type WorkTables, workTables } from "./work-tables.js";

/** A table with one row a subject, its verdicts and what traits are made of; and those that are made of it. */
export interface SubjectTable {
  readonly kind: SubjectKind;
  readonly names: WorkTables;
  /** Column `r<index>` is the rank of each; NULL: none, or the subject could not fail. */
  readonly controls: readonly Control[];
  readonly subjects: number;
  /** Of each control two counters, failing and judged (fail or pass), that sums of the columns `w<n>` count. */
  readonly counters: readonly { readonly failing: Slot; readonly judged: Slot }[];
  readonly words: readonly string[];
}

/** What is judged, when, and in which accounts; none named: in all. */
export interface CauseScope {
  readonly plan: JudgePlan;
  readonly asOf: number;
  readonly accounts: readonly string[];
  /** Called before each longer step, with what is done in it. */
  readonly onStep?: (step: string) => void;
}

/** Makes the table of one kind of subject. Undefined: nothing of the kind is judged, or there is none. */
export async function createSubjectTable(
  engine: Engine,
  scope: CauseScope,
  kind: SubjectKind,
): Promise<SubjectTable | undefined> {
  const controls = scope.plan.controls.filter(({ declaration }) => declaration.subject.kind === kind);
  if (controls.length === 0) return undefined;
  const [{ n = 0 } = {}] = await engine.all(`SELECT count(*) AS n FROM ${SUBJECT_TABLES[kind].base.source}`);
  const subjects = Number(n);
  if (subjects === 0) return undefined;
  if (kind === "iam_user") {
    const { users, keys } = burstSelects();
    await createTable(engine, SHARED_TABLES.bursts, users);
    await createTable(engine, SHARED_TABLES.keyBursts, keys);
  }
  const slots = packSlots(controls.flatMap(() => [subjects + 1, subjects + 1]));
  const words = wordsSql(slots).map((sql, index) => `${sql} AS w${index}`);
  const ranks = ranksSql(engine, scope, kind, controls);
  const names = workTables(kind);
  await createTable(engine, names.subjects, `SELECT x.*, ${words.join(", ")} FROM (${ranks}) x`);
  return {
    kind,
    names,
    controls,
    subjects,
    counters: controls.flatMap((_, index) => {
      const [failing, judged] = [slots[2 * index], slots[2 * index + 1]];
      return failing === undefined || judged === undefined ? [] : [{ failing, judged }];
    }),
    words: words.map((_, index) => `w${index}`),
  };
}

function ranksSql(
  engine: Engine,
  { plan, asOf, accounts }: CauseScope,
  kind: SubjectKind,
  controls: readonly Control[],
): string {
  const query = new SubjectQuery(kind, asOf);
  const ranks = controls.map((control, index) => {
    const runs = plan.runs.filter((run) => run.control === control);
    const condition = control.conditions.get(COULD_FAIL);
    const rank = query.rank(runs);
    const sql =
      condition === undefined ? rank : `CASE WHEN ${query.condition(runs, condition)} THEN ${rank} END`;
    return [`r${index}`, `CAST(${sql} AS TINYINT)`] as const;
  });
  const columns = {
    subject: query.key,
    account_id: `${SUBJECT_TABLES[kind].base.alias}.account_id`,
    ...(kind === "iam_user" ? userColumns(engine.dialect, asOf) : {}),
    ...Object.fromEntries(ranks),
  };
  return query.select(columns, accounts);
}

/** Slots stand in the order failing, judged, failing, judged, ... of the controls. */
function wordsSql(slots: readonly Slot[]): string[] {
  return packedSql(slots, (index, weight) => {
    const rank = `x.r${Math.floor(index / 2)}`;
    const counted = index % 2 === 0 ? `${rank} = ${RANK.fail}` : `${rank} IN (${RANK.pass}, ${RANK.fail})`;
    return `CASE WHEN ${counted} THEN ${weight} ELSE 0 END`;
  });
}
