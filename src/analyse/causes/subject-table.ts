import { COULD_FAIL } from "../../assess/conditions.js";
import type { Control } from "../../assess/control.js";
import type { JudgePlan } from "../../assess/plan.js";
import { SubjectRows } from "../../assess/subject-rows.js";
import type { Engine } from "../../engine/engine.js";
import { iamUsers } from "../../entities/iam-user.js";
import type { Entity } from "../../model/entity.js";
import { RANK } from "../../model/status.js";
import { createTable } from "../create-table.js";
import { burstSelects } from "./bursts.js";
import { userColumns } from "./user-traits.js";
import { SHARED_TABLES, type WorkTables, workTables } from "./work-tables.js";

/** A table with one row a subject, its verdicts and what traits are made of; and those that are made of it. */
export interface SubjectTable {
  readonly entity: Entity;
  readonly names: WorkTables;
  /** Column `r<index>` is the rank of each; NULL: none, or the subject could not fail. */
  readonly controls: readonly Control[];
  readonly subjects: number;
  /** Columns of ones and zeros, two a control: `f<index>`, it fails; `j<index>`, it was judged (fail or pass). */
  readonly counters: readonly string[];
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
  entity: Entity,
): Promise<SubjectTable | undefined> {
  const controls = scope.plan.controls.filter((control) => control.entity === entity);
  if (controls.length === 0) return undefined;
  const [{ n = 0 } = {}] = await engine.all(`SELECT count(*) AS n FROM ${entity.name}`);
  const subjects = Number(n);
  if (subjects === 0) return undefined;
  if (entity === iamUsers) {
    const { users, keys } = burstSelects();
    await createTable(engine, SHARED_TABLES.bursts, users);
    await createTable(engine, SHARED_TABLES.keyBursts, keys);
  }
  const counters = controls.flatMap((_, index) => [
    [`f${index}`, `x.r${index} = ${RANK.fail}`] as const,
    [`j${index}`, `x.r${index} IN (${RANK.pass}, ${RANK.fail})`] as const,
  ]);
  const counted = counters.map(
    ([name, sql]) => `CAST(CASE WHEN ${sql} THEN 1 ELSE 0 END AS TINYINT) AS ${name}`,
  );
  const names = workTables(entity.kind);
  const ranks = ranksSql(engine, scope, entity, controls);
  await createTable(engine, names.subjects, `SELECT x.*, ${counted.join(", ")} FROM (${ranks}) x`);
  return { entity, names, controls, subjects, counters: counters.map(([name]) => name) };
}

function ranksSql(
  engine: Engine,
  { plan, asOf, accounts }: CauseScope,
  entity: Entity,
  controls: readonly Control[],
): string {
  const query = new SubjectRows(entity);
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
    account_id: `${entity.alias}.account_id`,
    ...(entity === iamUsers ? userColumns(engine.dialect, asOf) : {}),
    ...Object.fromEntries(ranks),
  };
  return query.select(columns, accounts);
}
