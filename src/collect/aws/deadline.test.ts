import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Deadline } from "./deadline.js";

const LATE = { status: "error", detail: expect.stringContaining("within the 10 s") };
const never = () => new Promise<never>(() => undefined);

describe("the time that an account may take", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test("gives what was done in time", async () => {
    const deadline = new Deadline(10);
    deadline.start();
    expect(await deadline.within(Promise.resolve("done"))).toBe("done");
    await expect(deadline.within(Promise.reject(new Error("failed")))).rejects.toThrow("failed");
    expect(deadline.signal.aborted).toBe(false);
  });

  test("ends all that is under way when it is over, and what is begun later at once", async () => {
    const deadline = new Deadline(10);
    deadline.start();
    const under = [deadline.within(never()), deadline.within(never())];
    vi.advanceTimersByTime(9_999);
    expect(deadline.signal.aborted).toBe(false);
    vi.advanceTimersByTime(1);
    expect(await Promise.all(under)).toEqual([LATE, LATE]);
    expect(deadline.signal.aborted).toBe(true);
    expect(await deadline.within(never())).toEqual(LATE);
  });

  test("runs only while the account is worked on", async () => {
    const deadline = new Deadline(10);
    deadline.start();
    vi.advanceTimersByTime(6_000);
    deadline.pause();
    vi.advanceTimersByTime(60_000);
    expect(deadline.signal.aborted).toBe(false);
    deadline.start();
    vi.advanceTimersByTime(3_999);
    expect(deadline.signal.aborted).toBe(false);
    vi.advanceTimersByTime(1);
    expect(deadline.signal.aborted).toBe(true);
  });

  test("a failure that comes too late has nobody who hears of it, and breaks nothing", async () => {
    const deadline = new Deadline(10);
    deadline.start();
    let fail: (error: Error) => void = () => undefined;
    const work = new Promise<never>((_, reject) => {
      fail = reject;
    });
    const waited = deadline.within(work);
    vi.advanceTimersByTime(10_000);
    expect(await waited).toEqual(LATE);
    fail(new Error("too late"));
    await expect(work).rejects.toThrow("too late");
  });
});

test("what was waited for is let go, though the deadline stays", async () => {
  setFlagsFromString("--expose-gc");
  const collectGarbage: () => void = runInNewContext("gc");
  const deadline = new Deadline(3_600);
  deadline.start();
  const wait = async () => {
    const found = await deadline.within(Promise.resolve({ document: "kilobytes ".repeat(1_000) }));
    return new WeakRef(found);
  };
  const refs = await Promise.all(Array.from({ length: 20 }, wait));
  await new Promise((resolve) => setTimeout(resolve, 10));
  collectGarbage();
  expect(refs.filter((ref) => ref.deref() !== undefined)).toEqual([]);
  deadline.pause();
});
