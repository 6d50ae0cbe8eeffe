import type { JudgePlan } from "../assess/plan.js";
import type { Derived } from "../derive/derive-snapshot.js";
import { type DuckDBEngine, openDuckDB } from "../engine/duckdb/open.js";
import { findSnapshot } from "../lake/list.js";
import type { Manifest } from "../lake/manifest.js";
import type { Context, OptionValues } from "./command.js";
import { openForJudging } from "./judge-run.js";
import { lakePlace } from "./lake-place.js";
import type { demoOptions, judgeOptions } from "./shared-options.js";

/** A snapshot that is opened for judging. */
export interface OpenedPlan {
  readonly engine: DuckDBEngine;
  readonly lake: string;
  readonly manifest: Manifest;
  readonly plan: JudgePlan;
  /** The tables that the policy engine made of it. */
  readonly derived: Derived;
}

type Values = OptionValues<typeof demoOptions & typeof judgeOptions> & {
  readonly lake: string | undefined;
  readonly snapshot: string | undefined;
};

/** Opens the snapshot that the options mean for judging, hands it to the work, and closes it whatever comes of that. */
export async function withSnapshot<T>(
  values: Values,
  context: Context,
  work: (opened: OpenedPlan) => Promise<T>,
): Promise<T> {
  const lake = lakePlace(values, context.env);
  const manifest = await findSnapshot(lake, values.snapshot);
  const engine = await openDuckDB();
  try {
    const opened = await openForJudging(engine, lake, manifest, values, context);
    return await work({ engine, lake, manifest, ...opened });
  } finally {
    engine.close();
  }
}
