import { openDuckDB } from "../engine/duckdb/open.js";
import { findSnapshot } from "../lake/list.js";
import type { Context } from "./command.js";
import { type JudgeChoice, type OpenedPlan, openForJudging } from "./judge-run.js";
import { type DemoChoice, privateLake } from "./lake-place.js";

/** Which snapshot, and what to judge in it. */
export interface SnapshotChoice extends DemoChoice, JudgeChoice {
  readonly lake: string | undefined;
  readonly snapshot: string | undefined;
}

/** Opens the snapshot that the options mean for judging, hands it to the work, and closes it whatever comes of that. */
export async function withSnapshot<T>(
  choice: SnapshotChoice,
  context: Context,
  work: (opened: OpenedPlan) => Promise<T>,
): Promise<T> {
  const lake = await privateLake(choice, context);
  const manifest = await findSnapshot(lake, choice.snapshot);
  const engine = await openDuckDB();
  try {
    return await work(await openForJudging({ engine, lake, manifest }, choice, context));
  } finally {
    engine.close();
  }
}
