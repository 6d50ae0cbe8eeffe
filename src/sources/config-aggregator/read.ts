import type { AggregatedSourceStatus, ConfigurationAggregator } from "@aws-sdk/client-config-service";
import type { AwsClients } from "../../aws/aws-clients.js";
import { classifyFailure } from "../../aws/classify-failure.js";
import { coverageOf, type FailedCoverage } from "../../aws/coverage-of.js";
import { inParallel } from "../../aws/in-parallel.js";
import { ACCOUNT_ID } from "../../model/arn.js";
import { REGION } from "../../model/collection.js";
import { SELECT, STATUS, selectAll, sourceStatuses } from "./ask.js";
import { type Item, readItems } from "./items.js";
import { RECORDER_TYPE, type Recorded, recordedBy } from "./recorded.js";
import { AGGREGATED } from "./types.js";

/** How an account and Region was last copied into the aggregator. */
export interface Copied {
  /** Why it cannot be relied on; undefined: it is up to date. */
  readonly fault: string | undefined;
  /** When that was. */
  readonly at: Date | undefined;
}

/** What an aggregator holds of a type, by account and Region, and how many resources do not say where they are. */
export interface Resources {
  readonly of: (account: string, region: string) => readonly Item[];
  readonly lost: number;
}

/** All that was read of an aggregator. */
export interface Held {
  readonly name: string;
  /** It takes in every Region there is. */
  readonly everywhere: boolean;
  /** The Regions that it takes in, as far as anything tells. */
  readonly regions: readonly string[];
  /** By account and Region; why nobody knows it. */
  readonly copied: ReadonlyMap<string, ReadonlyMap<string, Copied>> | FailedCoverage;
  readonly resources: ReadonlyMap<string, Resources | FailedCoverage>;
  readonly recorders: ReadonlyMap<string, Recorded>;
}

/** Types that are asked for at a time. */
const AT_ONCE = 3;

/** Reads all that is of use of an aggregator; what is denied is missing by itself. */
export async function readAggregator(
  clients: AwsClients,
  aggregator: ConfigurationAggregator,
  note: (text: string) => void,
): Promise<Held> {
  const name = aggregator.ConfigurationAggregatorName ?? "";
  const copied = await orFailure(STATUS, async () => copiedBy(await sourceStatuses(clients, name)));
  const types = [RECORDER_TYPE, ...AGGREGATED.map(({ resourceType }) => resourceType)];
  const resources = await inParallel(types, AT_ONCE, async (type) => {
    const found = await orFailure(SELECT, async () =>
      resourcesOf(await selectAll(clients, name, type, note)),
    );
    return [type, found] as const;
  });
  const byType = new Map(resources);
  return {
    name,
    ...reach(aggregator, copied),
    copied,
    resources: byType,
    recorders: recordersOf(byType.get(RECORDER_TYPE), copied),
  };
}

/** The key of a place in `recorders`. */
export const placeKey = (account: string, region: string) => `${account} ${region}`;

async function orFailure<Value>(action: string, run: () => Promise<Value>): Promise<Value | FailedCoverage> {
  try {
    return await run();
  } catch (error) {
    return coverageOf(classifyFailure(error), action);
  }
}

function copiedBy(all: readonly AggregatedSourceStatus[]): Map<string, Map<string, Copied>> {
  const accounts = new Map<string, Map<string, Copied>>();
  for (const { SourceId = "", AwsRegion = "", ...status } of all) {
    if (!ACCOUNT_ID.test(SourceId) || !REGION.test(AwsRegion)) continue;
    const regions = accounts.get(SourceId) ?? new Map<string, Copied>();
    accounts.set(SourceId, regions);
    // An account may be a source twice over: one that is up to date is enough.
    if (regions.get(AwsRegion)?.fault !== undefined || !regions.has(AwsRegion))
      regions.set(AwsRegion, { fault: faultOf(status), at: status.LastUpdateTime });
  }
  return accounts;
}

function faultOf({ LastUpdateStatus, LastErrorCode }: AggregatedSourceStatus): string | undefined {
  if (LastUpdateStatus === "SUCCEEDED") return undefined;
  return `${LastUpdateStatus ?? "no status"}${LastErrorCode === undefined ? "" : ` (${LastErrorCode})`}`;
}

function resourcesOf(results: readonly string[]): Resources {
  const { items, lost } = readItems(results);
  const places = new Map<string, Item[]>();
  for (const item of items) {
    const key = placeKey(item.accountId, item.awsRegion);
    const known = places.get(key) ?? [];
    places.set(key, known);
    known.push(item);
  }
  return { of: (account, region) => places.get(placeKey(account, region)) ?? [], lost };
}

function recordersOf(
  found: Resources | FailedCoverage | undefined,
  copied: Held["copied"],
): Map<string, Recorded> {
  const recorders = new Map<string, Recorded>();
  if (found === undefined || "status" in found || "status" in copied) return recorders;
  for (const [account, regions] of copied) {
    for (const region of regions.keys()) {
      const [recorder] = found.of(account, region).flatMap((item) => recordedBy(item) ?? []);
      if (recorder !== undefined) recorders.set(placeKey(account, region), recorder);
    }
  }
  return recorders;
}

function reach(
  {
    OrganizationAggregationSource: organization,
    AccountAggregationSources: accounts = [],
  }: ConfigurationAggregator,
  copied: Held["copied"],
): Pick<Held, "everywhere" | "regions"> {
  const sources = [...(organization === undefined ? [] : [organization]), ...accounts];
  const named = sources.flatMap(({ AwsRegions = [] }) => AwsRegions);
  const seen = "status" in copied ? [] : [...copied.values()].flatMap((regions) => [...regions.keys()]);
  return {
    everywhere: sources.length > 0 && sources.every(({ AllAwsRegions }) => AllAwsRegions === true),
    regions: [...new Set([...named, ...seen])].filter((one) => REGION.test(one)).sort(),
  };
}
