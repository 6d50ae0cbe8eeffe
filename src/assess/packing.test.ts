import fc from "fast-check";
import { expect, test } from "vitest";
import { openDuckDB } from "../engine/duckdb/open.js";
import { packedSql, packSlots, unpacked } from "./packing.js";

const bases = fc.array(fc.integer({ min: 1, max: 2_000_001 }), { minLength: 1, maxLength: 12 });

test("numbers come out as they went in, through SQL", async () => {
  const engine = await openDuckDB({ threads: 1 });
  try {
    await fc.assert(
      fc.asyncProperty(bases, fc.nat(), async (all, seed) => {
        const numbers = all.map((base, index) => (seed * (index + 7)) % base);
        const slots = packSlots(all);
        const sql = packedSql(slots, (index, weight) => `CAST(${numbers[index]} AS BIGINT) * ${weight}`);
        const [row = {}] = await engine.all(
          `SELECT ${sql.map((one, index) => `${one} AS w${index}`).join(", ")}`,
        );
        const words = sql.map((_, index) => Number(row[`w${index}`]));
        expect(slots.map((slot) => unpacked(words, slot))).toEqual(numbers);
      }),
      { numRuns: 50 },
    );
  } finally {
    engine.close();
  }
});

test("no packed number is larger than JavaScript holds exactly", () => {
  fc.assert(
    fc.property(bases, (all) => {
      for (const { weight, base } of packSlots(all)) {
        expect(weight * base).toBeLessThanOrEqual(Number.MAX_SAFE_INTEGER);
      }
    }),
  );
});
