import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { AwsClients } from "../../aws/clients.js";
import { type AccountCollection, COLLECTION_FILE, type EvidenceRecord } from "../../model/collection.js";
import type { EvidenceKind } from "../../model/coverage.js";
import { callerIdentity } from "./caller-identity.js";
import { CREDENTIAL_REPORT, type Evidence, type EvidenceContext, OTHER_EVIDENCE } from "./evidence.js";
import type { Clock } from "./outcome.js";
import { preparePrivateFolder, writePrivateJson } from "./private-files.js";

/** What is going on with one kind of evidence; `done` of `total` kinds are finished. */
export interface CollectProgress {
  readonly kind: EvidenceKind;
  readonly done: number;
  readonly total: number;
  readonly note?: string;
}

export interface CollectAccountOptions extends Clock {
  readonly clients: AwsClients;
  /** The folder that gets a folder named for the account. */
  readonly dir: string;
  readonly reportTimeoutSeconds: number;
  readonly onProgress?: ((progress: CollectProgress) => void) | undefined;
}

/** Requests of one account at a time, beside the credential report: IAM's own limits are low and unpublished. */
const PARALLEL = 3;
const CALLER_IDENTITY_FILE = "caller-identity.json";
const ALL_EVIDENCE = [CREDENTIAL_REPORT, ...OTHER_EVIDENCE];

/**
 * Collects the evidence on the account that the clients belong to into `dir/<account id>/`, as files in the shapes of
 * the AWS CLI, and returns what `collection.json` says of it. Evidence that could not be had is coverage with its
 * reason, no exception. Files of an earlier collection are removed first, so that nothing old passes for new.
 *
 * @throws UserError when AWS cannot be reached with these credentials at all, or the folder cannot be written
 */
export async function collectAccount(options: CollectAccountOptions): Promise<AccountCollection> {
  const { clients, dir, now } = options;
  const identity = await callerIdentity(clients);
  const folder = join(dir, identity.accountId);
  await prepareAccountFolder(folder);
  await writePrivateJson(folder, CALLER_IDENTITY_FILE, identity.document);
  const collect = collector(folder, options);
  // The report first: AWS makes it while the rest is fetched.
  const [report, others] = await Promise.all([
    collect(CREDENTIAL_REPORT),
    inParallel(OTHER_EVIDENCE, PARALLEL, collect),
  ]);
  const collection: AccountCollection = {
    version: 1,
    account_id: identity.accountId,
    partition: identity.partition,
    collected_at: now().toISOString(),
    evidence: [report, ...others],
    calls: clients.calls.toRecord(),
  };
  await writePrivateJson(folder, COLLECTION_FILE, collection);
  return collection;
}

async function prepareAccountFolder(folder: string): Promise<void> {
  await preparePrivateFolder(folder);
  const names = [COLLECTION_FILE, CALLER_IDENTITY_FILE, ...ALL_EVIDENCE.map(({ file }) => file)];
  for (const name of names) await rm(join(folder, name), { force: true });
}

/** A function that gets one kind of evidence, writes its file and tells its coverage. */
function collector(folder: string, options: CollectAccountOptions) {
  const { clients, reportTimeoutSeconds, now, sleep } = options;
  let done = 0;
  return async ({ kind, file, obtain }: Evidence): Promise<EvidenceRecord> => {
    const tell = (note?: string) =>
      options.onProgress?.({ kind, done, total: ALL_EVIDENCE.length, ...(note && { note }) });
    const context: EvidenceContext = { clients, reportTimeoutSeconds, now, sleep, note: tell };
    const outcome = await obtain(context);
    const { status, detail } = outcome;
    const collected_at = now().toISOString();
    if (outcome.status === "ok") await writePrivateJson(folder, file, outcome.document);
    done += 1;
    tell(detail);
    return { kind, status, ...(detail && { detail }), collected_at, ...(status === "ok" && { file }) };
  };
}

/** Runs a task for each item, at most `limit` at a time; results in the order of the items. */
async function inParallel<Item, Result>(
  items: readonly Item[],
  limit: number,
  task: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const queue = items.entries();
  const worker = async () => {
    for (const [index, item] of queue) results[index] = await task(item);
  };
  await Promise.all(Array.from({ length: limit }, worker));
  return results;
}
