import { mkdtemp, rm, stat, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { isAtWork, keepAlive, ownerName } from "./owner.js";
import { goneOwner } from "./test-lake.js";

let path: string;
beforeAll(async () => {
  path = await mkdtemp(join(tmpdir(), "iamspect-"));
});
afterAll(() => rm(path, { recursive: true, force: true }));

const setAge = async (seconds: number) => {
  const time = Date.now() / 1000 - seconds;
  await utimes(path, time, time);
};

/** The name of a process of another container: its number means nothing here. */
const elsewhere = (pid: number) => `${pid}-00000000-00000000`;

test("every name is another one", () => {
  expect(ownerName()).toMatch(new RegExp(`^${process.pid}-[0-9a-f]{8}-[0-9a-f]{8}$`));
  expect(new Set(Array.from({ length: 100 }, ownerName)).size).toBe(100);
});

test("a process of this machine that is gone is gone at once, whatever time its file has", async () => {
  await setAge(0);
  expect(await isAtWork(ownerName(), path)).toBe(true);
  expect(await isAtWork(await goneOwner(), path)).toBe(false);
});

test("a process of another container is at work as long as it gives signs of life, whatever numbers there are here", async () => {
  await setAge(0);
  expect(await isAtWork(elsewhere(4_194_303), path)).toBe(true);
  await setAge(90);
  expect(await isAtWork(elsewhere(4_194_303), path)).toBe(false);
  expect(await isAtWork(elsewhere(process.pid), path)).toBe(false);
});

test("a number that was given to another process gives no signs of life", async () => {
  await setAge(90);
  expect(await isAtWork(ownerName(), path)).toBe(false);
});

test("a name without an owner, or what is not there, is at work only by its time", async () => {
  await setAge(0);
  expect(await isAtWork("1", path)).toBe(true);
  await setAge(90);
  expect(await isAtWork("1", path)).toBe(false);
  expect(await isAtWork(ownerName(), join(path, "none"))).toBe(false);
});

test("signs of life come until they are stopped", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  const age = async () => Date.now() - (await stat(path)).mtimeMs;
  const stop = keepAlive(path);
  await setAge(90);
  vi.advanceTimersByTime(10_000);
  await expect.poll(age).toBeLessThan(60_000);
  stop();
  await setAge(90);
  vi.advanceTimersByTime(100_000);
  expect(await age()).toBeGreaterThan(60_000);
  vi.useRealTimers();
});
