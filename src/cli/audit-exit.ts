import type { JudgePlan } from "../assess/plan.js";
import type { Engine } from "../engine/engine.js";
import { stringLiteral } from "../engine/sql.js";
import type { AuditedPrevalence, AuditResult } from "../model/results/audit.js";
import { severityAtLeast } from "../model/status.js";
import type { AuditOptions } from "./audit-options.js";
import { EXIT } from "./command.js";
import type { OpenedPlan } from "./judge-run.js";
import { accountsMissingEvidence } from "./missing-evidence.js";

type Values = Pick<AuditOptions, "failOn" | "countExcepted" | "requireComplete">;

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

/** Accepted risks fail nothing: a subject counts unless every failing finding of it is excepted. */
function isFinding({ fail, excepted, severity }: AuditedPrevalence, { failOn, countExcepted }: Values) {
  return failOn !== undefined && severityAtLeast(severity, failOn) && fail > (countExcepted ? 0 : excepted);
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
