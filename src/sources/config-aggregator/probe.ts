import { config, configSdk } from "../config.js";
import type { Probes } from "../probes.js";
import { FIND, SELECT, STATUS } from "./ask.js";

/** AWS looks at permissions first: that it knows no such aggregator shows that the action is allowed. */
const ALLOWED = { NoSuchConfigurationAggregatorException: "there is no such aggregator here" };

/**
 * Tries what `--aggregator` needs, on the smallest pages.
 *
 * @param name an aggregator; empty: the first that there is
 */
export async function probeAggregator(probes: Probes, name: string): Promise<void> {
  const sdk = await configSdk();
  const client = await config(probes.clients);
  const { answer } = await probes.ask(FIND, () =>
    client.send(new sdk.DescribeConfigurationAggregatorsCommand({ Limit: 1 })),
  );
  const first = answer?.ConfigurationAggregators?.[0]?.ConfigurationAggregatorName;
  const ConfigurationAggregatorName = name === "" ? first : name;
  if (ConfigurationAggregatorName === undefined) {
    return probes.skip([STATUS, SELECT], "no aggregator is known to try it on");
  }
  const asked = { ConfigurationAggregatorName, Limit: 1 };
  await probes.ask(
    STATUS,
    () => client.send(new sdk.DescribeConfigurationAggregatorSourcesStatusCommand(asked)),
    ALLOWED,
  );
  const Expression = "SELECT resourceId WHERE resourceType = 'AWS::S3::Bucket'";
  await probes.ask(
    SELECT,
    () => client.send(new sdk.SelectAggregateResourceConfigCommand({ ...asked, Expression })),
    ALLOWED,
  );
}
