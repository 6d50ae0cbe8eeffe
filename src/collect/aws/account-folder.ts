import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { inParallel } from "../../aws/in-parallel.js";
import {
  type AccountCollection,
  COLLECTION_FILE,
  type EvidenceRecord,
  REGION,
} from "../../model/collection.js";
import { credentialReport } from "../../sources/credential-report/index.js";
import { SOURCES } from "../../sources/index.js";
import type { Source } from "../../sources/source.js";
import type { CallerIdentity } from "./caller-identity.js";
import { type Collecting, collectSource } from "./collect-source.js";
import { preparePrivateFolder, writePrivateJson } from "./private-files.js";

/** What is going on with one kind of evidence; `done` of `total` kinds are finished. */
export interface CollectProgress {
  readonly kind: string;
  readonly done: number;
  readonly total: number;
  readonly note?: string;
}

/** Requests of one account at a time, beside the credential report: IAM's own limits are low and unpublished. */
const PARALLEL = 3;
const CALLER_IDENTITY_FILE = "caller-identity.json";
const ALL: readonly Source[] = SOURCES;

/** Makes an account's folder and says whose it is. Files of an earlier collection go, so that nothing old passes for new. */
export async function openAccountFolder(dir: string, identity: CallerIdentity): Promise<string> {
  const folder = await emptyAccountFolder(dir, identity.accountId);
  await writePrivateJson(folder, CALLER_IDENTITY_FILE, identity.document);
  return folder;
}

/** The folder of an account of which nothing is known but that it is there. */
export async function emptyAccountFolder(dir: string, accountId: string): Promise<string> {
  const folder = join(dir, accountId);
  await preparePrivateFolder(folder);
  const files = ALL.flatMap((source) => source.files);
  for (const name of [COLLECTION_FILE, CALLER_IDENTITY_FILE, ...files]) {
    await rm(join(folder, name), { force: true });
  }
  for (const name of await readdir(folder)) {
    if (REGION.test(name)) await rm(join(folder, name), { recursive: true });
  }
  return folder;
}

/** Who says which organization an account is in: the documents of the organization, or the account itself. */
export type Membership = "organization" | "account";

/** How much an account is asked for. */
export interface Scope {
  readonly membership: Membership;
  /** Also what only --full asks for. */
  readonly full: boolean;
  /** What is of Regions is asked in these only; left out: in all that the account has enabled. */
  readonly regions?: readonly string[] | undefined;
}

/** Is an account asked for this? For what it belongs to only where its organization does not say it. */
export function isAsked({ asked, scope }: Source, { membership, full }: Scope): boolean {
  return (scope !== "organization" || membership === "account") && (asked === undefined || full);
}

/** What an account is asked for beside its report. */
function othersOf(wanted: Scope): Source[] {
  const own = ALL.filter(({ live }) => live !== undefined && live !== credentialReport.live);
  return own.filter((source) => isAsked(source, wanted));
}

/** The kinds of evidence that an account is asked for. */
export function kindsOf(wanted: Scope): string[] {
  return [credentialReport, ...othersOf(wanted)].flatMap(({ kinds }): readonly string[] => kinds);
}

/** What the record of a collection says of the Regions that it was narrowed to. */
export function narrowedTo({
  full,
  regions,
}: Pick<Scope, "full" | "regions">): Pick<AccountCollection, "regions"> {
  return full && regions !== undefined ? { regions: [...regions] } : {};
}

export interface Gathering extends Omit<Collecting, "note">, Scope {
  readonly onProgress?: ((progress: CollectProgress) => void) | undefined;
}

/** Evidence under way: the requests that take their time one by one, and the report that AWS takes its time to make. */
export interface Gathered {
  readonly others: Promise<EvidenceRecord[]>;
  readonly report: Promise<EvidenceRecord[]>;
}

/** Gets all evidence of an account and writes its files. What cannot be had is coverage with its reason, no exception. */
export function gather(gathering: Gathering): Gathered {
  const others = othersOf(gathering);
  const collect = collector(gathering, others.length + 1);
  // The report first: AWS makes it while the rest is fetched.
  const report = collect(credentialReport);
  return { report, others: inParallel(others, PARALLEL, collect).then((all) => all.flat()) };
}

/** Writes `collection.json`: the account is whole. */
export async function closeAccountFolder(folder: string, collection: AccountCollection): Promise<void> {
  await writePrivateJson(folder, COLLECTION_FILE, collection);
}

/** A function that gets the evidence of a source and tells how many of all are done. */
function collector(gathering: Gathering, total: number) {
  let done = 0;
  return async (source: Source): Promise<EvidenceRecord[]> => {
    const [kind = ""] = source.kinds;
    const note = (text?: string) =>
      gathering.onProgress?.({ kind, done, total, ...(text && { note: text }) });
    const records = await collectSource(source, { ...gathering, note });
    done += 1;
    note(records[0]?.detail);
    return records;
  };
}
