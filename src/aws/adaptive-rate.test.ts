import { expect, test } from "vitest";
import { AdaptiveRate } from "./adaptive-rate.js";

/** A clock that only sleeping moves; chance that is no chance. */
function clockAt(random = 0) {
  let time = 0;
  return {
    now: () => time,
    random: () => random,
    sleep: async (milliseconds: number) => {
      time += milliseconds;
    },
    pass: (milliseconds: number) => {
      time += milliseconds;
    },
  };
}

const LIMITS = { perSecond: 10, burst: 5, least: 1, most: 20 };

async function take(rate: AdaptiveRate, count: number): Promise<void> {
  for (let taken = 0; taken < count; taken += 1) await rate.acquire();
}

test("a burst passes at once, then the rate holds", async () => {
  const clock = clockAt();
  const rate = new AdaptiveRate(LIMITS, clock);
  await take(rate, 5);
  expect(clock.now()).toBe(0);
  await take(rate, 10);
  expect(clock.now()).toBeCloseTo(1000, 0);
});

test("a pause fills no more than a burst", async () => {
  const clock = clockAt();
  const rate = new AdaptiveRate(LIMITS, clock);
  await take(rate, 5);
  clock.pass(3_600_000);
  const before = clock.now();
  await take(rate, 6);
  expect(clock.now() - before).toBeCloseTo(100, 0);
});

test("waiting has jitter, so that callers do not move in step", async () => {
  const clock = clockAt(0.999);
  const rate = new AdaptiveRate(LIMITS, clock);
  await take(rate, 6);
  expect(clock.now()).toBeGreaterThan(105);
  expect(clock.now()).toBeLessThan(111);
});

test("throttling halves the rate and empties the bucket; many signs at once are one", async () => {
  const clock = clockAt(0.5);
  const rate = new AdaptiveRate(LIMITS, clock);
  for (let sign = 0; sign < 10; sign += 1) rate.throttled();
  expect(rate.perSecond).toBe(5);
  await rate.acquire();
  expect(clock.now()).toBeGreaterThanOrEqual(200);
  clock.pass(500);
  rate.throttled();
  expect(rate.perSecond).toBe(2.5);
});

test("the rate never falls below the least, so that a run goes on", () => {
  const clock = clockAt();
  const rate = new AdaptiveRate(LIMITS, clock);
  for (let sign = 0; sign < 50; sign += 1) {
    clock.pass(1000);
    rate.throttled();
  }
  expect(rate.perSecond).toBe(LIMITS.least);
});

test("success raises the rate by two a second, up to the most", () => {
  const clock = clockAt();
  const rate = new AdaptiveRate(LIMITS, clock);
  for (let second = 0; second < 10; second += 1) rate.succeeded();
  expect(rate.perSecond).toBeGreaterThan(11.7);
  expect(rate.perSecond).toBeLessThan(12.1);
  for (let more = 0; more < 1000; more += 1) rate.succeeded();
  expect(rate.perSecond).toBe(LIMITS.most);
});
