import { type EvidenceFiles, writeEvidence } from "../analyse/history/evidence.js";
import { type History, openHistory } from "../analyse/history/open-history.js";
import { pictureFigures } from "../analyse/history/picture-figures.js";
import type { HistorySnapshot } from "../analyse/history/snapshot.js";
import { storeVerdicts } from "../analyse/history/store-verdicts.js";
import { type FiguresByAccount, measureAccounts, type SubjectFigures } from "../analyse/subject-figures.js";
import type { Control } from "../assess/control.js";
import type { JudgePlan } from "../assess/plan.js";
import type { DuckDBEngine } from "../engine/duckdb/open.js";
import { findSnapshot } from "../lake/list.js";
import { findMade, madeManifests } from "../lake/made.js";
import type { Manifest } from "../lake/manifest.js";
import { parseAuditTime } from "../model/time.js";
import type { Context } from "./command.js";
import { chosenControls, type JudgeChoice, onlyControls, openForJudging, planUnopened } from "./judge-run.js";
import { Progress } from "./progress.js";
import { withStage } from "./with-stage.js";

export interface HistoryOptions extends JudgeChoice {
  readonly account: readonly string[];
}

/** A history, and the figures of the picture at each of its snapshots where they were asked for. */
export interface OpenedHistory {
  readonly history: History;
  readonly figures: readonly (readonly SubjectFigures[])[];
}

/** Which snapshots are opened, and how. */
interface HistoryRun {
  readonly lake: string;
  /** Oldest first. */
  readonly ids: readonly string[];
  readonly options: HistoryOptions;
  readonly context: Context;
  readonly figures?: boolean;
}

/**
 * Opens the history of snapshots, hands it to the work and closes it. All are judged by the controls and parameters of
 * now: the stored verdicts where they are of these, else verdicts that are made and stored first.
 */
export async function withHistory<T>(
  run: HistoryRun,
  work: (opened: OpenedHistory) => Promise<T>,
): Promise<T> {
  const { lake, ids, options, context } = run;
  // All of them are judged, whichever are looked at: so what is stored serves the next question, too.
  const { control, ...others } = options;
  const all = await chosenControls(others);
  const judging: Judging = { ...run, all, controls: onlyControls(all, control) };
  const progress = new Progress(context, "Looked at", "snapshots");
  const judged: Judged[] = [];
  for (const id of ids) {
    judged.push(await judgeSnapshot(judging, id));
    progress.update(judged.length, ids.length);
  }
  progress.end();
  noteJudged(judged, context);
  const snapshots = judged.map(({ snapshot }) => snapshot);
  return await withStage(lake, async (engine, stage) => {
    const history = await openHistory(engine, {
      lake,
      snapshots,
      controls: judging.controls,
      filter: { accounts: options.account },
      evidence: {
        file: stage.tableFile,
        write: async (place, files) => await judgeAgain(judging, ids[place], files),
      },
    });
    const figures = judged.map((one) => one.figures);
    return await work({
      history,
      figures: run.figures === true ? await pictureFigures(history, figures) : [],
    });
  });
}

interface Judged {
  readonly snapshot: HistorySnapshot;
  readonly figures: FiguresByAccount;
  /** Whether only verdicts of other controls or parameters lay in the lake. */
  readonly outdated: boolean;
}

interface Judging extends HistoryRun {
  readonly all: readonly Control[];
  readonly controls: readonly Control[];
}

/** An engine for each snapshot that is judged: a person's own controls are fenced in with the files of theirs. */
async function judgeSnapshot(judging: Judging, id: string): Promise<Judged> {
  const { lake, options, figures = false } = judging;
  const manifest = await findSnapshot(lake, id);
  const stored = figures ? undefined : await storedVerdicts(judging, manifest);
  if (stored !== undefined) {
    const asOf = parseAuditTime(manifest.as_of);
    return { snapshot: { manifest, asOf, ...stored }, figures: new Map(), outdated: false };
  }
  return await withStage(lake, async (engine, stage) => {
    const plan = await openOne(engine, judging, manifest, [stage.tableFile("verdicts")]);
    const others = await madeManifests(lake, id, "verdicts");
    const verdicts = await storeVerdicts(engine, stage, id, plan);
    return {
      snapshot: { manifest, asOf: parseAuditTime(manifest.as_of), plan, verdicts },
      figures: figures ? await measureAccounts(engine, only(judging, plan), options.account) : new Map(),
      outdated: others.length > 0 && !others.some(({ made_version }) => made_version === plan.version),
    };
  });
}

/** The verdicts that lie in the lake, where a snapshot need not be opened to tell that they are by the controls of now. */
async function storedVerdicts(
  { lake, options, all }: Judging,
  manifest: Manifest,
): Promise<Pick<HistorySnapshot, "plan" | "verdicts"> | undefined> {
  // Own controls may take too long, which only a look at the snapshot tells.
  if ((options.controls ?? []).length > 0) return undefined;
  const { control: _, ...choice } = options;
  const plan = await planUnopened({ lake, manifest }, choice, all);
  const verdicts = await findMade(lake, manifest.snapshot_id, "verdicts", plan.version);
  return verdicts === undefined ? undefined : { plan, verdicts };
}

/** The evidence of findings, which is not stored. */
async function judgeAgain(judging: Judging, id: string | undefined, files: EvidenceFiles): Promise<void> {
  const manifest = await findSnapshot(judging.lake, id);
  await withStage(judging.lake, async (engine) => {
    const plan = await openOne(engine, judging, manifest, [files.wanted, files.target]);
    await writeEvidence(engine, only(judging, plan), files);
  });
}

async function openOne(
  engine: DuckDBEngine,
  { lake, options, context, all }: Judging,
  manifest: Manifest,
  writable: readonly string[],
): Promise<JudgePlan> {
  const { control: _, ...choice } = options;
  const opening = { writable, preparation: { controls: Promise.resolve([...all]) } };
  // By the same controls in every snapshot, whatever was collected for it.
  const same = { ...choice, requireComplete: true };
  return (await openForJudging({ engine, lake, manifest }, same, context, opening)).plan;
}

/** The part of a plan that is about the controls which are looked at. */
function only({ controls }: Judging, plan: JudgePlan): JudgePlan {
  return { ...plan, controls, runs: plan.runs.filter(({ control }) => controls.includes(control)) };
}

function noteJudged(judged: readonly Judged[], context: Context): void {
  const ids = judged.filter(({ outdated }) => outdated).map(({ snapshot }) => snapshot.manifest.snapshot_id);
  if (ids.length === 0) return;
  const names = ids.length > 3 ? `${ids[0]} to ${ids.at(-1)}` : ids.join(", ");
  context.note(
    "Judged by the controls and parameters of now, for stored verdicts are of other controls or parameters:" +
      ` ${ids.length} of ${judged.length} snapshots (${names}).`,
  );
}
