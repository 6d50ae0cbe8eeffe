import { rm } from "node:fs/promises";
import { join } from "node:path";
import { CallCounter } from "../../aws/call-counter.js";
import { CallGate, REAL_PACE } from "../../aws/call-gate.js";
import { inParallel } from "../../aws/in-parallel.js";
import { Semaphore } from "../../aws/semaphore.js";
import { FRESH_FILE, FRESH_FILES } from "../../sources/fresh/fresh-file.js";
import { type FreshUser, readFreshUser } from "../../sources/fresh/read-user.js";
import { Bases } from "./bases.js";
import { writePrivateJson } from "./private-files.js";
import type { AccountTarget } from "./run-file.js";
import { signIn } from "./sign-in.js";

export interface FreshenOptions {
  /** The folder that holds the folders of the accounts. */
  readonly dir: string;
  readonly accounts: readonly AccountTarget[];
  /** Names of the users to read again, by account. */
  readonly users: ReadonlyMap<string, readonly string[]>;
  readonly concurrency: number;
  readonly now: () => Date;
  readonly stop: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

export interface FreshenOutcome {
  readonly read: number;
  /** Users that could not be read again, by the reason. */
  readonly failed: ReadonlyMap<string, number>;
  readonly calls: number;
}

/**
 * Reads some users again live and writes what it finds beside the older evidence of their accounts. What cannot be read
 * stays as the credential report has it.
 *
 * @throws UserError when the credentials have expired
 */
export async function freshen(options: FreshenOptions): Promise<FreshenOutcome> {
  const { concurrency, users, accounts } = options;
  const gate = new CallGate(concurrency, REAL_PACE);
  const work = new Freshening(options, new Bases(gate));
  const wanted = accounts.filter(({ account_id: id }) => (users.get(id)?.length ?? 0) > 0);
  await inParallel(wanted, concurrency, (target) => work.account(target, users.get(target.account_id) ?? []));
  return { read: work.read, failed: work.failed, calls: gate.traffic.sent };
}

/** Removes what an earlier recheck wrote, so that all users that fail are read again together. */
export async function forgetFresh(dir: string, accounts: readonly AccountTarget[]): Promise<void> {
  for (const { account_id: id } of accounts) {
    for (const name of FRESH_FILES) await rm(join(dir, id, name), { force: true });
  }
}

class Freshening {
  read = 0;
  readonly failed = new Map<string, number>();
  readonly #slots: Semaphore;
  readonly #total: number;
  #done = 0;

  constructor(
    private readonly options: FreshenOptions,
    private readonly bases: Bases,
  ) {
    this.#slots = new Semaphore(options.concurrency);
    this.#total = [...options.users.values()].reduce((sum, names) => sum + names.length, 0);
  }

  async account(target: AccountTarget, names: readonly string[]): Promise<void> {
    const { stop, now, dir } = this.options;
    stop.throwIfAborted();
    const signedIn = await signIn(target, { bases: this.bases, calls: new CallCounter(), signal: stop });
    if ("status" in signedIn) return this.#fail(signedIn.detail, names.length);
    const clients = signedIn.clients();
    const outcomes = await Promise.all(
      names.map((name) => this.#slots.run(() => this.#counted(() => readFreshUser(clients, name)))),
    );
    stop.throwIfAborted();
    for (const outcome of outcomes) if (outcome.is === "failed") this.#fail(outcome.why, 1);
    const fresh = outcomes.flatMap((outcome) => (outcome.is === "read" ? [outcome.user] : []));
    this.read += fresh.length;
    if (fresh.length > 0) await writeFresh(join(dir, target.account_id), target.account_id, fresh, now());
  }

  async #counted<T>(run: () => Promise<T>): Promise<T> {
    this.options.stop.throwIfAborted();
    const result = await run();
    this.#done += 1;
    this.options.onProgress?.(this.#done, this.#total);
    return result;
  }

  #fail(why: string, users: number): void {
    this.failed.set(why, (this.failed.get(why) ?? 0) + users);
  }
}

/** The files in the shapes of the AWS CLI, and last the one that says whom they are about. */
async function writeFresh(
  folder: string,
  accountId: string,
  users: readonly FreshUser[],
  at: Date,
): Promise<void> {
  const sorted = [...users].sort((a, b) => (a.userName < b.userName ? -1 : 1));
  await writePrivateJson(folder, "mfa-devices.json", {
    MFADevices: sorted.flatMap(({ devices }) => devices),
  });
  await writePrivateJson(folder, "login-profiles.json", {
    LoginProfiles: sorted.map(({ userName, passwordCreated }) => ({
      UserName: userName,
      CreateDate: passwordCreated?.toISOString() ?? null,
    })),
  });
  await writePrivateJson(folder, "access-keys.json", {
    AccessKeyMetadata: sorted.flatMap(({ keys }) => keys),
  });
  await writePrivateJson(folder, "access-keys-last-used.json", {
    AccessKeysLastUsed: sorted.flatMap(({ lastUsed }) => lastUsed),
  });
  await writePrivateJson(folder, FRESH_FILE, {
    version: 1,
    account_id: accountId,
    collected_at: at.toISOString(),
    users: sorted.map(({ userName }) => userName),
  });
}
