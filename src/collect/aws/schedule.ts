import { Semaphore } from "../../aws/semaphore.js";

/** One account of a run, in three steps. A step never throws for what AWS answers; what it throws ends the run. */
export interface ScheduledAccount<Asked> {
  /** Asks AWS to begin what takes it time. */
  readonly ask: () => Promise<Asked>;
  /** Fetches what is there; what it returns waits for the rest, and no longer counts as work. */
  readonly fetch: (asked: Asked) => Promise<() => Promise<void>>;
}

export interface ScheduleOptions {
  /** Accounts that are worked on at a time. Those that only wait do not count. */
  readonly parallel: number;
  /** When it is aborted no step is begun any more. */
  readonly stop: AbortSignal;
  /** Told of what ends the run; it is to abort `stop`. */
  readonly fail: (error: unknown) => void;
}

/**
 * Works through accounts: first all are asked, for AWS makes their reports while others are asked; then each is fetched
 * in that order. Returns when nothing is under way any more.
 */
export async function schedule<Asked>(
  accounts: readonly ScheduledAccount<Asked>[],
  { parallel, stop, fail }: ScheduleOptions,
): Promise<void> {
  const slots = new Semaphore(parallel);
  const step = async <T>(run: () => Promise<T>): Promise<{ readonly value: T } | undefined> => {
    if (stop.aborted) return undefined;
    try {
      return { value: await run() };
    } catch (error) {
      // Stopping breaks off what was waiting: that account is just not finished.
      if (!stop.aborted) fail(error);
      return undefined;
    }
  };
  // Places are given in the order of asking for them: every `ask` stands before every `fetch`.
  await Promise.all(
    accounts.map(async ({ ask, fetch }) => {
      const asked = await slots.run(() => step(ask));
      if (asked === undefined) return;
      const settle = await slots.run(() => step(() => fetch(asked.value)));
      if (settle !== undefined) await step(settle.value);
    }),
  );
}
