import { OWNER, PLACES } from "../analyse/people/subject-places.js";
import { measurePrevalence } from "../analyse/prevalence.js";
import type { Control } from "../assess/control.js";
import { findingsSql } from "../assess/plan.js";
import type { SqlRow } from "../engine/engine.js";
import { numberOf } from "../engine/row-values.js";
import type { FindingCounts } from "../model/results/findings.js";
import { RANK, SEVERITIES, STATUSES, type Status, statusOf } from "../model/status.js";
import type { OpenedPlan } from "./judge-run.js";

/** Which findings of an opened snapshot. Its tables are those of `makeSubjectPlaces`, too. */
export interface FindingChoice {
  readonly controls: readonly Control[];
  readonly statuses: readonly Status[];
  readonly expanded: boolean;
  /** Exceptions were laid over them. */
  readonly overlaid: boolean;
  /** Conditions on a finding `f`, its account `a`, its owner `o` and its exception `x`. */
  readonly conditions: readonly string[];
}

const EXCEPTION_FIELDS = "x.exception, x.exception_owner, x.exception_ticket, x.exception_expires";

/** The table `excepted` where there are no exceptions. */
const NOTHING_EXCEPTED = `(SELECT * FROM (VALUES ('', '', '', '', '')) x(finding_id, ${EXCEPTION_FIELDS.replaceAll("x.", "")}) WHERE FALSE)`;

/** What fails, then what is unknown; what failed longest comes first; a subject's password stands before its keys. */
const ORDER =
  `CASE f.status ${Object.entries(RANK)
    .map(([status, rank]) => `WHEN '${status}' THEN ${-rank}`)
    .join(" ")} END, ` +
  "coalesce(f.tier, -1) DESC, f.since NULLS LAST, f.account_id, f.subject_arn, f.slot NULLS FIRST, f.credential, f.finding_id";

/**
 * Those of the controls that have a finding of one of the statuses: to count all of them in passes takes less than to ask each. Of
 * what is better than the worst of its subject nothing is counted, so each status stands for those above it, too.
 */
async function withFindings(
  { engine, plan }: OpenedPlan,
  choice: FindingChoice,
): Promise<readonly Control[]> {
  const { controls, statuses } = choice;
  if (controls.length < 2) return controls;
  const runs = plan.runs.filter(({ control }) => controls.includes(control));
  const counted = await measurePrevalence(engine, { ...plan, controls, runs }, new Map());
  const least = Math.min(...statuses.map((status) => RANK[status]));
  const there = counted.filter((one) => STATUSES.some((status) => RANK[status] >= least && one[status] > 0));
  const ids = new Set(there.map(({ control_id: id }) => id));
  return controls.filter(({ declaration }) => ids.has(declaration.id));
}

/**
 * The queries of findings, without their order, the worst first: by severity, one a control. Sorting them one by one keeps what
 * is sorted at once small.
 */
export async function findingParts(opened: OpenedPlan, choice: FindingChoice): Promise<string[]> {
  const { engine, plan } = opened;
  const { statuses, expanded } = choice;
  const controls = await withFindings(opened, choice);
  return worstFirst(controls).map((control) => {
    const from = findingsSql({ ...plan, controls: [control] }, { statuses, expanded }, engine);
    return partSql(from, choice);
  });
}

/** Controls in the order in which their findings are listed. */
export function worstFirst(controls: readonly Control[]): Control[] {
  const severity = ({ declaration }: Control) => SEVERITIES.indexOf(declaration.severity);
  return [...controls].sort((a, b) => severity(b) - severity(a));
}

function partSql(from: string, { overlaid, conditions }: FindingChoice): string {
  const where = conditions.length === 0 ? "" : ` WHERE ${conditions.join(" AND ")}`;
  return (
    `SELECT f.*, ${EXCEPTION_FIELDS}, a.account_name, a.ou_path, ${OWNER} AS owner FROM (${from}) f ${PLACES}` +
    ` LEFT JOIN ${overlaid ? "excepted" : NOTHING_EXCEPTED} x ON x.finding_id = f.finding_id${where}`
  );
}

/** The rows of the queries in order, read as they are asked for; at most `limit` in all. */
export async function* findingRows(
  { engine }: OpenedPlan,
  parts: readonly string[],
  limit = Number.POSITIVE_INFINITY,
): AsyncGenerator<SqlRow[]> {
  let left = limit;
  for (const part of parts) {
    if (left <= 0) return;
    const most = Number.isFinite(left) ? ` LIMIT ${left}` : "";
    for await (const rows of engine.batches(`SELECT * FROM (${part}) f ORDER BY ${ORDER}${most}`)) {
      left -= rows.length;
      yield rows;
    }
  }
}

/** The findings that `findingRows` gives, counted by control and status. */
export async function countByControl(
  { engine }: OpenedPlan,
  parts: readonly string[],
  limit = Number.POSITIVE_INFINITY,
): Promise<FindingCounts[]> {
  const counts = new Map<string, Counting>();
  let left = limit;
  for (const part of parts) {
    if (left <= 0) break;
    const some = Number.isFinite(left) ? `SELECT * FROM (${part}) f ORDER BY ${ORDER} LIMIT ${left}` : part;
    const rows = await engine.all(
      `SELECT f.control_id, f.status, f.exception IS NOT NULL AS excepted, count(*) AS n FROM (${some}) f GROUP BY ALL ORDER BY ALL`,
    );
    for (const { control_id, status, excepted, n } of rows) {
      const own = counts.get(String(control_id)) ?? nothingCounted(String(control_id));
      const found = numberOf(n) ?? 0;
      own[statusOf(status)] += found;
      if (status === "fail" && excepted === true) own.excepted += found;
      counts.set(own.control_id, own);
      left -= found;
    }
  }
  return [...counts.values()];
}

type Counting = { -readonly [Name in keyof FindingCounts]: FindingCounts[Name] };

function nothingCounted(control_id: string): Counting {
  return { control_id, fail: 0, unknown: 0, pass: 0, not_applicable: 0, excepted: 0 };
}

/** How many rows the queries have. */
export async function countFindings({ engine }: OpenedPlan, parts: readonly string[]): Promise<number> {
  let sum = 0;
  for (const part of parts) {
    const [row] = await engine.all(`SELECT count(*) AS n FROM (${part}) f`);
    sum += numberOf(row?.n) ?? 0;
  }
  return sum;
}
