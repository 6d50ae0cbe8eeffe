import { join } from "node:path";
import type { Context } from "./command.js";
import { collectorClock, type LiveEvidence, type LiveOptions, numberOption, regionsOption } from "./live.js";
import { Progress } from "./progress.js";

/** Collects the account of the credentials at hand into a folder, as files in AWS's format. */
export async function liveAccount(
  folder: string,
  options: LiveOptions,
  asOf: number | undefined,
  context: Context,
): Promise<LiveEvidence> {
  const { collectLive } = await import("../collect/aws/index.js");
  const dir = join(folder, "aws");
  const { full, profile, region } = options;
  const regions = regionsOption(options.regions);
  const progress = new Progress(context, "Collected", "kinds of evidence");
  const live = await collectLive({
    dir,
    reportTimeoutSeconds: numberOption("--report-timeout", options.reportTimeout),
    profile,
    region,
    full,
    regions,
    ...collectorClock(asOf, context),
    onProgress: ({ done, total, note }) =>
      note === undefined ? progress.update(done, total) : progress.step(note),
  });
  progress.end();
  const total = Object.values(live.calls).reduce((sum, count) => sum + count, 0);
  context.note(`Collected live with ${total} calls to AWS.`);
  return {
    dir,
    folders: [dir],
    asOf,
    accounts: live.accountIds.map((account_id) => ({
      account_id,
      partition: live.partition,
      ...(profile !== undefined && { profile }),
      ...(region !== undefined && { region }),
      session_name: "iamspect",
      membership: "account",
      assume_root: false,
      full,
      ...(regions !== undefined && { regions: [...regions] }),
    })),
    leftOut: [],
    partial: false,
    committed: async () => undefined,
    release: async () => undefined,
  };
}
