import type { ExceptionState } from "../govern/exception-states.js";
import type { ExceptionEntry } from "../govern/read-exceptions.js";
import type { Context } from "./command.js";
import type { ExceptionOptions } from "./exception-options.js";
import type { OpenedPlan } from "./judge-run.js";
import { layOver, openFindingsOf } from "./lay-over.js";
import { withSnapshot } from "./with-snapshot.js";

/** Lays exceptions over a snapshot that is opened for it, and does something with them while it is open. */
export async function onSnapshot<T>(
  entries: readonly ExceptionEntry[],
  { control: _, ...values }: ExceptionOptions,
  context: Context,
  work: (states: ExceptionState[], opened: OpenedPlan) => T | Promise<T>,
): Promise<T> {
  return await withSnapshot(values, context, async (opened) => {
    const laying = { findings: openFindingsOf(opened), entries, folders: values.controls };
    return await work(await layOver(opened, laying, context), opened);
  });
}
