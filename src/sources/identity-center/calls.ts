import type { InstanceMetadata } from "@aws-sdk/client-sso-admin";
import { accountOf } from "../../aws/account-of.js";
import type { AwsClients } from "../../aws/aws-clients.js";
import { classifyFailure } from "../../aws/classify-failure.js";
import { coverageOf, type FailedCoverage } from "../../aws/coverage-of.js";
import { request } from "../calls.js";
import { askOfEach, type EachOf, probeEach } from "../fan-out.js";
import type { Calls, Outcome } from "../source.js";
import { instancesOf, SET_CALLS, type SetName, setsOf, sso } from "./client.js";
import { OF_SETS } from "./kinds.js";

const LIST_INSTANCES = "sso:ListInstances";
const LIST_SETS = "sso:ListPermissionSets";
/** AWS does not tell whether the role may not, or the account. */
const FOREIGN = `${LIST_SETS} (AWS lets only the management account and delegated administrators of IAM Identity Center read it)`;

const EACH: EachOf<SetName> = {
  name: ({ PermissionSetArn }) => PermissionSetArn,
  gone: ["ResourceNotFound"],
  atOnce: 4,
  each: SET_CALLS,
};

/**
 * Instances and permission sets of a Region. Every account of an organization sees its instance, and only the management
 * account and delegated administrators may read it. A refusal looks the same wherever it comes from, so it is a gap here:
 * what other accounts and the organization tell may show that it is none.
 */
export const IDENTITY_CENTER: Calls = {
  async collect({ clients }): Promise<Outcome> {
    let instances: InstanceMetadata[] = [];
    const listed = await request(LIST_INSTANCES, async () => {
      instances = await instancesOf(clients);
    });
    if (listed.status !== "ok") return listed;
    const sets = await setsOfAll(clients, instances);
    const { elements, gaps } = await askOfEach(sets.all, EACH, clients);
    const { gap } = sets;
    // A list with a gap is told only where something is in it.
    const PermissionSets = gap !== undefined && elements.length === 0 ? undefined : elements;
    return {
      status: "ok",
      document: { Instances: instances, PermissionSets },
      gaps: gap === undefined ? gaps : new Map([...OF_SETS.map((kind) => [kind, gap] as const), ...gaps]),
    };
  },
  async probe(probes) {
    const { answer = [] } = await probes.ask(LIST_INSTANCES, () => instancesOf(probes.clients));
    const [instance] = await here(probes.clients, answer);
    const InstanceArn = instance?.InstanceArn;
    if (InstanceArn === undefined) {
      const actions = [LIST_SETS, ...SET_CALLS.map(({ action }) => action)];
      probes.skip(actions, "not tried: there is no instance here");
      return;
    }
    const sets = await probes.ask(LIST_SETS, () => setsOf(probes.clients, InstanceArn));
    await probeEach(probes, sets.answer ?? [], EACH);
  },
};

interface Sets {
  readonly all: readonly SetName[];
  /** Why those of an instance are not among them. */
  readonly gap: FailedCoverage | undefined;
}

/** The permission sets of all instances of this Region. */
async function setsOfAll(clients: AwsClients, instances: readonly InstanceMetadata[]): Promise<Sets> {
  const all: SetName[] = [];
  let gap: FailedCoverage | undefined;
  for (const { InstanceArn, OwnerAccountId } of await here(clients, instances)) {
    if (InstanceArn === undefined) continue;
    try {
      all.push(...(await setsOf(clients, InstanceArn)));
    } catch (error) {
      const coverage = coverageOf(classifyFailure(error), LIST_SETS);
      const foreign = OwnerAccountId !== undefined && OwnerAccountId !== (await accountOf(clients));
      // One's own instance, and anything but a refusal, is a gap for certain.
      if (coverage.status !== "denied") return { all, gap: coverage };
      gap = foreign ? (gap ?? { ...coverage, detail: FOREIGN }) : coverage;
    }
  }
  return { all, gap };
}

/** An instance that several Regions show is read in its own. */
async function here(
  clients: AwsClients,
  instances: readonly InstanceMetadata[],
): Promise<InstanceMetadata[]> {
  const region = await (await sso(clients)).config.region();
  return instances.filter(({ PrimaryRegion = region }) => PrimaryRegion === region);
}
