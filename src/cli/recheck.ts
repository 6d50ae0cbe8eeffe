import type { FreshenOutcome } from "../collect/aws/freshen.js";
import { collectFiles } from "../collect/files/index.js";
import { expandSources } from "../collect/files/sources.js";
import type { DuckDBEngine } from "../engine/duckdb/open.js";
import type { Manifest } from "../lake/manifest.js";
import type { Stage } from "../lake/stage.js";
import { counted, thousands } from "../model/listed.js";
import { plainText } from "../report/text.js";
import type { UserToRead } from "../sources/fresh/user-to-read.js";
import type { Context } from "./command.js";
import { interruptible } from "./interrupt.js";
import { collectorClock, type LiveEvidence, type LiveOptions, numberOption } from "./live.js";
import { Progress } from "./progress.js";
import { withStage } from "./with-stage.js";

/** Judges what was collected, before it is a snapshot: the users to read again, by account. */
export type Recheck = (
  engine: DuckDBEngine,
  manifest: Manifest,
  stage: Stage,
) => Promise<ReadonlyMap<string, readonly UserToRead[]>>;

export interface Rechecking {
  readonly lake: string;
  readonly options: LiveOptions;
  readonly standalone: readonly string[] | "all";
  readonly recheck: Recheck;
}

/**
 * Reads users again live, so that what was fixed or made since AWS made its cached report shows at once. What it finds
 * lies beside the older evidence, and wins. Whoever stops it keeps what was read by then.
 *
 * @throws UserError when the credentials have expired
 */
export async function recheckUsers(
  live: LiveEvidence,
  { lake, options, standalone, recheck }: Rechecking,
  context: Context,
): Promise<void> {
  const { forgetFresh, freshen } = await import("../collect/aws/freshen.js");
  await forgetFresh(live.dir, live.accounts);
  const users = await withStage(lake, async (engine, stage) => {
    const files = await expandSources(live.folders);
    const asOf = live.asOf ?? context.now();
    const { manifest } = await collectFiles(engine, stage, {
      files,
      asOf,
      now: context.now,
      standalone,
      staged: true,
    });
    return await recheck(engine, manifest, stage);
  });
  const progress = new Progress(context, "Read again", "users");
  const onStop = () => context.note("Stopping: what was read again counts. Ctrl-C again ends it at once.");
  const outcome = await interruptible(
    onStop,
    async (stop) =>
      await freshen({
        dir: live.dir,
        accounts: live.accounts,
        users,
        concurrency: numberOption("--concurrency", options.concurrency, { whole: true }),
        now: collectorClock(live.asOf, context).now,
        stop,
        onProgress: (done, total) => progress.update(done, total),
      }),
  );
  progress.end();
  for (const note of notesOn(outcome)) context.note(plainText(note));
}

function notesOn({ read, first, failed, left, calls }: FreshenOutcome): string[] {
  const whom = `${thousands(read - first)} that fail, and ${thousands(first)} of whom the report does not tell enough`;
  return [
    `Read ${counted(read, "user")} again, live, with ${counted(calls, "call")} to AWS: ${whom}.`,
    ...[...failed].map(
      ([why, count]) => `problem: ${counted(count, "user")} could not be read again: ${why}.`,
    ),
    ...(left > 0
      ? [
          `problem: ${counted(left, "user")} ${left === 1 ? "was" : "were"} not read again, because that was stopped.`,
        ]
      : []),
  ];
}
