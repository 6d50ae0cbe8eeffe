import type { JudgePlan } from "../assess/plan.js";
import type { Engine } from "../engine/engine.js";
import { stringLiteral } from "../engine/sql.js";
import type { AuditedPrevalence, AuditResult } from "../model/results/audit.js";
import { severityAtLeast } from "../model/status.js";
import type { AuditOptions } from "./audit-options.js";
import { EXIT } from "./command.js";
import type { OpenedPlan } from "./judge-run.js";
import { accountsMissingEvidence } from "./missing-evidence.js";

type Values = Pick<AuditOptions, "failOn" | "countExcepted" | "exceptAssumed" | "requireComplete">;

/** The exit code of an audit of an opened snapshot; `problems` is how many its sources and controls had. */
export async function auditExit(
  { engine, plan }: OpenedPlan,
  { prevalence }: AuditResult,
  problems: number,
  values: Values,
): Promise<number> {
  if (prevalence.some((one) => isFinding(one, values))) return EXIT.findings;
  const missing = values.requireComplete
    ? await accountsIncomplete(engine, plan)
    : await accountsMissingEvidence(engine);
  return problems + missing > 0 ? EXIT.missingEvidence : EXIT.done;
}

/**
 * Accepted risks fail nothing: a subject counts unless every failing finding of it is excepted. Nor does, on request, what
 * fails only for want of evidence that could excuse it.
 */
export function isFinding(one: AuditedPrevalence, { failOn, countExcepted, exceptAssumed }: Values): boolean {
  if (failOn === undefined || !severityAtLeast(one.severity, failOn)) return false;
  const failing = one.fail - (exceptAssumed ? one.assumed : 0);
  const excepted = one.excepted - (exceptAssumed ? one.excepted_assumed : 0);
  return failing > (countExcepted ? 0 : excepted);
}

/** Accounts that lack evidence which one of the controls requires, whether it was asked for or not. */
async function accountsIncomplete(engine: Engine, plan: JudgePlan): Promise<number> {
  const kinds = new Set(plan.controls.flatMap(({ declaration }) => declaration.evidence.required));
  const names = [...kinds].map(stringLiteral).join(", ");
  const [row] = await engine.all(
    `SELECT count(DISTINCT account_id) AS n FROM coverage WHERE status <> 'ok' AND kind IN (${names})`,
  );
  return Number(row?.n ?? 0);
}
