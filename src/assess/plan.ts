import { createHash } from "node:crypto";
import { duckdbType } from "../engine/ddl.js";
import type { Engine } from "../engine/engine.js";
import { withRows } from "../engine/with-rows.js";
import { findings } from "../model/finding.js";
import type { Status } from "../model/status.js";
import type { Control } from "./control.js";
import { findingRows } from "./finding-rows.js";
import { evidenceRows, isLackingHere, lackingSql } from "./missing-evidence.js";
import { checkSettings, parameterSets, type Setting } from "./parameters.js";
import type { Run } from "./run.js";

/** What is judged: the controls with their parameters, one run for each distinct set over its accounts. */
export interface JudgePlan {
  readonly controls: readonly Control[];
  readonly runs: readonly Run[];
  /** Hash of controls and parameters: what history keeps is stored under it. */
  readonly version: string;
}

/** Counts up when the shape or meaning of what history keeps changes. */
const FINDINGS_VERSION = 3;

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

/** How findings are asked for. */
export interface FindingsAsked {
  readonly statuses: readonly Status[];
  /** A finding for each subject that is unknown for want of evidence of its whole account, not one for all of them. */
  readonly expanded?: boolean;
  /** Without evidence texts. */
  readonly brief?: boolean;
  /** Without the findings of whole accounts, which say that evidence is missing. */
  readonly subjectsOnly?: boolean;
}

/** A plan without the runs of which there is no subject: what they judge has no row. Each of them costs a query its planning. */
export async function withSubjects(engine: Engine, plan: JudgePlan): Promise<JudgePlan> {
  const tablesOf = ({ control: { entity } }: Run) => [
    entity.name,
    ...(entity.credentials?.inRows === undefined ? [] : [entity.credentials.inRows.table.name]),
  ];
  const there = await withRows(engine, [...new Set(plan.runs.flatMap(tablesOf))]);
  return { ...plan, runs: plan.runs.filter((run) => tablesOf(run).some((name) => there.has(name))) };
}

/** SELECT of all findings of a plan that have one of the statuses, in the columns of the table findings. */
export function findingsSql(
  { controls, runs }: JudgePlan,
  { statuses, expanded = false, brief = false, subjectsOnly = false }: FindingsAsked,
  { dialect }: Pick<Engine, "dialect">,
): string {
  const parts = controls.flatMap((control) => {
    const own = runs.filter((run) => run.control === control);
    const rows = own.map((run) => findingRows(run, { statuses, dialect, brief }));
    if (!statuses.includes("unknown")) return rows;
    const kept = expanded ? rows : rows.map((sql) => withoutLacking(sql, control));
    return subjectsOnly ? kept : [...kept, evidenceRows(control, own, dialect, expanded)];
  });
  const names = Object.keys(findings.columns);
  if (parts.length === 0) return noFindings();
  const columns = names.map((name) => (name === "org_id" ? "a.org_id" : `f.${name}`));
  return `SELECT ${columns.join(", ")} FROM (${parts.join("\nUNION ALL\n")}) f LEFT JOIN accounts a ON a.account_id = f.account_id`;
}

/** Without the unknown ones for which the account's one finding stands. */
function withoutLacking(sql: string, control: Control): string {
  return (
    `SELECT r.* FROM (${sql}) r LEFT JOIN (${lackingSql(control)}) l ON l.account_id = r.account_id` +
    ` WHERE r.status <> 'unknown' OR l.account_id IS NULL OR NOT (${isLackingHere(control, "r")})`
  );
}

/** SELECT of no findings, in the columns of the table findings. */
function noFindings(): string {
  const columns = Object.entries(findings.columns).map(
    ([name, { type }]) => `CAST(NULL AS ${duckdbType(type)}) AS ${name}`,
  );
  return `SELECT ${columns.join(", ")} WHERE FALSE`;
}
