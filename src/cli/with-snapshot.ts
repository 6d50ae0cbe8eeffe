import { changedSettings } from "../assess/changed-settings.js";
import { type ChosenPicture, choosePicture } from "../assess/choose-picture.js";
import { isOwn } from "../assess/load.js";
import type { JudgePlan } from "../assess/plan.js";
import { type DuckDBEngine, openDuckDB } from "../engine/duckdb/open.js";
import { findSnapshot, wholeSnapshots } from "../lake/list.js";
import { wholeSnapshot } from "../lake/picture.js";
import { counted, firstOf } from "../model/listed.js";
import type { PictureHead } from "../model/results/picture.js";
import { formatTime, parseAuditTime } from "../model/time.js";
import { pictureText } from "../report/picture-text.js";
import type { Context, Output } from "./command.js";
import { type JudgeChoice, type OpenedPlan, openForJudging } from "./judge-run.js";
import { withKeptSettings } from "./kept-settings.js";
import { type DemoChoice, privateLake } from "./lake-place.js";

/** Which snapshot, and what to judge in it. */
export interface SnapshotChoice extends DemoChoice, JudgeChoice {
  readonly lake: string | undefined;
  /** Undefined: the current picture of the lake. */
  readonly snapshot: string | undefined;
}

/** What is opened, and what to say of it. */
export interface Shown extends OpenedPlan {
  readonly head: PictureHead;
  /** What it is judged by: what was given, else what the last audit was given. */
  readonly choice: JudgeChoice;
}

/**
 * Opens what the options mean for judging, the current picture or one snapshot, says what that is, hands it to the work, and
 * closes it whatever comes of that.
 */
export async function withSnapshot<T>(
  choice: SnapshotChoice,
  context: Context,
  work: (opened: Shown) => Promise<T>,
): Promise<T> {
  const lake = await privateLake(choice, context);
  const engine = await openDuckDB();
  try {
    const chosen = await choosePictureOf(engine, lake, choice.snapshot, context);
    const { picture } = chosen;
    const { manifest } = newest(picture.parts);
    const kept = choice.defaults === true ? choice : await withKeptSettings(lake, choice);
    const opened = await openForJudging({ engine, lake, manifest, picture }, kept, context);
    const head = await pictureHead(opened, chosen.left, kept.framework);
    tell(head, context);
    return await work({ ...opened, head, choice: kept });
  } finally {
    engine.close();
  }
}

/** The snapshot of this name, or the current picture of the lake. Throws `UserError` where there is none. */
async function choosePictureOf(
  engine: DuckDBEngine,
  lake: string,
  snapshot: string | undefined,
  context: Context,
): Promise<ChosenPicture> {
  if (snapshot === undefined) {
    const { whole, broken } = await wholeSnapshots(lake);
    if (broken.length > 0) context.note(brokenText(broken));
    return await choosePicture(engine, lake, whole);
  }
  return { picture: wholeSnapshot(await findSnapshot(lake, snapshot)), left: [] };
}

function brokenText(broken: readonly string[]): string {
  return (
    `warning: ${counted(broken.length, "snapshot")} ${broken.length === 1 ? "is" : "are"} broken and left out: ${firstOf(broken, 3)}.` +
    " Accounts may be shown as they were before. `iamspect snapshots verify` says what is wrong; audit these accounts again."
  );
}

function newest<Part>([first, ...others]: readonly [Part, ...Part[]]): Part {
  return others.at(-1) ?? first;
}

/** What an opened plan is about. */
async function pictureHead(
  { engine, plan, picture }: OpenedPlan,
  left: readonly string[],
  framework: string | undefined,
): Promise<PictureHead> {
  const [row] = await engine.all("SELECT count(*) AS n FROM accounts");
  const times = picture.parts.map(({ manifest }) => parseAuditTime(manifest.as_of)).sort((a, b) => a - b);
  return {
    accounts: Number(row?.n ?? 0),
    snapshots: picture.parts.map(({ manifest }) => manifest.snapshot_id),
    from: formatTime(times[0] ?? 0),
    to: formatTime(times.at(-1) ?? 0),
    left,
    settings: shownSettings(plan, framework),
  };
}

/** What is said of the settings of a plan: those that differ from the defaults. */
export function shownSettings(plan: JudgePlan, framework: string | undefined): string[] {
  return [
    ...(framework === undefined ? [] : [`--framework ${framework}`]),
    ...plan.controls.filter(isOwn).map(({ declaration: { id } }) => `own control ${id}`),
    ...new Set(plan.controls.flatMap(({ asked }) => asked?.set ?? [])),
    ...changedSettings(plan),
  ];
}

/** Above a result, where the command prints one. */
function tell(head: PictureHead, context: Context & Partial<Pick<Output<never>, "above">>): void {
  const text = pictureText(head, context.width);
  if (context.above === undefined) context.note(text);
  else context.above(text);
}
