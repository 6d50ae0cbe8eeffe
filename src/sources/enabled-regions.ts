import type { Region } from "@aws-sdk/client-ec2";
import type { AwsClients } from "../aws/aws-clients.js";
import { classifyFailure } from "../aws/classify-failure.js";
import { coverageOf, type FailedCoverage } from "../aws/coverage-of.js";
import { present } from "../aws/present.js";
import { ec2, ec2Sdk } from "./ec2.js";
import type { LiveContext } from "./source.js";

const ACTION = "ec2:DescribeRegions";
type Found = { readonly regions: readonly Region[] } | FailedCoverage;

/** One request an account, however many kinds of evidence are read Region by Region. */
const found = new WeakMap<AwsClients, Promise<Found>>();

/** One request for the Regions that the account has enabled. */
export async function askForRegions(clients: AwsClients): Promise<readonly Region[]> {
  const { Regions } = await (await ec2(clients)).send(new (await ec2Sdk()).DescribeRegionsCommand({}));
  return present(Regions, "Regions");
}

/** The Regions that the account has enabled, as DescribeRegions tells them, or why they are not known. */
export function foundRegions(clients: AwsClients): Promise<Found> {
  const known = found.get(clients) ?? find(clients);
  found.set(clients, known);
  return known;
}

/** The names of the Regions that the account has enabled: what `regions` of a source of Regions is. */
export async function enabledRegions({
  clients,
}: Pick<LiveContext, "clients">): Promise<readonly string[] | FailedCoverage> {
  const answer = await foundRegions(clients);
  if ("status" in answer) return answer;
  return answer.regions.flatMap(({ RegionName }) => RegionName ?? []).sort();
}

async function find(clients: AwsClients): Promise<Found> {
  try {
    return { regions: await askForRegions(clients) };
  } catch (error) {
    return coverageOf(classifyFailure(error), ACTION);
  }
}
