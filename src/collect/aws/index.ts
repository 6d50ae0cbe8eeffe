import { createClients } from "../../aws/clients.js";
import type { AccountCollection } from "../../model/collection.js";
import type { Clock } from "../../sources/source.js";
import {
  type CollectProgress,
  closeAccountFolder,
  gather,
  narrowedTo,
  openAccountFolder,
} from "./account-folder.js";
import { callerIdentity } from "./caller-identity.js";

export type { CollectProgress };

export interface CollectLiveOptions extends Clock {
  /** The folder to collect into: one folder an account, which the file reader reads. */
  readonly dir: string;
  /** How long to wait for the credential report. */
  readonly reportTimeoutSeconds: number;
  readonly profile?: string | undefined;
  readonly region?: string | undefined;
  /** Also what only --full asks for. */
  readonly full: boolean;
  /** Only in these Regions; left out: in all that the account has enabled. */
  readonly regions?: readonly string[] | undefined;
  readonly onProgress?: ((progress: CollectProgress) => void) | undefined;
}

export interface LiveCollection {
  readonly accountIds: readonly string[];
  readonly partition: string;
  /** Requests sent, by action; every retry counts. */
  readonly calls: Readonly<Record<string, number>>;
}

/**
 * Collects the account of the credentials at hand into `dir/<account id>/`, as files in the shapes of the AWS CLI. Evidence
 * that could not be had is coverage with its reason, no exception. Load this module only for a live audit: it brings the
 * AWS SDK with it.
 *
 * @throws UserError when AWS cannot be reached with these credentials at all, or the folder cannot be written
 */
export async function collectLive(options: CollectLiveOptions): Promise<LiveCollection> {
  const clients = await createClients({ profile: options.profile, region: options.region });
  const { accountId, partition, document } = await callerIdentity(clients);
  const folder = await openAccountFolder(options.dir, { accountId, partition, document });
  const gathered = gather({ ...options, clients, folder, membership: "account" });
  const [report, others] = await Promise.all([gathered.report, gathered.others]);
  const collection: AccountCollection = {
    version: 1,
    account_id: accountId,
    partition,
    collected_at: options.now().toISOString(),
    ...narrowedTo(options),
    evidence: [...report, ...others],
    calls: clients.calls.toRecord(),
  };
  await closeAccountFolder(folder, collection);
  return { accountIds: [accountId], partition, calls: collection.calls };
}
