import { createHash } from "node:crypto";
import type { Engine } from "../engine/engine.js";
import { findings } from "../model/finding.js";
import type { Status } from "../model/status.js";
import type { Control } from "./control.js";
import { findingsSql } from "./findings-sql.js";
import { missingFindingsSql } from "./missing-accounts.js";
import { checkSettings, parameterSets, type Setting } from "./parameters.js";
import type { Run } from "./run.js";

/** What is judged: the controls with their parameters, one run for each distinct set over its accounts. */
export interface JudgePlan {
  readonly controls: readonly Control[];
  readonly runs: readonly Run[];
  /** Hash of controls and parameters: findings are stored under it. */
  readonly version: string;
}

/** Counts up when the shape or meaning of stored findings changes. */
const FINDINGS_VERSION = 1;

/**
 * Puts controls and settings together. `derived` is the version of the derived tables that are judged.
 * Throws `UserError` for settings that fit no control.
 */
export function planJudging(
  controls: readonly Control[],
  settings: readonly Setting[],
  derived = "",
): JudgePlan {
  checkSettings(controls, settings);
  const runs = controls.flatMap((control) =>
    parameterSets(control, settings).map((set) => ({ control, set })),
  );
  const hash = createHash("sha256").update(`findings ${FINDINGS_VERSION} ${derived}`);
  for (const { control, set } of runs) {
    hash.update(JSON.stringify([control.declaration.id, control.source, [...set.values], set.scope]));
  }
  return { controls, runs, version: hash.digest("hex").slice(0, 12) };
}

/**
 * SELECT of all findings of a plan that have one of the statuses, account-level ones included. `complete`: tables that lack
 * no account, if somebody has looked; the query is shorter for them.
 */
export function allFindingsSql(
  plan: JudgePlan,
  asOf: number,
  statuses: readonly Status[],
  engine: Pick<Engine, "dialect">,
  complete: ReadonlySet<string> = new Set(),
): string {
  const parts = plan.controls.flatMap((control) => [
    ...plan.runs
      .filter((run) => run.control === control)
      .map((run) => findingsSql(run, asOf, statuses, engine.dialect)),
    ...(statuses.includes("unknown") && !complete.has(control.declaration.subject.table)
      ? [missingFindingsSql(control, engine.dialect)]
      : []),
  ]);
  const columns = Object.keys(findings.columns).map((name) => (name === "org_id" ? "a.org_id" : `f.${name}`));
  return `SELECT ${columns.join(", ")} FROM (${parts.join("\nUNION ALL\n")}) f LEFT JOIN accounts a ON a.account_id = f.account_id`;
}
