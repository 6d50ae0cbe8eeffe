import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { AwsClients } from "../../aws/aws-clients.js";
import { CallCounter } from "../../aws/call-counter.js";
import { CallGate, REAL_PACE } from "../../aws/call-gate.js";
import { inParallel } from "../../aws/in-parallel.js";
import { Semaphore } from "../../aws/semaphore.js";
import { byPart, FRESH_FILE, FRESH_FILES } from "../../sources/fresh/fresh-file.js";
import { readFreshUser } from "../../sources/fresh/read-user.js";
import type { FreshUser, UserToRead } from "../../sources/fresh/user-to-read.js";
import { Bases } from "./bases.js";
import { writePrivateJson } from "./private-files.js";
import type { AccountTarget } from "./run-file.js";
import { signIn } from "./sign-in.js";

export interface FreshenOptions {
  /** The folder that holds the folders of the accounts. */
  readonly dir: string;
  readonly accounts: readonly AccountTarget[];
  /** The users to read again, by account. */
  readonly users: ReadonlyMap<string, readonly UserToRead[]>;
  readonly concurrency: number;
  readonly now: () => Date;
  /** Ends the reading; what was read by then is kept. */
  readonly stop: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

export interface FreshenOutcome {
  readonly read: number;
  /** How many of those come first: of whom the report did not tell enough. */
  readonly first: number;
  /** Users that could not be read again, by the reason. */
  readonly failed: ReadonlyMap<string, number>;
  /** Users that were not read, because it was stopped. */
  readonly left: number;
  readonly calls: number;
}

/**
 * Reads some users again live and writes what it finds beside the older evidence of their accounts: first, in all
 * accounts, those of whom the report does not tell enough. What cannot be read stays as the credential report has it.
 *
 * @throws UserError when the credentials have expired
 */
export async function freshen(options: FreshenOptions): Promise<FreshenOutcome> {
  const work = new Freshening(options);
  try {
    await work.round(({ first }) => first);
    await work.round(({ first }) => !first);
  } finally {
    // What was read counts, whatever ended it.
    await work.write();
  }
  return work.outcome();
}

/** Removes what an earlier recheck wrote, so that all users that fail are read again together. */
export async function forgetFresh(dir: string, accounts: readonly AccountTarget[]): Promise<void> {
  for (const { account_id: id } of accounts) {
    for (const name of FRESH_FILES) await rm(join(dir, id, name), { force: true });
  }
}

class Freshening {
  readonly #gate: CallGate;
  readonly #bases: Bases;
  readonly #slots: Semaphore;
  /** Clients of each account, or why there are none. */
  readonly #clients = new Map<string, Promise<AwsClients | string>>();
  readonly #read = new Map<string, FreshUser[]>();
  readonly #failed = new Map<string, number>();
  readonly #total: number;
  readonly #began: Date;
  #done = 0;
  #first = 0;

  constructor(private readonly options: FreshenOptions) {
    this.#began = options.now();
    this.#gate = new CallGate(options.concurrency, REAL_PACE);
    this.#bases = new Bases(this.#gate);
    this.#slots = new Semaphore(options.concurrency);
    this.#total = [...options.users.values()].reduce((sum, users) => sum + users.length, 0);
  }

  /** Reads the users of all accounts that are chosen. */
  async round(isChosen: (user: UserToRead) => boolean): Promise<void> {
    const { accounts, concurrency, users } = this.options;
    await inParallel(accounts, concurrency, async (target) => {
      const chosen = (users.get(target.account_id) ?? []).filter(isChosen);
      if (chosen.length === 0 || this.options.stop.aborted) return;
      const clients = await this.#clientsOf(target);
      if (typeof clients === "string") return this.#fail(clients, chosen.length);
      const { account_id: id } = target;
      await Promise.all(chosen.map((user) => this.#slots.run(() => this.#user(clients, id, user))));
    });
  }

  async write(): Promise<void> {
    const { dir } = this.options;
    for (const [id, users] of this.#read) await writeFresh(join(dir, id), id, users, this.#began);
  }

  outcome(): FreshenOutcome {
    return {
      read: [...this.#read.values()].reduce((sum, users) => sum + users.length, 0),
      first: this.#first,
      failed: this.#failed,
      left: this.#total - this.#done,
      calls: this.#gate.traffic.sent,
    };
  }

  async #user(clients: AwsClients, accountId: string, user: UserToRead): Promise<void> {
    if (this.options.stop.aborted) return;
    const outcome = await readFreshUser(clients, user);
    if (outcome.is === "failed") return this.#fail(outcome.why, 1);
    if (outcome.is === "read") {
      const users = this.#read.get(accountId) ?? [];
      this.#read.set(accountId, users);
      users.push(outcome.user);
      if (user.first) this.#first += 1;
    }
    this.#count(1);
  }

  #clientsOf(target: AccountTarget): Promise<AwsClients | string> {
    const { account_id: id } = target;
    const known = this.#clients.get(id);
    if (known !== undefined) return known;
    const context = { bases: this.#bases, calls: new CallCounter(), signal: this.options.stop };
    const clients = signIn(target, context).then((one) => ("status" in one ? one.detail : one.clients()));
    this.#clients.set(id, clients);
    return clients;
  }

  /** What fails because it was stopped is left, not failed. */
  #fail(why: string, users: number): void {
    if (this.options.stop.aborted) return;
    this.#failed.set(why, (this.#failed.get(why) ?? 0) + users);
    this.#count(users);
  }

  #count(users: number): void {
    this.#done += users;
    this.options.onProgress?.(this.#done, this.#total);
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
    MFADevices: sorted.flatMap(({ devices = [] }) => devices),
  });
  await writePrivateJson(folder, "login-profiles.json", {
    LoginProfiles: sorted.flatMap(({ userName, password }) =>
      password === undefined ? [] : [{ UserName: userName, CreateDate: password?.toISOString() ?? null }],
    ),
  });
  await writePrivateJson(folder, "access-keys.json", {
    AccessKeyMetadata: sorted.flatMap(({ keys = [] }) => keys),
  });
  await writePrivateJson(folder, "access-keys-last-used.json", {
    AccessKeysLastUsed: sorted.flatMap(({ lastUsed }) => lastUsed),
  });
  await writePrivateJson(folder, FRESH_FILE, {
    version: 2,
    account_id: accountId,
    collected_at: at.toISOString(),
    users: byPart((part) => sorted.filter((user) => user[part] !== undefined).map((user) => user.userName)),
  });
}
