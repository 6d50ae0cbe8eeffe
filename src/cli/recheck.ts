import { collectFiles } from "../collect/files/index.js";
import { expandSources } from "../collect/files/sources.js";
import type { DuckDBEngine } from "../engine/duckdb/open.js";
import type { Manifest } from "../lake/manifest.js";
import type { Stage } from "../lake/stage.js";
import { thousands } from "../model/listed.js";
import { UserError } from "../model/user-error.js";
import { plainText } from "../report/text.js";
import type { Context } from "./command.js";
import { interruptible } from "./interrupt.js";
import { collectorClock, type LiveEvidence, type LiveOptions, numberOption } from "./live.js";
import { Progress } from "./progress.js";
import { withStage } from "./with-stage.js";

/** Judges what was collected, before it is a snapshot: names of the users that fail, by account. */
export type Recheck = (
  engine: DuckDBEngine,
  manifest: Manifest,
  stage: Stage,
) => Promise<ReadonlyMap<string, readonly string[]>>;

export interface Rechecking {
  readonly lake: string;
  readonly options: LiveOptions;
  readonly standalone: readonly string[] | "all";
  readonly recheck: Recheck;
}

/**
 * Reads the users that fail again live, so that what was fixed since AWS made its cached report shows at once. What it
 * finds lies beside the older evidence, and wins.
 *
 * @throws UserError when it was stopped or the credentials have expired
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
  const onStop = () => context.note("Stopping. Ctrl-C again ends it at once.");
  const outcome = await interruptible(onStop, async (stop) => {
    try {
      return await freshen({
        dir: live.dir,
        accounts: live.accounts,
        users,
        concurrency: numberOption("--concurrency", options.concurrency, { whole: true }),
        now: collectorClock(live.asOf, context).now,
        stop,
        onProgress: (done, total) => progress.update(done, total),
      });
    } catch (error) {
      if (stop.aborted) throw stopped(live);
      throw error;
    }
  });
  progress.end();
  const { read, failed, calls } = outcome;
  context.note(`Read ${thousands(read)} failing users again, live, with ${thousands(calls)} calls to AWS.`);
  for (const [why, count] of failed) {
    context.note(plainText(`problem: ${thousands(count)} users could not be read again: ${why}.`));
  }
}

function stopped({ resume }: LiveEvidence): UserError {
  return new UserError({
    code: "interrupted",
    what: "Reading the failing users again was stopped.",
    ...(resume !== undefined && { fix: `Go on with \`${resume}\`; leave out --fresh to do without.` }),
    exitCode: 1,
  });
}
