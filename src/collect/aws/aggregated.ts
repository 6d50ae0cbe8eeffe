import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { ConfigurationAggregator } from "@aws-sdk/client-config-service";
import { accessError } from "../../aws/access-error.js";
import { classifyFailure } from "../../aws/classify-failure.js";
import { createClients } from "../../aws/clients.js";
import {
  type AccountCollection,
  COLLECTION_FILE,
  collectionSchema,
  type EvidenceRecord,
} from "../../model/collection.js";
import { UserError } from "../../model/user-error.js";
import { aggregators, FIND } from "../../sources/config-aggregator/ask.js";
import { type Held, readAggregator } from "../../sources/config-aggregator/read.js";
import { type Recorded, recordedIn } from "../../sources/config-aggregator/recorded.js";
import { type Unit, unitsOf } from "../../sources/config-aggregator/units.js";
import { configRecorder } from "../../sources/config-recorder/index.js";
import type { Base } from "./bases.js";
import { callerIdentity } from "./caller-identity.js";
import { preparePrivateFolder, writePrivateJson } from "./private-files.js";

/** The folder of accounts that nothing else was read of. */
const OTHERS = "aggregator";

/** An aggregator that was found, and who reads it. */
export interface OpenAggregator {
  readonly base: Base;
  readonly aggregator: ConfigurationAggregator;
}

/**
 * Finds an aggregator of the account and Region of the credentials at hand, before anything else is collected.
 *
 * @param wanted its name; '': there is only one
 * @throws UserError when there is none, or nobody knows which
 */
export async function openAggregator(
  wanted: string,
  settings: { readonly profile?: string | undefined; readonly region?: string | undefined },
): Promise<OpenAggregator> {
  const clients = await createClients(settings);
  const base = { clients, identity: await callerIdentity(clients) };
  const place = `account ${base.identity.accountId} in ${await clients.sts.config.region()}`;
  const all = await aggregators(clients).catch((error: unknown) => {
    throw cannotList(error, place, settings.profile);
  });
  return { base, aggregator: chooseAggregator(all, wanted, place) };
}

/** The aggregator that is meant, of those of a `place`. Throws `UserError` where there is none, or nobody knows which. */
export function chooseAggregator(
  all: readonly ConfigurationAggregator[],
  wanted: string,
  place: string,
): ConfigurationAggregator {
  const names = all.flatMap(({ ConfigurationAggregatorName: name }) => name ?? []);
  const chosen =
    wanted === "" && all.length === 1
      ? all[0]
      : all.find(({ ConfigurationAggregatorName: name }) => name === wanted);
  if (chosen !== undefined) return chosen;
  throw new UserError({
    code: "no_aggregator",
    what:
      names.length === 0
        ? `There is no AWS Config aggregator in ${place}.`
        : wanted === ""
          ? `There are several AWS Config aggregators in ${place}.`
          : `There is no AWS Config aggregator ${wanted} in ${place}.`,
    fix:
      names.length === 0
        ? "Name the Region that it is in with --region, or leave out --aggregator and ask the services with --full."
        : `Name one with --aggregator NAME: ${names.join(", ")}.`,
  });
}

function cannotList(error: unknown, place: string, profile: string | undefined): unknown {
  const failure = classifyFailure(error);
  if (failure.kind !== "denied") return accessError(failure, profile, error);
  return new UserError({
    code: "aggregator_denied",
    what: `AWS does not let these credentials list the AWS Config aggregators of ${place}.`,
    fix: `Allow ${FIND}, or leave out --aggregator and ask the services with --full.`,
    exitCode: 1,
    cause: error,
  });
}

/** What was collected of accounts, to which that of an aggregator is added. */
export interface Beside {
  /** The folder that holds the folders of the accounts. */
  readonly dir: string;
  /** The accounts of the run, each with the only Regions that are asked of it. */
  readonly accounts: readonly {
    readonly account_id: string;
    readonly regions?: readonly string[] | undefined;
  }[];
  /** Accounts that were left out on request. */
  readonly leftOut: ReadonlySet<string>;
  /** The only Regions that other accounts are told of. */
  readonly regions: readonly string[] | undefined;
  readonly now: () => Date;
  readonly note: (text: string) => void;
}

export interface AggregatedOutcome {
  /** The folder of accounts that nothing else was read of; undefined: there are none. */
  readonly folder: string | undefined;
  /** Accounts that something was added to, and that were added. */
  readonly filled: number;
  readonly added: number;
  readonly calls: number;
}

/**
 * Reads an aggregator, and writes what it holds as the documents of the services, wherever the account itself did not give
 * them. Accounts that nothing else was read of lie in a folder of their own: they are not whole, should the run go on.
 */
export async function addAggregated(
  { base, aggregator }: OpenAggregator,
  beside: Beside,
): Promise<AggregatedOutcome> {
  const { dir, leftOut, note } = beside;
  const held = await readAggregator(base.clients, aggregator, note);
  const others = join(dir, OTHERS);
  await rm(others, { recursive: true, force: true });
  const run = new Map(beside.accounts.map((one) => [one.account_id, one]));
  const copied = "status" in held.copied ? [] : [...held.copied.keys()];
  const accounts = [...new Set([...run.keys(), ...copied])].filter((id) => !leftOut.has(id)).sort();
  let [filled, added] = [0, 0];
  for (const account of accounts) {
    const known = await readCollection(join(dir, account));
    const regions = run.has(account) ? run.get(account)?.regions : beside.regions;
    const at = beside.now().toISOString();
    const place = { held, account, regions, at };
    if (known !== undefined) {
      if (await merge(join(dir, account), known, place)) filled += 1;
    } else if (copied.includes(account)) {
      const collection = { ...EMPTY, account_id: account, partition: base.identity.partition };
      const folder = join(others, account);
      await preparePrivateFolder(folder);
      await merge(folder, { ...collection, collected_at: at }, place);
      added += 1;
    }
  }
  const calls = Object.values(base.clients.calls.toRecord()).reduce((sum, count) => sum + count, 0);
  return { folder: added > 0 ? others : undefined, filled, added, calls };
}

const EMPTY: Pick<AccountCollection, "version" | "evidence" | "calls"> = {
  version: 1,
  evidence: [],
  calls: {},
};

async function readCollection(folder: string): Promise<AccountCollection | undefined> {
  return collectionSchema.safeParse(await readJson(join(folder, COLLECTION_FILE))).data;
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch {
    return undefined;
  }
}

interface Merging {
  readonly held: Held;
  readonly account: string;
  readonly regions: readonly string[] | undefined;
  readonly at: string;
}

/** Adds to an account what it did not give itself; false: it lacks nothing of it, or the aggregator has none of it. */
async function merge(
  folder: string,
  collection: AccountCollection,
  { held, account, regions, at }: Merging,
): Promise<boolean> {
  const own = collection.evidence.filter(({ aggregator }) => aggregator === undefined);
  await forget(folder, collection.evidence);
  const recorder = await recordersIn(folder, held.regions);
  const units = unitsOf(held, { account, regions, recorder });
  const given = new Set(units.flatMap(({ source, document }) => (document === undefined ? [] : [source])));
  const taken = units.filter((unit) => isWanted(unit, own, given.has(unit.source)));
  for (const { document, region, source } of taken) {
    if (document === undefined) continue;
    const place = join(folder, region ?? "");
    await preparePrivateFolder(place);
    await writePrivateJson(place, source.files[0] ?? "", document);
  }
  const kept = own.filter((record) => !taken.some((unit) => replaces(unit, record)));
  const evidence = [...kept, ...taken.flatMap((unit) => recordsOf(unit, held.name, at))];
  await writePrivateJson(folder, COLLECTION_FILE, { ...collection, evidence });
  return taken.some(({ document }) => document !== undefined);
}

/** What the account gave itself wins; why it gave nothing is told rather than that the aggregator has nothing either. */
function isWanted(
  { source, region, document }: Unit,
  own: readonly EvidenceRecord[],
  given: boolean,
): boolean {
  const direct = own.filter(({ kind }) => kind === source.kinds[0]);
  if (direct.some((record) => record.region === region && record.status === "ok")) return false;
  if (document !== undefined || direct.length === 0) return true;
  return given && region !== undefined && direct.every((record) => record.region === undefined);
}

/** A Region that is told of leaves nothing to say of all Regions together. */
function replaces({ source, region }: Unit, { kind, region: of }: EvidenceRecord): boolean {
  return source.kinds.includes(kind) && (of === region || of === undefined);
}

function recordsOf({ source, region, endings, document, at }: Unit, aggregator: string, now: string) {
  return [...endings].map(([kind, { status, detail }]): EvidenceRecord => {
    const file = source.files[0];
    return {
      kind,
      ...(region !== undefined && { region }),
      status,
      detail,
      collected_at: at?.toISOString() ?? now,
      ...(document !== undefined && file !== undefined && { file }),
      aggregator,
    };
  });
}

/** What an aggregator gave when the run was last gone on with may have been given by the account itself since. */
async function forget(folder: string, evidence: readonly EvidenceRecord[]): Promise<void> {
  for (const { aggregator, region, file } of evidence) {
    if (aggregator !== undefined && file !== undefined) {
      await rm(join(folder, region ?? "", file), { force: true });
    }
  }
}

async function recordersIn(
  folder: string,
  regions: readonly string[],
): Promise<(region: string) => Recorded | undefined> {
  const found = new Map<string, Recorded | undefined>();
  for (const region of regions) {
    const document = await readJson(join(folder, region, configRecorder.files[0] ?? ""));
    found.set(region, recordedIn(document));
  }
  return (region) => found.get(region);
}
