import type { Control } from "../assess/control.js";
import { textOf } from "../engine/row-values.js";
import type { FindingGroup } from "../model/results/findings.js";
import { SEVERITIES, type Severity } from "../model/status.js";
import type { OpenedPlan } from "./judge-run.js";

/** By what findings can be counted, and what tells the group of a row of `findingParts`. */
const KEYS = {
  severity: undefined,
  control: "f.control_id",
  account: "f.account_id",
  ou: "f.ou_path",
  owner: "f.owner",
  user: "f.subject_arn",
} as const;
export const FINDING_GROUPS = ["severity", "control", "account", "ou", "owner", "user"] as const;
export type FindingGroupKind = (typeof FINDING_GROUPS)[number];

type Counting = { -readonly [Name in keyof FindingGroup]: FindingGroup[Name] };

/** What the findings of queries come to, group by group: those with the worst findings first. */
export async function groupFindings(
  { engine, plan }: OpenedPlan,
  parts: readonly string[],
  kind: FindingGroupKind,
): Promise<FindingGroup[]> {
  const controls = new Map(plan.controls.map((control) => [control.declaration.id, control]));
  const groups = new Map<string, Counting>();
  for (const part of parts) {
    const key = KEYS[kind] ?? "''";
    const rows = await engine.all(
      `SELECT ${key} AS grp, min(f.account_name) AS account_name, f.control_id, f.status, count(*) AS n FROM (${part}) f GROUP BY ${key}, f.control_id, f.status`,
    );
    for (const row of rows) {
      const control = controls.get(String(row.control_id));
      if (control === undefined) throw new RangeError(`no control ${row.control_id}`);
      const { severity } = control.declaration;
      const group = kind === "severity" ? severity : (textOf(row.grp) ?? "");
      const own = groups.get(group) ?? noFindings(group, nameOf(kind, control, textOf(row.account_name)));
      groups.set(group, own);
      add(own, severity, String(row.status), Number(row.n));
    }
  }
  return [...groups.values()].sort(worstFirst);
}

function nameOf(kind: FindingGroupKind, { declaration }: Control, accountName: string | null): string | null {
  if (kind === "control") return declaration.title;
  return kind === "account" ? accountName : null;
}

function add(group: Counting, severity: Severity, status: string, findings: number): void {
  group.findings += findings;
  group[severity] += findings;
  if (status === "fail") group.fail += findings;
  if (status === "unknown") group.unknown += findings;
}

function noFindings(group: string, name: string | null): Counting {
  const none = { findings: 0, fail: 0, unknown: 0 };
  return { group, name, ...none, critical: 0, high: 0, medium: 0, low: 0, informational: 0 };
}

function worstFirst(a: FindingGroup, b: FindingGroup): number {
  const severity = [...SEVERITIES].reverse().find((one) => a[one] !== b[one]);
  if (severity !== undefined) return b[severity] - a[severity];
  return a.group < b.group ? -1 : 1;
}
