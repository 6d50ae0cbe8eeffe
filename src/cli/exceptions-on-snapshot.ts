import { openDuckDB } from "../engine/duckdb/open.js";
import type { ExceptionState } from "../govern/exception-states.js";
import type { ExceptionEntry } from "../govern/read-exceptions.js";
import { findSnapshot } from "../lake/list.js";
import type { Context } from "./command.js";
import type { ExceptionOptions } from "./exception-options.js";
import { openForJudging } from "./judge-run.js";
import { lakePlace } from "./lake-place.js";
import { layOver, type OpenedPlan, openFindingsOf } from "./lay-over.js";

/** Lays exceptions over a snapshot that is opened for it, and does something with them while it is open. */
export async function onSnapshot<T>(
  entries: readonly ExceptionEntry[],
  values: ExceptionOptions,
  context: Context,
  work: (states: ExceptionState[], opened: OpenedPlan) => T | Promise<T>,
): Promise<T> {
  const lake = lakePlace(values, context.env);
  const manifest = await findSnapshot(lake, values.snapshot);
  const engine = await openDuckDB();
  try {
    const plan = await openForJudging(engine, lake, manifest, { ...values, control: [] }, context);
    const opened = { engine, lake, manifest, plan };
    const findings = await openFindingsOf(opened);
    return await work(await layOver(opened, findings, entries, values.controls, context), opened);
  } finally {
    engine.close();
  }
}
