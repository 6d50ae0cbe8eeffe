import { type History, openHistory } from "../analyse/history/open-history.js";
import type { HistorySnapshot } from "../analyse/history/snapshot.js";
import { measureSubjects, type SubjectFigures } from "../analyse/subject-figures.js";
import type { Control } from "../assess/control.js";
import { storeFindings } from "../assess/store.js";
import { findMade, findSnapshot, madeManifests } from "../lake/list.js";
import { openTables, type Tables } from "../lake/open.js";
import { parseAuditTime } from "../model/time.js";
import type { Context, OptionValues } from "./command.js";
import { chosenControls, onlyControls, openForJudging } from "./judge-run.js";
import { Progress } from "./progress.js";
import type { judgeOptions } from "./shared-options.js";
import { withStage } from "./with-stage.js";

export type HistoryOptions = OptionValues<typeof judgeOptions> & { readonly account: readonly string[] };

/** A history, and the figures of each of its snapshots where they were asked for. */
export interface OpenedHistory {
  readonly history: History;
  readonly figures: readonly (readonly SubjectFigures[])[];
}

/**
 * Opens the history of snapshots, oldest first, hands it to the work and closes it. All are judged by the controls and
 * parameters of now: the stored findings where they are of these, else findings that are made and stored first.
 */
export async function withHistory<T>(
  lake: string,
  ids: readonly string[],
  options: HistoryOptions,
  context: Context,
  work: (opened: OpenedHistory) => Promise<T>,
  { figures = false }: { figures?: boolean } = {},
): Promise<T> {
  // All of them are judged, whichever are looked at: so the findings that an audit stored are found.
  const all = await chosenControls({ ...options, control: [] });
  const controls = onlyControls(all, options.control);
  const progress = new Progress(context, "Looked at", "snapshots");
  const judged: Judged[] = [];
  for (const id of ids) {
    judged.push(await judgeSnapshot(lake, id, { options, all, controls, figures }, context));
    progress.update(judged.length, ids.length);
  }
  progress.end();
  noteJudged(judged, context);
  return await withStage(lake, async (engine) => {
    const snapshots = judged.map(({ snapshot }) => snapshot);
    const history = await openHistory(engine, lake, snapshots, controls, { accounts: options.account });
    return await work({ history, figures: judged.map(({ figures }) => figures) });
  });
}

interface Judged {
  readonly snapshot: HistorySnapshot;
  readonly figures: readonly SubjectFigures[];
  /** Whether its findings lay in the lake, and if not whether any others did. */
  readonly stored: "these" | "others" | "none";
}

interface Judging {
  readonly options: HistoryOptions;
  readonly all: readonly Control[];
  readonly controls: readonly Control[];
  readonly figures: boolean;
}

/** An engine for each snapshot: a person's own controls are fenced in with the files of theirs. */
async function judgeSnapshot(lake: string, id: string, judging: Judging, context: Context): Promise<Judged> {
  const { options, all, controls, figures } = judging;
  const manifest = await findSnapshot(lake, id);
  const asOf = parseAuditTime(manifest.as_of);
  return await withStage(lake, async (engine, stage) => {
    const { plan } = await openForJudging(engine, lake, manifest, { ...options, control: [] }, context, {
      writable: [stage.tableFile("findings")],
      preparation: { controls: Promise.resolve([...all]) },
    });
    const others = await madeManifests(lake, id, "findings");
    const stored = others.some(({ made_version }) => made_version === plan.version);
    await storeFindings(engine, stage, id, plan, asOf);
    const findings: Tables | undefined = await findMade(lake, id, "findings", plan.version);
    if (findings === undefined) throw new Error(`the findings of ${id} were not stored`);
    if (figures) await openTables(engine, lake, findings);
    const own = { ...plan, controls, runs: plan.runs.filter(({ control }) => controls.includes(control)) };
    return {
      snapshot: { manifest, asOf, plan, findings },
      figures: figures ? await measureSubjects(engine, own, asOf, options.account) : [],
      stored: stored ? "these" : others.length > 0 ? "others" : "none",
    };
  });
}

function noteJudged(judged: readonly Judged[], context: Context): void {
  for (const [stored, why] of [
    ["others", "stored findings are of other controls or parameters"],
    ["none", "no findings were stored"],
  ] as const) {
    const ids = judged.flatMap((one) => (one.stored === stored ? [one.snapshot.manifest.snapshot_id] : []));
    if (ids.length === 0) continue;
    const names = ids.length > 3 ? `${ids[0]} to ${ids.at(-1)}` : ids.join(", ");
    context.note(
      `Judged by the controls and parameters of now, for ${why}: ${ids.length} of ${judged.length} snapshots (${names}).`,
    );
  }
}
