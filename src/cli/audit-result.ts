import { measurePrevalence } from "../analyse/prevalence.js";
import { publishedFigures } from "../analyse/published.js";
import type { Engine } from "../engine/engine.js";
import { timeOf } from "../engine/row-values.js";
import { exceptedSubjects } from "../govern/excepted-subjects.js";
import type { ExceptionsFile } from "../govern/read-exceptions.js";
import type { AuditResult, GroupKind } from "../model/results/audit.js";
import type { Context } from "./command.js";
import { withExcepted } from "./excepted-counts.js";
import { measureBy } from "./groups.js";
import type { OpenedPlan } from "./judge-run.js";
import { layFile } from "./lay-over.js";

interface Asked {
  readonly exceptions: ExceptionsFile | undefined;
  /** Folders of a person's own controls. */
  readonly folders: readonly string[];
  readonly by: GroupKind | undefined;
}

/** Judges an opened snapshot: how often each control fails, and what exceptions cover of it. */
export async function auditResult(
  opened: OpenedPlan,
  { exceptions, folders, by }: Asked,
  context: Context,
): Promise<AuditResult> {
  const { engine, manifest, plan } = opened;
  const prevalence = await measurePrevalence(engine, plan, await publishedFigures());
  const excepted =
    exceptions === undefined
      ? []
      : await exceptedSubjects(engine, await layFile(opened, exceptions, folders, context));
  return {
    snapshot_id: manifest.snapshot_id,
    as_of: manifest.as_of,
    coverage: manifest.coverage,
    reports: await reportTimes(engine),
    users: manifest.tables.iam_users?.rows ?? 0,
    prevalence: withExcepted(prevalence, excepted),
    with_exceptions: exceptions !== undefined,
    by,
    groups: by === undefined ? [] : await measureBy(by, engine, plan, excepted),
  };
}

async function reportTimes(engine: Engine): Promise<AuditResult["reports"]> {
  const [row] = await engine.all(
    "SELECT min(generated_at) AS oldest, max(generated_at) AS newest FROM coverage WHERE kind = 'credential_report'",
  );
  return { oldest: timeOf(row?.oldest), newest: timeOf(row?.newest) };
}
