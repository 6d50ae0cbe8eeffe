import { CallCounter } from "../../aws/call-counter.js";
import type { AccountCollection, EvidenceRecord } from "../../model/collection.js";
import type { CoverageStatus } from "../../model/coverage.js";
import type { Generation } from "../../sources/credential-report/generation.js";
import { askForReport } from "../../sources/credential-report/obtain.js";
import { reportApi } from "../../sources/credential-report/report-api.js";
import { rootCredentials } from "../../sources/root-credentials/collect.js";
import { ROOT_CREDENTIALS_FILE, ROOT_KIND } from "../../sources/root-credentials/index.js";
import type { Clock, Outcome } from "../../sources/source.js";
import {
  closeAccountFolder,
  emptyAccountFolder,
  type Gathered,
  gather,
  kindsOf,
  narrowedTo,
  openAccountFolder,
} from "./account-folder.js";
import type { Base, Bases } from "./bases.js";
import { callerIdentity } from "./caller-identity.js";
import { Deadline } from "./deadline.js";
import { writePrivateJson } from "./private-files.js";
import type { AccountTarget } from "./run-file.js";
import type { ScheduledAccount } from "./schedule.js";
import { type SignedIn, signIn } from "./sign-in.js";

export interface MemberContext extends Clock {
  readonly dir: string;
  readonly bases: Bases;
  readonly reportTimeoutSeconds: number;
  readonly accountTimeoutSeconds: number;
  /** Did AWS call credentials of this account expired? */
  readonly hasExpired: (accountId: string) => boolean;
  readonly onStart: (accountId: string) => void;
  readonly onDone: (collection: AccountCollection) => void;
}

/** An account that is not read, and why. */
interface Unread {
  readonly status: CoverageStatus;
  readonly detail: string;
}

type Asked = { readonly unread: Unread } | { readonly signedIn: SignedIn; readonly generation: Generation };

/** Collects one account of a run into its folder; see `ScheduledAccount` for its steps. */
export function member(target: AccountTarget, context: MemberContext): ScheduledAccount<Asked> {
  const work = new MemberWork(target, context);
  return { ask: () => work.ask(), fetch: (asked) => work.fetch(asked) };
}

class MemberWork {
  readonly #calls = new CallCounter();
  readonly #deadline: Deadline;

  constructor(
    private readonly target: AccountTarget,
    private readonly context: MemberContext,
  ) {
    this.#deadline = new Deadline(context.accountTimeoutSeconds);
  }

  async ask(): Promise<Asked> {
    const { account_id: accountId, skip } = this.target;
    if (skip !== undefined) return { unread: { status: "not_collected", detail: skip } };
    this.context.onStart(accountId);
    this.#deadline.start();
    try {
      const begun = await this.#deadline.within(this.#begin());
      return "status" in begun ? { unread: begun } : begun;
    } finally {
      this.#deadline.pause();
    }
  }

  async fetch(asked: Asked): Promise<() => Promise<void>> {
    if ("unread" in asked) return () => this.#closeUnread(asked.unread);
    const { signedIn, generation } = asked;
    this.#deadline.start();
    const folder = await openAccountFolder(this.context.dir, signedIn.identity);
    const gathered = gather({
      folder,
      clients: signedIn.clients(),
      membership: this.target.membership,
      full: this.target.full,
      regions: this.target.regions,
      reportTimeoutSeconds: this.context.reportTimeoutSeconds,
      asked: generation,
      now: this.context.now,
      sleep: this.context.sleep,
      deadline: this.#deadline,
    });
    // Until it is waited for below, its failure has nobody who hears of it.
    gathered.report.catch(() => undefined);
    const root = this.target.assume_root ? await this.#root(signedIn.base, folder) : undefined;
    const others = await gathered.others;
    return () => this.#close(folder, signedIn, gathered.report, withRoot(others, root));
  }

  async #begin(): Promise<Asked> {
    const signedIn = await signIn(this.target, {
      bases: this.context.bases,
      calls: this.#calls,
      signal: this.#deadline.signal,
    });
    if ("status" in signedIn) return { unread: signedIn };
    return { signedIn, generation: await askForReport(reportApi(signedIn.clients().iam)) };
  }

  async #root({ clients }: Base, folder: string): Promise<Outcome> {
    const reader = clients.as({ caller: clients.caller, calls: this.#calls });
    const { account_id: accountId, partition } = this.target;
    const asked = rootCredentials(reader, accountId, partition, this.#deadline.signal);
    const outcome = await this.#deadline.within(asked);
    if (outcome.status === "ok") {
      const CollectedAt = this.context.now().toISOString();
      await writePrivateJson(folder, ROOT_CREDENTIALS_FILE, { ...Object(outcome.document), CollectedAt });
    }
    return outcome;
  }

  async #close(
    folder: string,
    signedIn: SignedIn,
    report: Gathered["report"],
    others: EvidenceRecord[],
  ): Promise<void> {
    try {
      const evidence = [...(await report), ...others];
      await this.#requireCredentials(signedIn);
      await this.#write(folder, evidence);
    } finally {
      this.#deadline.pause();
    }
  }

  async #closeUnread({ status, detail }: Unread): Promise<void> {
    const { dir, now } = this.context;
    const folder = await emptyAccountFolder(dir, this.target.account_id);
    const root = await this.#rootAlone(folder);
    const collected_at = now().toISOString();
    const kinds = kindsOf(this.target);
    const missing = [
      ...kinds.map((kind) => ({ kind, status, detail })),
      ...(root === undefined || root.status === "ok" ? [] : [{ kind: ROOT_KIND, ...root }]),
    ];
    await this.#write(
      folder,
      missing.map((one) => ({ ...one, collected_at })),
    );
  }

  /** A root session needs no role in the account: where that cannot be assumed, it tells at least of root. */
  async #rootAlone(folder: string): Promise<Outcome | undefined> {
    const { assume_root, skip, profile, region } = this.target;
    if (!assume_root || skip !== undefined) return undefined;
    const base = await this.context.bases.of(profile, region).catch(() => undefined);
    if (base === undefined) return undefined;
    this.#deadline.start();
    try {
      return await this.#root(base, folder);
    } finally {
      this.#deadline.pause();
    }
  }

  async #write(folder: string, evidence: EvidenceRecord[]): Promise<void> {
    const collection: AccountCollection = {
      version: 1,
      account_id: this.target.account_id,
      partition: this.target.partition,
      collected_at: this.context.now().toISOString(),
      ...narrowedTo(this.target),
      evidence,
      calls: this.#calls.toRecord(),
    };
    await closeAccountFolder(folder, collection);
    this.context.onDone(collection);
  }

  /**
   * Credentials that ended on the way are no finding about the account: it is asked again when the run is resumed.
   *
   * @throws UserError when those that the run starts from have ended
   */
  async #requireCredentials({ base }: SignedIn): Promise<void> {
    if (!this.context.hasExpired(this.target.account_id)) return;
    await callerIdentity(base.clients);
  }
}

/** What root could not be asked is told where the account tells of root. */
function withRoot(records: readonly EvidenceRecord[], root: Outcome | undefined): EvidenceRecord[] {
  if (root === undefined || root.status === "ok") return [...records];
  return records.map((record) => {
    if (record.kind !== "account_summary" || record.status !== "ok") return record;
    return { ...record, detail: `without root credentials: ${root.detail} (${root.status})` };
  });
}
