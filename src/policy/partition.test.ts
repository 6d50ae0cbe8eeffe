import fc from "fast-check";
import { expect, test } from "vitest";
import { Partition } from "./partition.js";

const list = fc.uniqueArray(fc.nat(19), { maxLength: 20 });
const partition = new Partition(20);

test("two numbers share a class exactly when every list holds both or neither", () => {
  fc.assert(
    fc.property(fc.array(list, { maxLength: 8 }), (lists) => {
      partition.reset();
      for (const one of lists) partition.split(Uint16Array.from(one));
      const signature = (n: number) => lists.map((one) => (one.includes(n) ? "1" : "0")).join("");
      for (let a = 0; a < 20; a++) {
        for (let b = 0; b < a; b++) {
          expect(partition.classOf[a] === partition.classOf[b]).toBe(signature(a) === signature(b));
        }
      }
      expect(partition.count).toBe(new Set(Array.from({ length: 20 }, (_, n) => signature(n))).size);
    }),
  );
});

test("never makes more classes than there are numbers, however many lists come", () => {
  partition.reset();
  for (let n = 0; n < 100_000; n++) partition.split(Uint16Array.from(new Set([n % 20, (n * 7 + 1) % 20])));
  expect(partition.count).toBeLessThanOrEqual(20);
  expect(Math.max(...partition.classOf)).toBeLessThan(partition.count);
});
