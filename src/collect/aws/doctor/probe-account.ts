import type { AwsClients } from "../../../aws/aws-clients.js";
import { SOURCES } from "../../../sources/index.js";
import { Probes } from "../../../sources/probes.js";
import type { Source } from "../../../sources/source.js";
import type { Membership } from "../account-folder.js";

export interface ProbeOptions {
  /** Also what `--fresh` reads. */
  readonly fresh: boolean;
  /** Who says which organization the account is in. */
  readonly membership: Membership;
}

/**
 * Tries every action that an audit of the account of these clients uses, with the smallest pages there are. Nothing
 * of the answers is kept. One request an action, whatever the number of users.
 */
export async function probeAccount(
  clients: AwsClients,
  accountId: string,
  { fresh, membership }: ProbeOptions,
): Promise<Probes> {
  const probes = new Probes(clients, accountId, { fresh });
  const sources: readonly Source[] = SOURCES;
  for (const { scope, live, probe } of sources) {
    if (scope !== "organization" || membership === "account") await live?.probe(probes);
    await probe?.(probes);
  }
  return probes;
}
