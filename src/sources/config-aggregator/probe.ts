import type { ConfigurationAggregator } from "@aws-sdk/client-config-service";
import { config, configSdk } from "../config.js";
import type { Probes } from "../probes.js";
import { aggregators, FIND, SELECT, STATUS } from "./ask.js";

/**
 * Tries what `--aggregator` needs, on the smallest pages.
 *
 * @param choose which of the aggregators is meant; what it throws is thrown on
 */
export async function probeAggregator(
  probes: Probes,
  choose: (all: readonly ConfigurationAggregator[]) => ConfigurationAggregator,
): Promise<void> {
  const { answer: all } = await probes.ask(FIND, () => aggregators(probes.clients));
  if (all === undefined) return probes.skip([STATUS, SELECT], "no aggregator is known to try it on");
  const { ConfigurationAggregatorName } = choose(all);
  const sdk = await configSdk();
  const client = await config(probes.clients);
  const asked = { ConfigurationAggregatorName, Limit: 1 };
  await probes.ask(STATUS, () =>
    client.send(new sdk.DescribeConfigurationAggregatorSourcesStatusCommand(asked)),
  );
  const Expression = "SELECT resourceId WHERE resourceType = 'AWS::S3::Bucket'";
  await probes.ask(SELECT, () =>
    client.send(new sdk.SelectAggregateResourceConfigCommand({ ...asked, Expression })),
  );
}
