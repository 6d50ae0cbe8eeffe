import fc from "fast-check";
import { expect, test } from "vitest";
import { bar, spark } from "./spark.js";

test("a row of bars from none to the largest", () => {
  expect(spark([0, 1, 2, 3, 4, 5, 6, 7])).toBe("▁▂▃▄▅▆▇█");
  expect(spark([0, 0])).toBe("▁▁");
  expect(spark([5, null, 10])).toBe("▅ █");
  expect(spark([])).toBe("");
});

test("one character a value, the largest is the highest", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1e9), { minLength: 1, maxLength: 50 }), (values) => {
      const line = [...spark(values)];
      expect(line.length).toBe(values.length);
      const top = Math.max(...values);
      if (top > 0) expect(line[values.indexOf(top)]).toBe("█");
    }),
  );
});

test("a bar is in proportion to the largest of all", () => {
  expect([bar(10, 10, 20), bar(5, 10, 20), bar(0, 10, 20)].map(({ length }) => length)).toEqual([20, 10, 0]);
  expect(bar(0, 0, 20)).toBe("");
});
