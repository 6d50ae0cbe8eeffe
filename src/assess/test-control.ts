import type { Engine, SqlRow } from "../engine/engine.js";
import { RANK, STATUSES, type Status } from "../model/status.js";
import { formatTime, parseAuditTime } from "../model/time.js";
import { fillTables } from "./case-tables.js";
import { type Case, loadCases } from "./cases.js";
import type { Control } from "./control.js";
import { findingRows } from "./finding-rows.js";
import { checkSettings, parameterSets, type Setting } from "./parameters.js";
import type { Run } from "./run.js";
import { SubjectRows } from "./subject-rows.js";
import { countVerdicts, type Tally } from "./tally.js";

export interface CaseResult {
  readonly control: string;
  readonly name: string;
  /** What differs from what the case expects; empty: it holds. */
  readonly problems: readonly string[];
}

/** Runs the cases of a control through the same SQL as an audit: counting and findings must both agree with them. */
export async function testControl(engine: Engine, control: Control): Promise<CaseResult[]> {
  const { as_of: asOfText, cases } = await loadCases(control);
  const asOf = parseAuditTime(asOfText);
  const results: CaseResult[] = [];
  for (const one of cases) {
    results.push({
      control: control.declaration.id,
      name: one.name,
      problems: await runCase(engine, control, one, asOf),
    });
  }
  return results;
}

async function runCase(engine: Engine, control: Control, one: Case, asOf: number): Promise<string[]> {
  const where = `${control.folder}/cases.yaml: ${one.name}`;
  await fillTables(engine, one.rows, where, asOf);
  const settings: Setting[] = Object.entries(one.parameters).map(([parameter, value]) => ({
    control: control.declaration.id,
    parameter,
    value,
    origin: where,
  }));
  checkSettings([control], settings);
  const runs: Run[] = parameterSets(control, settings).map((set) => ({ control, set }));
  const [tally] = await countVerdicts(engine, runs, "none");
  const found: SqlRow[] = [];
  const spelling = { statuses: STATUSES, dialect: engine.dialect };
  for (const run of runs) found.push(...(await engine.all(findingRows(run, spelling))));
  await readConditions(engine, control, runs);
  return [
    ...subjectProblems(one, found),
    ...countProblems(found, tally),
    ...findingProblems(control, one, found),
    ...labelProblems(one, tally),
    ...tierProblems(one, tally),
  ];
}

/** Conditions say nothing of verdicts, but they must be SQL that the engine reads. */
async function readConditions(
  engine: Engine,
  { entity, conditions }: Control,
  runs: readonly Run[],
): Promise<void> {
  for (const tokens of conditions.values()) {
    const query = new SubjectRows(entity);
    await engine.all(query.select({ holds: query.condition(runs, tokens) }));
  }
}

/** The status of each subject: the worst of its findings. */
function subjectStatuses(found: readonly SqlRow[]): Map<string, Status> {
  const worst = new Map<string, Status>();
  for (const row of found) {
    const arn = String(row.subject_arn);
    const status = row.status as Status;
    const known = worst.get(arn);
    if (known === undefined || RANK[status] > RANK[known]) worst.set(arn, status);
  }
  return worst;
}

function subjectProblems(one: Case, found: readonly SqlRow[]): string[] {
  const statuses = subjectStatuses(found);
  const { subject, subjects } = one.expect;
  const problems: string[] = [];
  if (subject !== undefined) {
    const got = [...statuses.values()];
    if (got.length !== 1 || got[0] !== subject)
      problems.push(`the subject is ${got.join(", ") || "missing"}, not ${subject}`);
  }
  if (subjects !== undefined) {
    const got = JSON.stringify(Object.fromEntries([...statuses].sort()));
    const expected = JSON.stringify(Object.fromEntries(Object.entries(subjects).sort()));
    if (got !== expected) problems.push(`the subjects are ${got}, not ${expected}`);
  }
  return problems;
}

/** Counting folds what findings spell out: it must come to what they say. */
function countProblems(found: readonly SqlRow[], tally: Tally | undefined): string[] {
  const statuses = [...subjectStatuses(found).values()];
  return STATUSES.flatMap((status) => {
    const expected = statuses.filter((one) => one === status).length;
    const counted = tally?.[status] ?? 0;
    return counted === expected ? [] : [`counting says ${counted} ${status}, the findings say ${expected}`];
  });
}

function findingProblems(control: Control, one: Case, found: readonly SqlRow[]): string[] {
  const expected = one.expect.findings;
  if (expected === undefined) return [];
  const open = found.filter((row) => row.status === "fail" || row.status === "unknown");
  const problems = open.length === expected.length ? [] : [`${open.length} findings, not ${expected.length}`];
  for (const want of expected) {
    const match = open.find(
      (row) => row.status === want.status && credentialName(row) === (want.credential ?? credentialName(row)),
    );
    if (match === undefined) problems.push(`no finding ${JSON.stringify(want)}`);
    else if (want.since !== undefined && formatTime(Number(match.since)) !== want.since) {
      problems.push(`since is ${formatTime(Number(match.since))}, not ${want.since}`);
    } else if (want.tier !== undefined && match.tier !== want.tier) {
      problems.push(
        `the tier of ${credentialName(match) ?? control.declaration.id} is ${match.tier}, not ${want.tier}`,
      );
    }
  }
  return problems;
}

function credentialName(row: SqlRow): string | null {
  if (row.credential === null) return null;
  return row.slot === null ? String(row.credential) : `${row.credential}_${row.slot}`;
}

function labelProblems(one: Case, tally: Tally | undefined): string[] {
  if (one.expect.labels === undefined) return [];
  const got = [...(tally?.labels ?? [])].filter(([, count]) => count > 0).map(([label]) => label);
  const expected = one.expect.labels;
  return JSON.stringify(got) === JSON.stringify(expected) ? [] : [`labels are [${got}], not [${expected}]`];
}

function tierProblems(one: Case, tally: Tally | undefined): string[] {
  if (one.expect.tier === undefined) return [];
  const reached = (tally?.tiers ?? []).filter(({ fail }) => fail > 0).map(({ days }) => days);
  const got = reached.length === 0 ? null : Math.max(...reached);
  return got === one.expect.tier ? [] : [`it counts in tier ${got}, not ${one.expect.tier}`];
}
