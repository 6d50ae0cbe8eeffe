import type { ControlCauses } from "../../model/results/causes.js";
import type { EvidenceFix, Fix, FixList, FixSubject } from "../../model/results/fixes.js";
import type { ResultKind, Results } from "../../model/results/index.js";
import type { OutputRecord, RecordBatches } from "../../model/results/record.js";
import type { ControlTrend } from "../../model/results/trend.js";
import { causeSentence } from "../cause-words.js";
import type { Renderer, View } from "./format.js";

/** A list, or the batches of one that may be long. */
export type Rows = readonly OutputRecord[] | RecordBatches;

/** The results that are lists, or have a list that is most of them, as rows. */
const ROWS: { readonly [Kind in ResultKind]?: (result: Results[Kind]) => Rows } = {
  audit: ({ by, prevalence, groups, scorecard }) =>
    by === undefined
      ? (scorecard?.requirements ?? prevalence).map((one) => ({ ...one }))
      : groups.flatMap(({ group, name, prevalence: own }) =>
          own.map((one) => ({ group, ...(by === "account" && { name }), ...one })),
        ),
  benchmark: ({ rows }) => rows,
  cases: (cases) => cases,
  causes: ({ controls, tested }) => controls.flatMap((control) => causeRows(control, tested)),
  cohort: ({ controls }) => controls.map((one) => ({ ...one })),
  controls: (controls) => controls,
  diff: ({ findings }) => findings(),
  doctor: ({ checks }) => checks.map((check) => ({ ...check, missing: check.missing.join(" ") })),
  exception_problems: (problems) => problems,
  exceptions: (exceptions) => exceptions,
  finding_groups: (groups) => groups.map((one) => ({ ...one })),
  findings: ({ batches }) => batches,
  fix_users: fixUserRows,
  fixes: fixRows,
  frameworks: (frameworks) => frameworks,
  pruned: (items) => items,
  rows: (batches) => batches,
  snapshot_checks: (checks) => checks,
  snapshots: (snapshots) => snapshots,
  trend: ({ controls }) => controls.flatMap(pointRows),
  tune: ({ tunings }) => tunings,
};

/** Renders the rows of a kind of result; undefined: it has none. */
export function byRows<Kind extends ResultKind>(
  kind: Kind,
  text: (rows: Rows, view: View) => AsyncIterable<string>,
): Renderer<Kind> | undefined {
  const rowsOf = ROWS[kind];
  return rowsOf && ((result, view) => text(rowsOf(result), view));
}

/** Each cause with its control, its place among the causes of it, and the sentence for people. */
function causeRows(control: ControlCauses, tested: number): OutputRecord[] {
  const { control_id, title, severity, fail, judged, unknown, causes } = control;
  return causes.map((cause, place) => {
    const { kind, values, fail: carriersFail, unknown: carriersUnknown, ...rest } = cause;
    return {
      control_id,
      title,
      severity,
      rank: place + 1,
      sentence: causeSentence(control, cause),
      kind,
      values,
      fail: carriersFail,
      unknown: carriersUnknown,
      ...rest,
      control_fail: fail,
      control_judged: judged,
      control_unknown: unknown,
      tested,
    };
  });
}

/** Each snapshot of a control; what is told of a control as a whole is only in other formats. */
function pointRows({ control_id, title, severity, points }: ControlTrend): OutputRecord[] {
  return points.map((point) => ({ control_id, title, severity, ...point }));
}

/** Each fix with all that it is for, the most dangerous first. */
async function* fixRows({ details, subjects, evidence }: FixList): RecordBatches {
  const fixes = await details();
  const own = fixes.map((): OutputRecord[] => []);
  for await (const batch of subjects()) for (const one of batch) own[one.place]?.push(subjectRow(one));
  yield fixes.map((fix, place) => ({ ...fix, subjects: own[place] ?? [] }));
  yield (await evidence()).map((one) => evidenceRow(one, fixes.at(-1)));
}

/** In the fields of any other fix: it changes nothing in AWS, and its subjects are accounts. */
function evidenceRow({ accounts, unknown, ...fix }: EvidenceFix, last: Fix | undefined): OutputRecord {
  return {
    ...fix,
    emergency: null,
    credentials: 0,
    risk_removed: 0,
    cumulative: last?.cumulative ?? 0,
    cumulative_percent: last?.cumulative_percent ?? 0,
    reversible: true,
    uses: [],
    owners: [],
    controls: [],
    findings: { resolved: 0, milder: 0, unchanged: 0, settled: unknown },
    unit: null,
    subjects: accounts.map((account_id) => ({ arn: null, account_id })),
  };
}

function subjectRow(one: FixSubject): OutputRecord {
  const { arn, credential, slot, credential_id, account_id, account_name, owner, risk_removed } = one;
  return { arn, credential, slot, credential_id, account_id, account_name, owner, risk_removed };
}

/** Each credential of each fix, for those who must do it. */
async function* fixUserRows({ subjects }: FixList): RecordBatches {
  for await (const batch of subjects()) yield batch.map(({ place: _, name: __, ...row }) => row);
}
