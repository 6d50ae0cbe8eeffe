import { ListTagsForResourceCommand } from "@aws-sdk/client-organizations";
import type { AwsClients } from "../../../aws/aws-clients.js";
import { SOURCES } from "../../../sources/index.js";
import { NO_SUCH_THING, probedOrganization } from "../../../sources/organization/probe.js";
import { Probes } from "../../../sources/probes.js";
import type { Source } from "../../../sources/source.js";
import { isAsked, type Scope } from "../account-folder.js";

const ALL: readonly Source[] = SOURCES;

/**
 * Tries every action that an audit of the account of these clients uses, with the smallest pages there are. Nothing
 * of the answers is kept. One request an action, whatever the number of users.
 */
export async function probeAccount(
  clients: AwsClients,
  accountId: string,
  { fresh, ...scope }: Scope & { readonly fresh: boolean },
): Promise<Probes> {
  const probes = new Probes(clients, accountId, { fresh, regions: scope.regions });
  for (const source of ALL) {
    if (isAsked(source, scope))
      await source.live?.probe(source.scope === "region" ? probes.inRegion() : probes);
    await source.probe?.(probes);
  }
  return probes;
}

/**
 * Tries every action that reading the organization uses.
 *
 * @param accountId the account of the clients
 * @param tags whether accounts are chosen by their tags
 */
export async function probeOrganization(
  clients: AwsClients,
  accountId: string,
  tags: boolean,
): Promise<Probes> {
  const probes = new Probes(clients, accountId);
  for (const { organization } of ALL) await organization?.probe(probes);
  const found = probedOrganization(probes);
  if (!tags || found === "none") return probes;
  const ResourceId = found?.organization?.MasterAccountId ?? accountId;
  const command = new ListTagsForResourceCommand({ ResourceId });
  const action = "organizations:ListTagsForResource";
  await probes.ask(action, () => clients.organizations.send(command), NO_SUCH_THING);
  return probes;
}
