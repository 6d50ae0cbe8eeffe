import { randomBytes } from "node:crypto";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { refuseLinks } from "../../lake/links.js";
import { withLock } from "../../lake/lock.js";
import { isAtWork, keepAlive, ownerName } from "../../lake/owner.js";
import { COLLECTION_FILE, collectionSchema } from "../../model/collection.js";
import { organizationCollectionSchema } from "../../model/organization-collection.js";
import { formatTime } from "../../model/time.js";
import { UserError } from "../../model/user-error.js";
import { preparePrivateFolder, writePrivateJson } from "./private-files.js";
import { RUN_FILE, type RunFile, type RunOptions, runFileSchema } from "./run-file.js";

const COLLECTING = "collecting";
const LOCK = "lock";
const RUN_ID = /^\d{8}T\d{6}Z-[0-9a-f]{6}$/;

/** A run's folder in the lake: what it has collected so far survives anything. */
export class RunFolder {
  readonly dir: string;
  #file: RunFile;
  #stop = () => {};

  private constructor(dir: string, file: RunFile) {
    this.dir = dir;
    this.#file = file;
  }

  /** Begins a run. Times are epoch seconds; `asOf` undefined: the audit time is when the collecting ends. */
  static async create(
    lake: string,
    options: RunOptions,
    startedAt: number,
    asOf: number | undefined,
  ): Promise<RunFolder> {
    const started = formatTime(startedAt);
    const runId = `${started.replace(/[-:]/g, "")}-${randomBytes(3).toString("hex")}`;
    await refuseLinks(lake, join(lake, COLLECTING));
    const folder = new RunFolder(join(lake, COLLECTING, runId), {
      version: 1,
      run_id: runId,
      started_at: started,
      as_of: asOf === undefined ? null : formatTime(asOf),
      options,
    });
    await preparePrivateFolder(join(lake, COLLECTING));
    await preparePrivateFolder(folder.dir);
    await folder.#lock(lake);
    await writePrivateJson(folder.dir, RUN_FILE, folder.#file);
    return folder;
  }

  /**
   * Opens an unfinished run: this one, or the newest.
   *
   * @throws UserError when there is none, it cannot be read, or another process is at it
   */
  static async open(lake: string, runId: string | undefined): Promise<RunFolder> {
    const ids = await unfinishedRuns(lake);
    const wanted = runId ?? ids.at(-1);
    if (wanted === undefined || !ids.includes(wanted)) throw noRun(lake, wanted, ids);
    const dir = join(lake, COLLECTING, wanted);
    await refuseLinks(lake, dir);
    const folder = new RunFolder(dir, await readRunFile(dir));
    await folder.#lock(lake);
    return folder;
  }

  get file(): RunFile {
    return this.#file;
  }

  async setTargets(targets: NonNullable<RunFile["targets"]>): Promise<void> {
    this.#file = { ...this.#file, targets };
    await writePrivateJson(this.dir, RUN_FILE, this.#file);
  }

  /** Is the account's evidence whole? Only then is its `collection.json` there. */
  async hasAccount(accountId: string): Promise<boolean> {
    return collectionSchema.safeParse(await readJson(join(this.dir, accountId, COLLECTION_FILE))).success;
  }

  async hasOrganization(orgId: string): Promise<boolean> {
    const found = await readJson(join(this.dir, orgId, COLLECTION_FILE));
    return organizationCollectionSchema.safeParse(found).success;
  }

  /** The folders of organizations and accounts, which the reader of files reads; those half done are left out. */
  async evidenceFolders(): Promise<string[]> {
    const targets = this.#file.targets ?? { organizations: [], accounts: [] };
    const folders = targets.organizations.map(({ org_id }) => join(this.dir, org_id));
    for (const { account_id: id } of targets.accounts) {
      if (await this.hasAccount(id)) folders.push(join(this.dir, id));
    }
    return folders;
  }

  async release(): Promise<void> {
    this.#stop();
    await rm(join(this.dir, LOCK), { force: true });
  }

  async remove(): Promise<void> {
    this.#stop();
    await rm(this.dir, { recursive: true, force: true });
  }

  /** Two processes at one run would each ask what the other has. */
  async #lock(lake: string): Promise<void> {
    const file = join(this.dir, LOCK);
    await withLock(lake, async () => {
      const owner = await readFile(file, "utf8").catch(() => undefined);
      if (owner !== undefined && (await isAtWork(owner, file))) throw inUse(this.#file.run_id, file);
      await writeFile(file, ownerName(), { mode: 0o600 });
    });
    this.#stop = keepAlive(file);
  }
}

function inUse(runId: string, file: string): UserError {
  return new UserError({
    code: "run_in_use",
    what: `The run ${runId} is being collected by another process.`,
    fix: `Wait for it to end. If it was killed on another machine or in another container, wait a minute, or remove ${file}.`,
    exitCode: 1,
  });
}

/** Ids of the runs that were begun and not finished, oldest first. */
export async function unfinishedRuns(lake: string): Promise<string[]> {
  const names = await readdir(join(lake, COLLECTING)).catch((): string[] => []);
  return names.filter((name) => RUN_ID.test(name)).sort();
}

async function readRunFile(dir: string): Promise<RunFile> {
  const parsed = runFileSchema.safeParse(await readJson(join(dir, RUN_FILE)));
  if (parsed.success) return parsed.data;
  throw new UserError({
    code: "corrupt_run",
    what: `${join(dir, RUN_FILE)} does not say what the run was to do.`,
    why: "It was changed, written by another version of iamspect, or the run was killed at its very beginning.",
    fix: `Remove ${dir} and collect anew.`,
    cause: parsed.error,
  });
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch {
    return undefined;
  }
}

function noRun(lake: string, wanted: string | undefined, ids: readonly string[]): UserError {
  return new UserError({
    code: "no_run",
    what:
      wanted === undefined
        ? `The lake ${lake} holds no unfinished run.`
        : `The lake ${lake} holds no unfinished run ${wanted}.`,
    fix:
      ids.length === 0
        ? "Collect without --resume, or name the lake of the run with --lake DIR."
        : `Choose from: ${ids.join(", ")}.`,
  });
}
