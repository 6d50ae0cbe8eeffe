import type { Region } from "@aws-sdk/client-ec2";
import type { AwsClients } from "../aws/aws-clients.js";
import { classifyFailure } from "../aws/classify-failure.js";
import { coverageOf, type FailedCoverage } from "../aws/coverage-of.js";
import { present } from "../aws/present.js";
import { ec2, ec2Sdk } from "./ec2.js";
import type { LiveContext } from "./source.js";

const ACTION = "ec2:DescribeRegions";
type Asking = Pick<LiveContext, "clients" | "regions">;
type Found = { readonly regions: readonly Region[] } | FailedCoverage;

/** One request an account, however many kinds of evidence are read Region by Region. */
const found = new WeakMap<AwsClients, Promise<Found>>();

/** One request for the Regions that the account has enabled. */
export async function askForRegions(clients: AwsClients): Promise<readonly Region[]> {
  const { Regions } = await (await ec2(clients)).send(new (await ec2Sdk()).DescribeRegionsCommand({}));
  return present(Regions, "Regions");
}

/**
 * The Regions that the account has enabled, as DescribeRegions tells them, or why they are not known. Where only some are
 * wanted, one of these is asked: others may be denied.
 */
export function foundRegions({ clients, regions }: Asking): Promise<Found> {
  const [first] = regions ?? [];
  const known = found.get(clients) ?? find(first === undefined ? clients : clients.in(first));
  found.set(clients, known);
  return known;
}

/**
 * The names of the Regions that the account has enabled, of those that are wanted: what `regions` of a source of Regions is.
 * Where AWS does not tell, those that are wanted by name are asked all the same.
 */
export async function enabledRegions(asking: Asking): Promise<readonly string[] | FailedCoverage> {
  const { regions: wanted } = asking;
  const answer = await foundRegions(asking);
  if ("status" in answer) return wanted ?? answer;
  const enabled = answer.regions.flatMap(({ RegionName }) => RegionName ?? []).sort();
  const asked = enabled.filter((region) => wanted?.includes(region) ?? true);
  if (asked.length > 0) return asked;
  return { status: "error", detail: `the account has not enabled ${wanted?.join(", ") ?? "any Region"}` };
}

async function find(clients: AwsClients): Promise<Found> {
  try {
    return { regions: await askForRegions(clients) };
  } catch (error) {
    return coverageOf(classifyFailure(error), ACTION);
  }
}
