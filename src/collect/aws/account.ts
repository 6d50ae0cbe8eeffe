import type { AwsClients } from "../../aws/aws-clients.js";
import type { AccountCollection } from "../../model/collection.js";
import type { Clock } from "../../sources/source.js";
import { type CollectProgress, closeAccountFolder, gather, openAccountFolder } from "./account-folder.js";
import { callerIdentity } from "./caller-identity.js";

export interface CollectAccountOptions extends Clock {
  readonly clients: AwsClients;
  /** The folder that gets a folder named for the account. */
  readonly dir: string;
  readonly reportTimeoutSeconds: number;
  readonly onProgress?: ((progress: CollectProgress) => void) | undefined;
}

/**
 * Collects the evidence on the account that the clients belong to into `dir/<account id>/`, as files in the shapes of
 * the AWS CLI, and returns what `collection.json` says of it. Evidence that could not be had is coverage with its
 * reason, no exception.
 *
 * @throws UserError when AWS cannot be reached with these credentials at all, or the folder cannot be written
 */
export async function collectAccount(options: CollectAccountOptions): Promise<AccountCollection> {
  const { clients, dir, now } = options;
  const identity = await callerIdentity(clients);
  const folder = await openAccountFolder(dir, identity);
  const gathered = gather({ ...options, folder, membership: "account" });
  const [report, others] = await Promise.all([gathered.report, gathered.others]);
  const collection: AccountCollection = {
    version: 1,
    account_id: identity.accountId,
    partition: identity.partition,
    collected_at: now().toISOString(),
    evidence: [...report, ...others],
    calls: clients.calls.toRecord(),
  };
  await closeAccountFolder(folder, collection);
  return collection;
}
