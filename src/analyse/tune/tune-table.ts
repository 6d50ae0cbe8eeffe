import { parseCondition } from "../../assess/condition.js";
import { pitfallCondition } from "../../assess/conditions.js";
import type { Control } from "../../assess/control.js";
import { SubjectRows } from "../../assess/subject-rows.js";
import type { Token } from "../../assess/tokens.js";
import type { Engine } from "../../engine/engine.js";
import { iamUsers } from "../../entities/iam-user.js";
import type { Pitfall } from "../../model/control.js";
import type { Entity } from "../../model/entity.js";
import type { Status } from "../../model/status.js";
import { createTable } from "../create-table.js";
import { fitsSql } from "../people/fits.js";
import type { UserKinds } from "../people/user-kinds.js";
import type { EvidencePitfall } from "./evidence-pitfalls.js";
import type { UserGroup } from "./groups.js";
import type { Tried } from "./tried-settings.js";

/** What tuning knows beside the plan. */
export interface TuneData {
  readonly kinds: UserKinds;
  readonly groups: readonly UserGroup[];
  readonly pitfalls: readonly EvidencePitfall[];
  /** Called as controls are done. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** A control and what is tried of it. */
export interface Tuned {
  readonly control: Control;
  /** The present settings first. */
  readonly tried: readonly Tried[];
}

/** A pitfall with a condition. */
export interface Conditional {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly verdicts: readonly Status[];
}

/** The pitfalls of a control that can be counted: of the evidence that it cannot do without, then its own. */
export function countedPitfalls({ declaration, conditions }: Control, { pitfalls }: TuneData): Conditional[] {
  const { evidence, subject } = declaration;
  const ofEvidence = pitfalls
    .filter((one) => evidence.required.includes(one.evidence) && one.kinds.includes(subject))
    .map((one) => ({ ...one, tokens: parseCondition(one.when, "data/pitfalls.yaml", subject) }));
  return [...ofEvidence, ...declaration.pitfalls.flatMap((one) => ownPitfall(one, conditions))];
}

function ownPitfall(pitfall: Pitfall, conditions: Control["conditions"]): Conditional[] {
  if (typeof pitfall === "string") return [];
  const tokens = conditions.get(pitfallCondition(pitfall.when));
  return tokens === undefined ? [] : [{ ...pitfall, tokens }];
}

/** What is tried of the controls over one kind of subject. */
export interface TuneWork {
  readonly entity: Entity;
  readonly tuned: readonly Tuned[];
  readonly data: TuneData;
}

/**
 * Makes a table with one row a subject of a kind. Of control `c` the columns are `r<c>_<t>`, its rank with what is tried as
 * number t, and `q<c>_<p>`, whether it is in pitfall p; of users also `kind` and `g<n>`, whether they are in group n.
 */
export async function createTuneTable(
  engine: Engine,
  table: string,
  { entity, tuned, data }: TuneWork,
): Promise<void> {
  const query = new SubjectRows(entity);
  const columns = tuned.flatMap(({ control, tried }, index) => [
    ...tried.map(({ runs }, number) => {
      return [`r${index}_${number}`, `CAST(coalesce(${query.rank(runs)}, 0) AS TINYINT)`] as const;
    }),
    ...countedPitfalls(control, data).map(({ tokens }, number) => {
      return [`q${index}_${number}`, query.condition(tried[0]?.runs ?? [], tokens)] as const;
    }),
  ]);
  const ofUsers = entity === iamUsers ? userColumns(engine, data) : {};
  await createTable(engine, table, query.select({ ...Object.fromEntries(columns), ...ofUsers }));
}

function userColumns({ dialect }: Engine, { kinds, groups }: TuneData): Record<string, string> {
  return {
    kind: kinds.columns(dialect).kind,
    ...Object.fromEntries(groups.map((one, index) => [`g${index}`, fitsSql(one, dialect)])),
  };
}

/** Whether a kind of subject has rows at all. */
export async function hasSubjects(engine: Engine, { name }: Entity): Promise<boolean> {
  const rows = await engine.all(`SELECT 1 AS one FROM ${name} LIMIT 1`);
  return rows.length > 0;
}
