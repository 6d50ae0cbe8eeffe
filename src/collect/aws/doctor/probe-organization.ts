import { ListTagsForResourceCommand } from "@aws-sdk/client-organizations";
import type { AwsClients } from "../../../aws/aws-clients.js";
import { SOURCES } from "../../../sources/index.js";
import { NO_SUCH_THING, probedOrganization } from "../../../sources/organization/probe.js";
import { Probes } from "../../../sources/probes.js";
import type { Source } from "../../../sources/source.js";

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
  const sources: readonly Source[] = SOURCES;
  for (const { organization } of sources) await organization?.probe(probes);
  const found = probedOrganization(probes);
  if (!tags || found === "none") return probes;
  const ResourceId = found?.organization?.MasterAccountId ?? accountId;
  await probes.ask(
    "organizations:ListTagsForResource",
    () => clients.organizations.send(new ListTagsForResourceCommand({ ResourceId })),
    NO_SUCH_THING,
  );
  return probes;
}
