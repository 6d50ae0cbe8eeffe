import type { DuckDBEngine } from "../engine/duckdb/open.js";
import { STATUSES } from "../model/status.js";
import { UserError } from "../model/user-error.js";
import type { Control } from "./control.js";
import { findingRows } from "./finding-rows.js";
import { planPasses } from "./passes.js";
import type { Run } from "./run.js";
import type { Select } from "./select.js";
import { SubjectRows } from "./subject-rows.js";
import { tokenize } from "./tokens.js";

/** How long a control that a person wrote may take over a snapshot. */
export const OWN_LIMIT_SECONDS = 60;

/** Throws `UserError` where the SQL of a person's own control calls what no fence keeps it from. */
export async function refuseInControl(
  engine: DuckDBEngine,
  control: Control,
  runs: readonly Run[],
): Promise<void> {
  const what = `The control ${control.declaration.id}`;
  for (const sql of queriesOf(engine, control, runs)) {
    await inControl(control, () => engine.refuseFunctions(sql, what));
  }
}

/**
 * Tries a person's own control on an opened and fenced snapshot, as it will be judged: whether all its SQL runs, and in time.
 * Throws `UserError` where it does not run.
 */
export async function runsInTime(
  engine: DuckDBEngine,
  control: Control,
  runs: readonly Run[],
  seconds = OWN_LIMIT_SECONDS,
): Promise<boolean> {
  await refuseInControl(engine, control, runs);
  const done = await engine.within(seconds * 1000, async () => {
    for (const sql of queriesOf(engine, control, runs)) await inControl(control, () => engine.all(sql));
    return true;
  });
  return done ?? false;
}

/** Everything that judging asks of a control, with one row as the answer of each. */
function queriesOf(
  { dialect }: DuckDBEngine,
  { entity, conditions }: Control,
  runs: readonly Run[],
): string[] {
  const spelling = { statuses: STATUSES, dialect };
  const rows = new SubjectRows(entity);
  return [
    ...planPasses(runs, "none").map(({ sql }) => `SELECT count(*) AS n FROM (${sql}) p`),
    // All columns are worked out, for all are part of the hash.
    ...runs.map(
      (run) => `SELECT ${dialect.bitOr(dialect.hash64("f"))} AS h FROM (${findingRows(run, spelling)}) f`,
    ),
    ...[...conditions.values()].map((tokens) => {
      const sql = rows.select({ holds: rows.condition(runs, tokens) });
      return `SELECT sum(CASE WHEN holds THEN 1 END) AS n FROM (${sql}) s`;
    }),
  ];
}

/** What goes wrong in a person's own SQL is no bug of ours. */
export async function inControl<T>({ declaration, folder }: Control, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof UserError || /INTERRUPT/.test(message)) throw error;
    throw new UserError({
      code: "bad_control_sql",
      what: `The SQL of the control ${declaration.id} cannot be run.`,
      why: message.split("\n", 1)[0] ?? message,
      fix: `Mend it in ${folder}, and try it with \`iamspect controls test ${declaration.id}\`.`,
      cause: error,
    });
  }
}

/** The control with nothing of its SQL left: whatever it judges is unknown, and says why. */
export function unjudged(control: Control, why: string): Control {
  const { declaration, select, source } = control;
  const unknown = tokenize("CAST(NULL AS BOOLEAN)", "");
  const words = select.from.filter(({ kind }) => kind !== "space").slice(0, 3);
  const bare: Select = {
    items: new Map([
      ["applies", unknown],
      ["fails", unknown],
    ]),
    from: words.flatMap((word) => [word, { kind: "space", text: " " }]),
    alias: select.alias,
    parameters: new Set(),
  };
  return {
    ...control,
    declaration: {
      ...declaration,
      pitfalls: [],
      causes: undefined,
      reason: { ...declaration.reason, unknown: why },
    },
    select: bare,
    conditions: new Map(),
    // What history keeps under a hash of the source is of another control.
    source: { ...source, sql: "" },
  };
}
