import type { InstanceMetadata } from "@aws-sdk/client-sso-admin";
import { accountOf } from "../../aws/account-of.js";
import type { AwsClients } from "../../aws/aws-clients.js";
import { type AwsFailure, classifyFailure } from "../../aws/classify-failure.js";
import { coverageOf } from "../../aws/coverage-of.js";
import { request } from "../calls.js";
import { askOfEach, type EachOf, probeEach } from "../fan-out.js";
import type { Calls, Outcome } from "../source.js";
import { instancesOf, SET_CALLS, type SetName, setsOf, sso } from "./client.js";

const LIST_INSTANCES = "sso:ListInstances";
const LIST_SETS = "sso:ListPermissionSets";
/** What is missing without the list of permission sets. */
const OF_SETS = [
  "permission_sets",
  "permission_set_details",
  "permission_set_policies",
  "permission_set_accounts",
];

const EACH: EachOf<SetName> = {
  name: ({ PermissionSetArn }) => PermissionSetArn,
  gone: ["ResourceNotFound"],
  atOnce: 4,
  each: SET_CALLS,
};

/**
 * Instances and permission sets of a Region. Every account of an organization sees its instance, and only the management
 * account and delegated administrators may read it: that another account may not is no gap in the evidence on it.
 */
export const IDENTITY_CENTER: Calls = {
  async collect({ clients }): Promise<Outcome> {
    let instances: InstanceMetadata[] = [];
    const listed = await request(LIST_INSTANCES, async () => {
      instances = await instancesOf(clients);
    });
    if (listed.status !== "ok") return listed;
    const sets = await setsOfAll(clients, instances);
    if ("failure" in sets) {
      const coverage = coverageOf(sets.failure, LIST_SETS);
      return {
        status: "ok",
        document: { Instances: instances },
        gaps: new Map(OF_SETS.map((kind) => [kind, coverage])),
      };
    }
    const { elements, gaps } = await askOfEach(sets.all, EACH, clients);
    return { status: "ok", document: { Instances: instances, PermissionSets: elements }, gaps };
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

type Sets = { readonly all: readonly SetName[] } | { readonly failure: AwsFailure };

/** The permission sets of all instances of this Region. */
async function setsOfAll(clients: AwsClients, instances: readonly InstanceMetadata[]): Promise<Sets> {
  const all: SetName[] = [];
  for (const { InstanceArn, OwnerAccountId } of await here(clients, instances)) {
    if (InstanceArn === undefined) continue;
    try {
      all.push(...(await setsOf(clients, InstanceArn)));
    } catch (error) {
      const failure = classifyFailure(error);
      const foreign = OwnerAccountId !== undefined && OwnerAccountId !== (await accountOf(clients));
      if (!(foreign && failure.kind === "denied")) return { failure };
    }
  }
  return { all };
}

/** An instance that several Regions show is read in its own. */
async function here(
  clients: AwsClients,
  instances: readonly InstanceMetadata[],
): Promise<InstanceMetadata[]> {
  const region = await (await sso(clients)).config.region();
  return instances.filter(({ PrimaryRegion = region }) => PrimaryRegion === region);
}
