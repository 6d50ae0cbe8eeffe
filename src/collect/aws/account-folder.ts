import { rm } from "node:fs/promises";
import { join } from "node:path";
import { type AccountCollection, COLLECTION_FILE, type EvidenceRecord } from "../../model/collection.js";
import type { EvidenceKind } from "../../model/coverage.js";
import type { CallerIdentity } from "./caller-identity.js";
import type { Deadline } from "./deadline.js";
import {
  CREDENTIAL_REPORT,
  type Evidence,
  type EvidenceContext,
  MEMBERSHIP,
  OTHER_EVIDENCE,
} from "./evidence.js";
import { FRESH_FILES } from "./fresh-files.js";
import { inParallel } from "./in-parallel.js";
import type { Clock } from "./outcome.js";
import { preparePrivateFolder, writePrivateJson } from "./private-files.js";
import { ROOT_CREDENTIALS_FILE } from "./root-credentials.js";

/** What is going on with one kind of evidence; `done` of `total` kinds are finished. */
export interface CollectProgress {
  readonly kind: EvidenceKind;
  readonly done: number;
  readonly total: number;
  readonly note?: string;
}

/** Requests of one account at a time, beside the credential report: IAM's own limits are low and unpublished. */
const PARALLEL = 3;
const CALLER_IDENTITY_FILE = "caller-identity.json";
const ALL_EVIDENCE = [CREDENTIAL_REPORT, ...OTHER_EVIDENCE, MEMBERSHIP];

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
  const evidence = ALL_EVIDENCE.map(({ file }) => file);
  const names = [COLLECTION_FILE, CALLER_IDENTITY_FILE, ROOT_CREDENTIALS_FILE, ...FRESH_FILES, ...evidence];
  for (const name of names) await rm(join(folder, name), { force: true });
  return folder;
}

/** Which evidence an account is asked for; what it belongs to only where its organization does not say it. */
export function evidenceOf(membership: "organization" | "account"): {
  readonly report: Evidence;
  readonly others: readonly Evidence[];
} {
  return {
    report: CREDENTIAL_REPORT,
    others: membership === "account" ? [...OTHER_EVIDENCE, MEMBERSHIP] : OTHER_EVIDENCE,
  };
}

export interface Gathering extends Clock, Omit<EvidenceContext, "note"> {
  readonly folder: string;
  readonly membership: "organization" | "account";
  readonly onProgress?: ((progress: CollectProgress) => void) | undefined;
  readonly deadline?: Deadline | undefined;
}

/** Evidence under way: the requests that take their time one by one, and the report that AWS takes its time to make. */
export interface Gathered {
  readonly others: Promise<EvidenceRecord[]>;
  readonly report: Promise<EvidenceRecord>;
}

/** Gets all evidence of an account and writes its files. What cannot be had is coverage with its reason, no exception. */
export function gather(gathering: Gathering): Gathered {
  const { report, others } = evidenceOf(gathering.membership);
  const collect = collector(gathering, others.length + 1);
  // The report first: AWS makes it while the rest is fetched.
  const reportDone = collect(report);
  return { report: reportDone, others: inParallel(others, PARALLEL, collect) };
}

/** Writes `collection.json`: the account is whole. */
export async function closeAccountFolder(folder: string, collection: AccountCollection): Promise<void> {
  await writePrivateJson(folder, COLLECTION_FILE, collection);
}

/** A function that gets one kind of evidence, writes its file and tells its coverage. */
function collector(gathering: Gathering, total: number) {
  const { folder, now, deadline, onProgress } = gathering;
  let done = 0;
  return async ({ kind, file, obtain }: Evidence): Promise<EvidenceRecord> => {
    const note = (text?: string) => onProgress?.({ kind, done, total, ...(text && { note: text }) });
    const obtained = obtain({ ...gathering, note });
    const outcome = await (deadline?.within(obtained) ?? obtained);
    const { status, detail } = outcome;
    const collected_at = now().toISOString();
    if (outcome.status === "ok") await writePrivateJson(folder, file, outcome.document);
    done += 1;
    note(detail);
    return { kind, status, ...(detail && { detail }), collected_at, ...(status === "ok" && { file }) };
  };
}
