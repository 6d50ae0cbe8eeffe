import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DuckDBEngine, openDuckDB } from "./duckdb/open.js";
import { identifier, literal, stringLiteral } from "./sql.js";

let engine: DuckDBEngine;
beforeAll(async () => {
  engine = await openDuckDB({ threads: 1 });
});
afterAll(() => engine.close());

/** Strings that people break out of quotes with, and any other. */
const HOSTILE = [
  "",
  "'",
  "''",
  '"',
  "a'b",
  "\\",
  "\\'",
  "'; DROP TABLE iam_users; --",
  "' OR '1'='1",
  "$$",
  "$tag$",
  "E'\\x41'",
  "/* */",
  "-- ",
  "?",
  ":as_of",
  "%_",
  "\n",
  "é 漢 😀",
  "{'a': 1}",
  "a\0b'\0",
];
const anyText = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: "binary" }),
  fc.array(fc.constantFrom(...HOSTILE), { maxLength: 5 }).map((parts) => parts.join("")),
);

async function only(sql: string): Promise<unknown> {
  const [row] = await engine.all(`SELECT ${sql} AS value`);
  return row?.value;
}

describe("a literal", () => {
  test.each(HOSTILE)("of %j comes back as it was", async (text) => {
    expect(await only(literal(text))).toBe(text);
  });

  test("of any text comes back as it was, and so does a list of texts", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyText, { maxLength: 6 }), async (texts) => {
        expect(await only(`CAST(${literal(texts)} AS VARCHAR[])`)).toEqual(texts);
        for (const text of texts) expect(await only(stringLiteral(text))).toBe(text);
      }),
      { numRuns: 60 },
    );
  });

  test("of a number or a flag comes back as it was", async () => {
    for (const value of [0, -1, 9_007_199_254_740_991, true, false, null]) {
      expect(await only(literal(value))).toEqual(value);
    }
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    "of %d is refused: engines read it differently",
    (value) => {
      expect(() => literal(value)).toThrow(RangeError);
    },
  );
});

describe("an identifier", () => {
  test("names a column, whatever is in it but a zero byte", async () => {
    const names = [...HOSTILE.filter((name) => !/^$|\0/.test(name)), "select", "user", "a b", "A"];
    for (const name of names) {
      const [row] = await engine.all(`SELECT 7 AS ${identifier(name)}`);
      expect(row).toEqual({ [name]: 7 });
    }
  });

  test("never closes the quotes it stands in", () => {
    fc.assert(
      fc.property(anyText, (name) => {
        const quoted = identifier(name);
        expect(quoted.slice(1, -1).replaceAll('""', "")).not.toContain('"');
        expect(quoted.slice(1, -1).replaceAll('""', '"')).toBe(name);
      }),
    );
  });
});
