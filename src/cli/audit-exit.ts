import type { JudgePlan } from "../assess/plan.js";
import { findingsSql } from "../assess/plan.js";
import type { Engine } from "../engine/engine.js";
import { stringLiteral } from "../engine/sql.js";
import { counted } from "../model/listed.js";
import type { AuditedPrevalence, AuditResult } from "../model/results/audit.js";
import { severityAtLeast } from "../model/status.js";
import type { SinceLast } from "./audit-changes.js";
import type { AuditOptions } from "./audit-options.js";
import { EXIT } from "./command.js";
import type { OpenedPlan } from "./judge-run.js";
import { notExcepted } from "./lay-over.js";
import { accountsMissingEvidence } from "./missing-evidence.js";

type Values = Pick<
  AuditOptions,
  "failOn" | "countExcepted" | "exceptAssumed" | "requireComplete" | "newOnly"
>;

/** What the exit code of an audit depends on beside its figures. */
export interface Ended {
  /** How many problems its sources and controls had. */
  readonly problems: number;
  readonly since: SinceLast | undefined;
}

/** An exit code, and why it is not 0. */
export interface Exit {
  readonly code: number;
  readonly why?: string;
}

/** How an audit of an opened snapshot ends. */
export async function auditExit(
  opened: OpenedPlan,
  { prevalence, with_exceptions }: AuditResult,
  { problems, since }: Ended,
  values: Values,
): Promise<Exit> {
  const { engine, plan } = opened;
  const failing = prevalence.filter((one) => isFinding(one, values)).map(({ control_id: id }) => id);
  const found = values.newOnly
    ? await withNews(opened, failing, with_exceptions && !values.countExcepted, { since, values })
    : failing;
  if (found.length > 0) return { code: EXIT.findings, why: failText(found, values) };
  const missing = values.requireComplete
    ? await accountsIncomplete(engine, plan)
    : await accountsMissingEvidence(engine);
  if (problems + missing === 0) return { code: EXIT.done };
  const parts = [
    ...(missing === 0 ? [] : [`evidence is missing for ${counted(missing, "account")}`]),
    ...(problems === 0 ? [] : [counted(problems, "problem")]),
  ];
  return { code: EXIT.missingEvidence, why: `Exit code ${EXIT.missingEvidence}: ${parts.join(", ")}.` };
}

function failText(found: readonly string[], { failOn, newOnly }: Values): string {
  const what = `${counted(found.length, "control")} of severity ${failOn}${failOn === "critical" ? "" : " or above"}`;
  return `Exit code ${EXIT.findings}: ${what} ${found.length === 1 ? "fails" : "fail"}${newOnly ? " for something new" : ""}: ${found.join(", ")}.`;
}

/** Of these controls those that fail for something that did not fail in the last audit of its account. */
async function withNews(
  { engine, plan }: OpenedPlan,
  ids: readonly string[],
  overlaid: boolean,
  { since, values: { exceptAssumed } }: { readonly since: SinceLast | undefined; readonly values: Values },
): Promise<string[]> {
  const isNew = (account: string, finding: string) =>
    since === undefined || !since.accounts.has(account) || since.newIds.has(finding);
  const found: string[] = [];
  for (const control of plan.controls.filter(({ declaration }) => ids.includes(declaration.id))) {
    const asked = { statuses: ["fail"], brief: true } as const;
    const failing = `(${findingsSql({ ...plan, controls: [control] }, asked, engine)})`;
    const rows = await engine.all(
      `SELECT f.finding_id, f.account_id, f.assumed FROM ${overlaid ? notExcepted(failing) : failing} f`,
    );
    const counts = rows.filter(({ assumed }) => !(exceptAssumed && assumed === true));
    if (counts.some((row) => isNew(String(row.account_id), String(row.finding_id))))
      found.push(control.declaration.id);
  }
  return found;
}

/**
 * Accepted risks fail nothing: a subject counts unless every failing finding of it is excepted. Nor does, on request, what
 * fails only for want of evidence that could excuse it.
 */
export function isFinding(
  one: AuditedPrevalence,
  { failOn, countExcepted, exceptAssumed }: Pick<Values, "failOn" | "countExcepted" | "exceptAssumed">,
): boolean {
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
