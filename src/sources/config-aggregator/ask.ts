import type {
  AggregatedSourceStatus,
  ConfigurationAggregator,
  DescribeConfigurationAggregatorSourcesStatusCommandOutput,
  DescribeConfigurationAggregatorsCommandOutput,
  SelectAggregateResourceConfigCommandOutput,
} from "@aws-sdk/client-config-service";
import type { AwsClients } from "../../aws/aws-clients.js";
import { present } from "../../aws/present.js";
import { allPagesOf, type Pages } from "../calls.js";
import { config, configSdk } from "../config.js";

export const FIND = "config:DescribeConfigurationAggregators";
export const STATUS = "config:DescribeConfigurationAggregatorSourcesStatus";
export const SELECT = "config:SelectAggregateResourceConfig";

const SIZE = 100;
const next = ({ NextToken }: { readonly NextToken?: string | undefined }) => NextToken || undefined;
const quiet = () => undefined;

/** The aggregators of the account and Region of these clients. */
export async function aggregators(clients: AwsClients): Promise<ConfigurationAggregator[]> {
  const spec: Pages<DescribeConfigurationAggregatorsCommandOutput> = {
    action: FIND,
    size: SIZE,
    next,
    send: async (_, { size: Limit, token: NextToken }) => {
      const { DescribeConfigurationAggregatorsCommand: Command } = await configSdk();
      return (await config(clients)).send(new Command({ Limit, NextToken }));
    },
  };
  const pages = await allPagesOf(spec, clients, quiet);
  return pages.flatMap((page) => present(page.ConfigurationAggregators, "ConfigurationAggregators"));
}

/** How each account and Region was last copied into an aggregator. */
export async function sourceStatuses(clients: AwsClients, name: string): Promise<AggregatedSourceStatus[]> {
  const spec: Pages<DescribeConfigurationAggregatorSourcesStatusCommandOutput> = {
    action: STATUS,
    size: SIZE,
    next,
    send: async (_, { size: Limit, token: NextToken }) => {
      const { DescribeConfigurationAggregatorSourcesStatusCommand: Command } = await configSdk();
      const asked = { ConfigurationAggregatorName: name, Limit, NextToken };
      return (await config(clients)).send(new Command(asked));
    },
  };
  const pages = await allPagesOf(spec, clients, quiet);
  return pages.flatMap((page) => present(page.AggregatedSourceStatusList, "AggregatedSourceStatusList"));
}

const COLUMNS =
  "accountId, awsRegion, resourceId, resourceName, arn, configuration, supplementaryConfiguration, configurationItemCaptureTime";

/**
 * What an aggregator holds of a type of resource, in all accounts and Regions: JSON texts.
 *
 * @see https://docs.aws.amazon.com/config/latest/developerguide/querying-AWS-resources.html
 */
export async function selectAll(
  clients: AwsClients,
  name: string,
  resourceType: string,
  note: (text: string) => void,
): Promise<string[]> {
  const spec: Pages<SelectAggregateResourceConfigCommandOutput> = {
    action: SELECT,
    size: SIZE,
    next,
    noun: resourceType,
    send: async (_, { size: Limit, token: NextToken }) => {
      const { SelectAggregateResourceConfigCommand: Command } = await configSdk();
      const Expression = `SELECT ${COLUMNS} WHERE resourceType = '${resourceType}'`;
      const asked = { ConfigurationAggregatorName: name, Expression, Limit, NextToken };
      return (await config(clients)).send(new Command(asked));
    },
  };
  const pages = await allPagesOf(spec, clients, note);
  return pages.flatMap((page) => present(page.Results, "Results"));
}
