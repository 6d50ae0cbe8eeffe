import { expect, test } from "vitest";
import { Semaphore } from "./semaphore.js";

test("never more run than allowed, and they begin in the order in which they came", async () => {
  const semaphore = new Semaphore(3);
  const begun: number[] = [];
  let most = 0;
  await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      semaphore.run(async () => {
        begun.push(index);
        most = Math.max(most, semaphore.running);
        await new Promise((resolve) => setTimeout(resolve, (index * 7) % 5));
      }),
    ),
  );
  expect(most).toBe(3);
  expect(begun).toEqual([...begun].sort((a, b) => a - b));
  expect(semaphore.running).toBe(0);
});

test("a task that fails gives its place back", async () => {
  const semaphore = new Semaphore(1);
  const failed = semaphore.run(() => Promise.reject(new Error("no")));
  await expect(failed).rejects.toThrow("no");
  expect(await semaphore.run(async () => "next")).toBe("next");
});
