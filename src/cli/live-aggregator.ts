import { addAggregated, openAggregator } from "../collect/aws/aggregated.js";
import { counted, thousands } from "../model/listed.js";
import { plainText } from "../report/text.js";
import type { Context } from "./command.js";
import { collectorClock, type LiveEvidence, type LiveOptions, regionsOption } from "./live.js";
import { Progress } from "./progress.js";

type Fill = (live: LiveEvidence, context: Context) => Promise<LiveEvidence>;

/**
 * Finds the AWS Config aggregator of `--aggregator` and gives what adds its evidence to that of the accounts.
 *
 * @throws UserError when there is none, or it cannot be told which
 */
export async function findAggregator(name: string, options: LiveOptions): Promise<Fill> {
  const { profile, region } = options;
  const regions = regionsOption(options.regions);
  const open = await openAggregator(name, { profile, region });
  return async (live, context) => {
    const progress = new Progress(context, "Read", "types of AWS Config");
    const { folder, filled, added, calls } = await addAggregated(open, {
      dir: live.dir,
      accounts: live.accounts,
      leftOut: new Set(live.leftOut),
      regions,
      now: collectorClock(live.asOf, context).now,
      note: (text) => progress.step(text),
    });
    progress.end();
    context.note(
      plainText(
        `Read the AWS Config aggregator ${open.aggregator.ConfigurationAggregatorName ?? ""} with ${thousands(calls)} calls:` +
          ` it added to ${counted(filled, "account")}, and tells of ${thousands(added)} that were not read otherwise.`,
      ),
    );
    return { ...live, folders: [...live.folders, ...(folder === undefined ? [] : [folder])] };
  };
}
