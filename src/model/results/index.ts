import type { AuditResult } from "./audit.js";
import type { BenchmarkResult } from "./benchmark.js";
import type { CauseSearch } from "./causes.js";
import type { CohortResult } from "./cohort.js";
import type { CaseResult, ControlDetails, ControlSummary, FrameworkSummary } from "./controls.js";
import type { DiffResult } from "./diff.js";
import type { DoctorResult } from "./doctor.js";
import type { ExceptionProblemRecord, ExceptionRecord } from "./exceptions.js";
import type { Explanation, KeyOwner, ScenarioOutcome } from "./explanation.js";
import type { FindingGroup, FindingStream } from "./findings.js";
import type { FixList } from "./fixes.js";
import type { RecordBatches } from "./record.js";
import type { PrunedItem, SnapshotCheck, SnapshotSummary } from "./snapshots.js";
import type { TrendResult } from "./trend.js";
import type { TuneResult } from "./tuning.js";

/**
 * What commands give, by kind. All that prints, sends or shows a result takes these types and no others, so that a number is
 * the same wherever it is read.
 */
export interface Results {
  readonly audit: AuditResult;
  readonly benchmark: BenchmarkResult;
  readonly cases: readonly CaseResult[];
  readonly causes: CauseSearch;
  readonly cohort: CohortResult;
  readonly control: readonly ControlDetails[];
  readonly controls: readonly ControlSummary[];
  readonly diff: DiffResult;
  readonly doctor: DoctorResult;
  readonly exception_problems: readonly ExceptionProblemRecord[];
  readonly exceptions: readonly ExceptionRecord[];
  readonly explanation: Explanation;
  readonly finding_groups: readonly FindingGroup[];
  readonly findings: FindingStream;
  readonly fix_users: FixList;
  readonly fixes: FixList;
  readonly frameworks: readonly FrameworkSummary[];
  readonly key_owner: KeyOwner;
  readonly pruned: readonly PrunedItem[];
  readonly rows: RecordBatches;
  readonly scenarios: readonly ScenarioOutcome[];
  readonly snapshot_checks: readonly SnapshotCheck[];
  readonly snapshots: readonly SnapshotSummary[];
  readonly trend: TrendResult;
  readonly tune: TuneResult;
}
export type ResultKind = keyof Results;
