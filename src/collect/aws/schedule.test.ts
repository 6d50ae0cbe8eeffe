import { expect, test } from "vitest";
import { type ScheduledAccount, schedule } from "./schedule.js";

const tick = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Accounts that write down what happens to them; a test replaces the steps it is about. */
function accounts(
  count: number,
  log: string[],
  special: Record<number, Partial<ScheduledAccount<number>>> = {},
) {
  return Array.from({ length: count }, (_, id): ScheduledAccount<number> => {
    const settle = async () => {
      log.push(`settle ${id}`);
    };
    return {
      ask: async () => {
        log.push(`ask ${id}`);
        await tick();
        return id;
      },
      fetch: async (asked) => {
        log.push(`fetch ${asked}`);
        await tick();
        return settle;
      },
      ...special[id],
    };
  });
}

function control() {
  const stop = new AbortController();
  const failures: unknown[] = [];
  const fail = (error: unknown) => {
    failures.push(error);
    stop.abort(error);
  };
  return { stop, failures, options: { parallel: 3, stop: stop.signal, fail } };
}

test("all are asked before the first is fetched, and fetched in that order", async () => {
  const log: string[] = [];
  await schedule(accounts(10, log), control().options);
  expect(log.slice(0, 10)).toEqual(Array.from({ length: 10 }, (_, id) => `ask ${id}`));
  const fetched = log.filter((line) => line.startsWith("fetch"));
  expect(fetched).toEqual(Array.from({ length: 10 }, (_, id) => `fetch ${id}`));
  expect(log.filter((line) => line.startsWith("settle"))).toHaveLength(10);
});

test("one that hangs while it is asked holds up nobody but itself", async () => {
  const log: string[] = [];
  let release: (id: number) => void = () => undefined;
  const hanging = new Promise<number>((resolve) => {
    release = resolve;
  });
  const run = schedule(accounts(8, log, { 0: { ask: () => hanging } }), control().options);
  while (log.filter((line) => line.startsWith("settle")).length < 7) await tick();
  release(0);
  await run;
  expect(log.at(-1)).toBe("settle 0");
});

test("those that only wait for their report take no place", async () => {
  const log: string[] = [];
  let ready: () => void = () => undefined;
  const report = new Promise<void>((resolve) => {
    ready = resolve;
  });
  const waiting = Object.fromEntries(
    [0, 1, 2, 3].map((id) => [
      id,
      { fetch: async () => () => report } satisfies Partial<ScheduledAccount<number>>,
    ]),
  );
  const run = schedule(accounts(8, log, waiting), control().options);
  while (log.filter((line) => line.startsWith("settle")).length < 4) await tick();
  ready();
  await run;
  expect(log.filter((line) => line.startsWith("settle"))).toHaveLength(4);
});

test("at most so many are worked on", async () => {
  let working = 0;
  let most = 0;
  const busy = async <T>(value: T): Promise<T> => {
    working += 1;
    most = Math.max(most, working);
    await tick();
    working -= 1;
    return value;
  };
  const all = Array.from(
    { length: 20 },
    (): ScheduledAccount<number> => ({
      ask: () => busy(0),
      fetch: () => busy(async () => undefined),
    }),
  );
  await schedule(all, control().options);
  expect(most).toBe(3);
});

test("when it is stopped nothing is begun any more, and what is under way ends", async () => {
  const log: string[] = [];
  const { stop, failures, options } = control();
  const stopping = {
    4: {
      ask: async () => {
        stop.abort();
        return 4;
      },
    },
  };
  await schedule(accounts(10, log, stopping), options);
  expect(log.filter((line) => !line.startsWith("ask"))).toEqual([]);
  expect(log.length).toBeLessThan(8);
  expect(failures).toEqual([]);
});

test("what fails for good ends it, once, and is told", async () => {
  const log: string[] = [];
  const { failures, options } = control();
  const broken = { fetch: () => Promise.reject(new Error("disk full")) };
  await schedule(accounts(10, log, { 2: broken, 3: broken }), options);
  expect(failures).toEqual([new Error("disk full")]);
  expect(log.filter((line) => line.startsWith("fetch")).length).toBeLessThan(9);
});
