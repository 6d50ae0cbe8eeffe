import { afterAll, beforeAll, expect, test } from "vitest";
import { type DuckDBEngine, openDuckDB } from "./open.js";

let engine: DuckDBEngine;
beforeAll(async () => {
  engine = await openDuckDB({ threads: 1 });
});
afterAll(() => engine.close());

test.each([
  ["a BIGINT as a number", "CAST(1611489600 AS BIGINT)", 1_611_489_600],
  ["the largest number that JavaScript holds", "CAST(9007199254740991 AS BIGINT)", 9_007_199_254_740_991],
  ["one more as text, rather than losing digits", "CAST(9007199254740993 AS BIGINT)", "9007199254740993"],
  ["and below zero", "CAST(-9007199254740993 AS BIGINT)", "-9007199254740993"],
  ["the smallest BIGINT", "CAST(-9223372036854775808 AS BIGINT)", "-9223372036854775808"],
  [
    "a HUGEINT",
    "CAST(170141183460469231731687303715884105727 AS HUGEINT)",
    "170141183460469231731687303715884105727",
  ],
  ["a sum, which DuckDB makes a HUGEINT", "(SELECT sum(i) FROM range(10) r(i))", 45],
  ["a DOUBLE", "CAST(0.1 AS DOUBLE)", 0.1],
  ["text with everything in it", "'a\"b''c' || chr(10) || '漢'", "a\"b'c\n漢"],
  ["a flag", "TRUE", true],
  ["nothing", "NULL", null],
  ["a list", "['a', NULL, 'b']", ["a", null, "b"]],
  ["a list of lists of large numbers", "[[9007199254740993], []]", [["9007199254740993"], []]],
  ["a decimal number as it is written", "CAST(1.50 AS DECIMAL(5, 2))", "1.50"],
  ["a timestamp as text", "TIMESTAMP '2021-01-24 12:00:00'", "2021-01-24 12:00:00"],
  ["a date as text", "DATE '2021-01-24'", "2021-01-24"],
])("%s", async (_, sql, value) => {
  expect(await engine.all(`SELECT ${sql} AS value`)).toEqual([{ value }]);
});
