import type { ExceptionState } from "../govern/exception-states.js";
import type { ExceptionEntry } from "../govern/read-exceptions.js";
import type { Context } from "./command.js";
import type { ExceptionOptions } from "./exception-options.js";
import { layOver, openFindingsOf } from "./lay-over.js";
import { type OpenedPlan, withSnapshot } from "./with-snapshot.js";

/** Lays exceptions over a snapshot that is opened for it, and does something with them while it is open. */
export async function onSnapshot<T>(
  entries: readonly ExceptionEntry[],
  values: ExceptionOptions,
  context: Context,
  work: (states: ExceptionState[], opened: OpenedPlan) => T | Promise<T>,
): Promise<T> {
  return await withSnapshot({ ...values, control: [] }, context, async (opened) => {
    const findings = await openFindingsOf(opened);
    return await work(await layOver(opened, findings, entries, values.controls, context), opened);
  });
}
