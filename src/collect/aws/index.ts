import { createClients } from "../../aws/clients.js";
import type { Clock } from "../../sources/source.js";
import { collectAccount } from "./account.js";
import type { CollectProgress } from "./account-folder.js";

export type { CollectProgress };

export interface CollectLiveOptions extends Clock {
  /** The folder to collect into: one folder an account, which the file reader reads. */
  readonly dir: string;
  /** How long to wait for the credential report. */
  readonly reportTimeoutSeconds: number;
  readonly profile?: string | undefined;
  readonly region?: string | undefined;
  readonly onProgress?: ((progress: CollectProgress) => void) | undefined;
}

export interface LiveCollection {
  readonly accountIds: readonly string[];
  readonly partition: string;
  /** Requests sent, by action; every retry counts. */
  readonly calls: Readonly<Record<string, number>>;
}

/**
 * Collects the account of the credentials at hand into `dir`. Load this module only for a live audit: it brings the
 * AWS SDK with it.
 *
 * @throws UserError when AWS cannot be reached with these credentials at all, or the folder cannot be written
 */
export async function collectLive(options: CollectLiveOptions): Promise<LiveCollection> {
  const clients = await createClients({ profile: options.profile, region: options.region });
  const { account_id, partition, calls } = await collectAccount({ ...options, clients });
  return { accountIds: [account_id], partition, calls };
}
