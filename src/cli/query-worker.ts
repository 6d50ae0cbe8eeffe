import { REASON_FUNCTION } from "../assess/finding-view.js";
import { bookReason, REASON_COLUMNS, type ReasonBook } from "../assess/reason-book.js";
import { type Fenced, fencedQuery } from "../engine/duckdb/fence.js";
import { machineFault } from "../engine/duckdb/machine-fault.js";
import type { OutputRecord } from "../model/results/record.js";

/** What the parent asks: one query over tables that are exactly these files. It is sent, so it holds no functions. */
export interface QueryJob extends Omit<Fenced, "functions"> {
  readonly sql: string;
  readonly reasons: ReasonBook;
}

/** What it gets: rows, batch by batch, then `done`; or an error. */
export type QueryAnswer =
  | { readonly rows: OutputRecord[] }
  | { readonly done: true }
  | { readonly error: string };

const send = (answer: QueryAnswer) =>
  new Promise<void>((resolve) => {
    process.send?.(answer, undefined, undefined, () => resolve());
  });

/** Waits until the parent has put a batch out: a slow reader must not fill the memory of both processes. */
const parentWantsMore = () => new Promise<void>((resolve) => process.once("message", () => resolve()));

// Whoever asked is gone, however it ended: nobody waits for the answer. Ending in order would wait for the engine.
process.once("disconnect", () => process.kill(process.pid, "SIGKILL"));

/** MiB; the engine works on other threads, so this is looked at while it does. */
const limit = Number(process.argv[2]);
setInterval(() => {
  if (process.memoryUsage.rss() > limit * 2 ** 20) process.kill(process.pid, "SIGKILL");
}, 50).unref();

process.once("message", (job: QueryJob) => void answer(job));

async function answer({ sql, reasons, ...fenced }: QueryJob): Promise<void> {
  try {
    const reason = { name: REASON_FUNCTION, parameters: REASON_COLUMNS.length, text: bookReason(reasons) };
    for await (const batch of fencedQuery(sql, { ...fenced, functions: [reason] })) {
      await send({ rows: batch.map((row) => ({ ...row })) });
      await parentWantsMore();
    }
    await send({ done: true });
  } catch (error) {
    const fault = machineFault(error);
    const said = fault?.code === "snapshot_pruned" ? fault : error;
    const [what = ""] = (said instanceof Error ? said.message : String(said)).split("\n\n", 1);
    await send({ error: what.replaceAll("\n", " ") });
  }
}
