import { aroundUsers } from "../analyse/around-users.js";
import { loadFixes } from "../analyse/fixes/catalogue.js";
import { fixFirst } from "../analyse/fixes/fix-first.js";
import { fixable } from "../analyse/fixes/fixable.js";
import { judgedControls } from "../analyse/judged-controls.js";
import { measurePrevalence } from "../analyse/prevalence.js";
import { publishedFigures } from "../analyse/published.js";
import { scorecardOf } from "../analyse/scorecard.js";
import { standardControls } from "../assess/framework-standard.js";
import { loadFramework } from "../assess/frameworks.js";
import { loadControls } from "../assess/load.js";
import { summarizeCoverage } from "../collect/files/coverage-rows.js";
import type { Engine } from "../engine/engine.js";
import { timeOf } from "../engine/row-values.js";
import { exceptedSubjects } from "../govern/excepted-subjects.js";
import type { ExceptionsFile } from "../govern/read-exceptions.js";
import { isWhole, type Picture } from "../lake/picture.js";
import type {
  AuditChanges,
  AuditedPrevalence,
  AuditResult,
  FirstFixes,
  GroupKind,
} from "../model/results/audit.js";
import type { Scorecard } from "../model/results/scorecard.js";
import { formatTime, parseAuditTime } from "../model/time.js";
import type { Context } from "./command.js";
import { withExcepted } from "./excepted-counts.js";
import { measureBy } from "./groups.js";
import { type OpenedPlan, requirementSettings } from "./judge-run.js";
import { failingFindingsOf, layFile, notExcepted } from "./lay-over.js";
import { riskSettings } from "./risk-context.js";
import { shownSettings } from "./with-snapshot.js";

/** Of more users than these the fixes are not ranked at once: it would take longer than all the rest of an audit. */
const RANKED_UP_TO = 200_000;
/** So many of the best fixes are told after the emergencies. */
const BEST = 5;
/** So many emergencies there are at most. */
const EMERGENCIES = 10;

interface Asked {
  readonly exceptions: ExceptionsFile | undefined;
  /** Folders of a person's own controls. */
  readonly folders: readonly string[];
  readonly by: GroupKind | undefined;
  readonly countExcepted: boolean;
  readonly config: string | undefined;
  readonly framework: string | undefined;
  /** What `--set` and `--control` say. */
  readonly set: readonly string[];
  readonly control: readonly string[];
  /** Options that open the same lake again, with a space before each. */
  readonly again: string;
  readonly changes: AuditChanges | null;
}

/** Judges an opened snapshot: how often each control fails, and what exceptions cover of it. */
export async function auditResult(opened: OpenedPlan, asked: Asked, context: Context): Promise<AuditResult> {
  const { engine, manifest, plan, picture } = opened;
  const { exceptions, folders, by, changes, framework } = asked;
  const prevalence = await measurePrevalence(engine, plan, await publishedFigures());
  const excepted =
    exceptions === undefined
      ? []
      : await exceptedSubjects(engine, await layFile(opened, exceptions, folders, context));
  const audited = withExcepted(prevalence, excepted);
  return {
    snapshot_id: manifest.snapshot_id,
    as_of: manifest.as_of,
    from: oldest(picture),
    coverage: await shownCoverage(opened),
    reports: await reportTimes(engine),
    users: await shownUsers(opened),
    prevalence: audited,
    scorecard: await scorecard(audited, asked),
    with_exceptions: exceptions !== undefined,
    by,
    groups: by === undefined ? [] : await measureBy(by, engine, plan, excepted),
    judged: await judgedControls(engine, plan, prevalence, opened.left),
    changes,
    first: await firstFixes(opened, asked, audited),
    settings: shownSettings(plan, framework),
    again: asked.again,
  };
}

function oldest({ parts }: Picture): string {
  return formatTime(Math.min(...parts.map(({ manifest }) => parseAuditTime(manifest.as_of))));
}

/** Of a whole snapshot its manifest says it; of a picture of several it is counted. */
async function shownCoverage({ engine, manifest, picture }: OpenedPlan): Promise<AuditResult["coverage"]> {
  if (isWhole(picture)) return manifest.coverage;
  const accounts = await engine.all("SELECT count(*) AS n FROM accounts");
  const rows = await engine.all("SELECT account_id, kind, status FROM coverage");
  const covered = rows.map(({ account_id, kind, status }) => {
    return { account_id: String(account_id), kind: String(kind), status: String(status) };
  });
  return summarizeCoverage(Number(accounts[0]?.n ?? 0), covered);
}

async function shownUsers({ engine, manifest, picture }: OpenedPlan): Promise<number> {
  if (isWhole(picture)) return manifest.tables.iam_users?.rows ?? 0;
  const [row] = await engine.all("SELECT count(*) AS n FROM iam_users");
  return Number(row?.n ?? 0);
}

/** By the requirements of the standard that is asked for, if one is. */
async function scorecard(
  prevalence: readonly AuditedPrevalence[],
  { framework: name, folders, set, control }: Asked,
): Promise<Scorecard | null> {
  const framework = name === undefined ? undefined : await loadFramework(name);
  if (framework?.kind !== "standard") return null;
  const { answers } = standardControls(framework, await loadControls(folders), requirementSettings({ set }));
  const judged = new Set(prevalence.map(({ control_id: id }) => id));
  return scorecardOf(framework, { answers, prevalence, only: control.length === 0 ? undefined : judged });
}

async function firstFixes(
  opened: OpenedPlan,
  asked: Asked,
  prevalence: readonly AuditedPrevalence[],
): Promise<FirstFixes> {
  const users = await shownUsers(opened);
  const best = users > RANKED_UP_TO ? null : await bestFixes(opened, asked);
  const around = aroundUsers(opened.plan.controls, prevalence);
  return { best, command: `iamspect fix-first${asked.again}`, around };
}

/** Emergencies, then the best fixes. */
async function bestFixes(opened: OpenedPlan, asked: Asked): Promise<FirstFixes["best"]> {
  const { engine } = opened;
  const { exceptions, countExcepted, config, again } = asked;
  const catalogue = await loadFixes();
  const plan = fixable(opened.plan, catalogue);
  const failing = await failingFindingsOf({ ...opened, plan });
  const findings = exceptions === undefined || countExcepted ? failing : notExcepted(failing);
  const context = { ...(await riskSettings(config)), dialect: engine.dialect };
  const input = { engine, context, catalogue, findings, controls: plan.controls };
  const { fixes, ...found } = await fixFirst(input, { most: EMERGENCIES + BEST, again });
  const urgent = fixes.filter(({ emergency }) => emergency !== null);
  const shown = [...urgent, ...fixes.filter(({ emergency }) => emergency === null).slice(0, BEST)];
  const { total_risk, users, rest } = found;
  const left = fixes.length - shown.length;
  return {
    fixes: shown,
    total_risk,
    users,
    rest: { ...rest, fixes: rest.fixes + left },
  };
}

async function reportTimes(engine: Engine): Promise<AuditResult["reports"]> {
  const [row] = await engine.all(
    "SELECT min(generated_at) AS oldest, max(generated_at) AS newest FROM coverage WHERE kind = 'credential_report'",
  );
  return { oldest: timeOf(row?.oldest), newest: timeOf(row?.newest) };
}
