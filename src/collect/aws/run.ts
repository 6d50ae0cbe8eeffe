import { setMaxListeners } from "node:events";
import type { AwsClients } from "../../aws/aws-clients.js";
import { CallGate, REAL_PACE } from "../../aws/call-gate.js";
import { UserError } from "../../model/user-error.js";
import { discoverOrganization } from "../../sources/organization/discover.js";
import type { Clock } from "../../sources/source.js";
import { type Base, Bases } from "./bases.js";
import { discover, type FoundOrganization } from "./discover.js";
import { type MemberContext, member } from "./member.js";
import { completeOrganization, writeDiscovered } from "./organization-folder.js";
import type { AccountTarget, OrganizationTarget, RunFile } from "./run-file.js";
import type { RunFolder } from "./run-folder.js";
import { finishedEvent, RunCounts, type RunEvent, type RunProgress } from "./run-progress.js";
import { schedule } from "./schedule.js";

export interface RunContext extends Clock {
  /** Aborted when a person stops the run: no account is begun any more. */
  readonly stop: AbortSignal;
  readonly onProgress?: (progress: RunProgress) => void;
  readonly onEvent?: (event: RunEvent) => void;
  readonly onNote?: (note: string) => void;
}

export interface RunOutcome {
  /** false: it was stopped, and can be resumed. */
  readonly finished: boolean;
  readonly progress: RunProgress;
}

type Organization = Omit<FoundOrganization, "plan">;

/**
 * Collects what a run is to read and has not read yet into the run's folder. Whatever ends it, what is whole stays.
 *
 * @throws UserError when nothing more can be read: no connection, credentials that have expired, a full disk
 */
export async function collectRun(folder: RunFolder, context: RunContext): Promise<RunOutcome> {
  const { options } = folder.file;
  const expired = new Set<string>();
  const gate = new CallGate(options.concurrency, REAL_PACE, {
    onThrottled: (action, caller) => context.onEvent?.({ event: "throttled", action, caller }),
    onExpired: (caller) => expired.add(caller),
  });
  const bases = new Bases(gate);
  let counts = new RunCounts(0, 0);
  try {
    const open = await openOrganizations(folder, bases, context);
    const { accounts } = folder.file.targets ?? { accounts: [] };
    const pending = await unfinished(folder, accounts);
    counts = new RunCounts(accounts.length, accounts.length - pending.length);
    const progress = () => context.onProgress?.(counts.progress(gate));
    const members: Omit<MemberContext, "sleep"> = {
      dir: folder.dir,
      bases,
      reportTimeoutSeconds: options.report_timeout,
      accountTimeoutSeconds: options.account_timeout,
      now: context.now,
      hasExpired: (accountId) => expired.has(accountId),
      onStart: (account_id) => {
        counts.started();
        context.onEvent?.({ event: "account_started", account_id });
        progress();
      },
      onDone: (collection) => {
        counts.finished(collection);
        context.onEvent?.(finishedEvent(collection));
        progress();
      },
    };
    await untilStopped(context.stop, (stop, fail) => {
      const accounts = pending.map((target) =>
        member(target, { ...members, sleep: stoppable(context.sleep, stop) }),
      );
      return [
        completeAll(folder, open, { ...context, stop }).catch(fail),
        schedule(accounts, { parallel: options.concurrency, stop, fail }),
      ];
    });
  } catch (error) {
    if (!context.stop.aborted) throw error;
  }
  return { finished: await isFinished(folder), progress: counts.progress(gate) };
}

/** Is everything there that the run was to read? */
export async function isFinished(folder: RunFolder): Promise<boolean> {
  const { targets } = folder.file;
  if (targets === undefined) return false;
  for (const { org_id: id } of targets.organizations) if (!(await folder.hasOrganization(id))) return false;
  return (await unfinished(folder, targets.accounts)).length === 0;
}

/** What there is to read: found anew, or as the run found it before. Gives the organizations that are not whole yet. */
async function openOrganizations(
  folder: RunFolder,
  bases: Bases,
  context: RunContext,
): Promise<readonly Organization[]> {
  const { targets, options } = folder.file;
  if (targets !== undefined) return await reopen(folder, targets, bases, context);
  const { organizations, targets: accounts, notes } = await discover(options.plan, bases, context.stop);
  context.stop.throwIfAborted();
  for (const note of notes) context.onNote?.(note);
  for (const { found, leftOut } of organizations) {
    context.stop.throwIfAborted();
    await writeDiscovered(folder.dir, found, leftOut);
  }
  await folder.setTargets({ organizations: organizations.map(organizationTarget), accounts: [...accounts] });
  return organizations;
}

async function reopen(
  folder: RunFolder,
  targets: NonNullable<RunFile["targets"]>,
  bases: Bases,
  context: RunContext,
): Promise<Organization[]> {
  const open: Organization[] = [];
  for (const target of targets.organizations) {
    if (await folder.hasOrganization(target.org_id)) continue;
    const base = await bases.of(target.profile, target.region);
    const found = await discoverOrganization(stoppableClients(base, context));
    if (found?.orgId !== target.org_id || base.identity.accountId !== target.reader_account_id) {
      throw otherOrganization(target, base.identity.accountId);
    }
    const leftOut = new Set(target.left_out);
    context.stop.throwIfAborted();
    await writeDiscovered(folder.dir, found, leftOut);
    open.push({ base, found, leftOut });
  }
  return open;
}

async function completeAll(
  folder: RunFolder,
  open: readonly Organization[],
  context: RunContext,
): Promise<void> {
  await Promise.all(
    open.map(async ({ base, found, leftOut }) => {
      const clients = stoppableClients(base, context);
      await completeOrganization(folder.dir, { clients, found, leftOut }, context.now, context.stop);
    }),
  );
}

async function unfinished(folder: RunFolder, accounts: readonly AccountTarget[]): Promise<AccountTarget[]> {
  const whole = await Promise.all(accounts.map((one) => folder.hasAccount(one.account_id)));
  return accounts.filter((_, index) => whole[index] !== true);
}

/** Clients of the reader whose requests end when the run is stopped: what they were to read is not whole then. */
function stoppableClients({ clients }: Base, { stop }: RunContext): AwsClients {
  return clients.as({ caller: clients.caller, calls: clients.calls, signal: stop });
}

function organizationTarget({ plan, base, found, leftOut }: FoundOrganization): OrganizationTarget {
  return {
    org_id: found.orgId,
    ...(plan.profile !== undefined && { profile: plan.profile }),
    ...(plan.region !== undefined && { region: plan.region }),
    reader_account_id: base.identity.accountId,
    left_out: [...leftOut].sort(),
  };
}

/** Runs tasks until they end, or one fails or a person stops them all; throws the first failure when all have ended. */
async function untilStopped(
  stopped: AbortSignal,
  run: (stop: AbortSignal, fail: (error: unknown) => void) => readonly Promise<void>[],
): Promise<void> {
  const failed = new AbortController();
  const stop = AbortSignal.any([stopped, failed.signal]);
  // Every account that waits for its report listens; that is no leak.
  setMaxListeners(0, stop);
  await Promise.all(run(stop, (error) => stop.aborted || failed.abort(error)));
  if (failed.signal.aborted) throw failed.signal.reason;
}

/** A pause that ends early, with an error, when the run is stopped. */
function stoppable(sleep: Clock["sleep"], stop: AbortSignal): Clock["sleep"] {
  return async (milliseconds) => {
    stop.throwIfAborted();
    let end: () => void = () => undefined;
    const stopped = new Promise<never>((_, reject) => {
      end = () => reject(stop.reason);
      stop.addEventListener("abort", end, { once: true });
    });
    try {
      await Promise.race([sleep(milliseconds), stopped]);
    } finally {
      stop.removeEventListener("abort", end);
    }
  };
}

function otherOrganization(target: OrganizationTarget, accountId: string): UserError {
  return new UserError({
    code: "other_credentials",
    what: `The run was begun with credentials of account ${target.reader_account_id} for the organization ${target.org_id}.`,
    why: `These credentials belong to account ${accountId}, or cannot read that organization.`,
    fix: "Resume with the credentials that it was begun with, or begin a new run without --resume.",
    exitCode: 1,
  });
}
