import { expect, test } from "vitest";
import { batches, RECORDS, rendered } from "./test-render.js";

test("one object a line, nothing where there is none", async () => {
  const text = await rendered("ndjson", "rows", batches(RECORDS));
  expect(
    text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line)),
  ).toEqual(RECORDS);
  expect(await rendered("ndjson", "rows", batches())).toBe("");
});
