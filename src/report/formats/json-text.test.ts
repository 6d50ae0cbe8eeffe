import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonText } from "./json-text.js";

test("what a terminal obeys is spelled", () => {
  expect(jsonText({ a: "x\u009b1m\u202e\u2028\u{e0041}y" })).toBe(
    '{"a":"x\\u009b1m\\u202e\\u2028\\udb40\\udc41y"}',
  );
  expect(jsonText({ a: "é日👍" }, 2)).toBe('{\n  "a": "é日👍"\n}');
});

test("it is the same value", () => {
  fc.assert(
    fc.property(fc.json(), fc.string({ unit: "binary" }), (json, text) => {
      const value = { json: JSON.parse(json), text };
      expect(JSON.parse(jsonText(value, 2))).toEqual(JSON.parse(JSON.stringify(value)));
      expect(jsonText(value)).not.toMatch(/\p{Cc}|\p{Cf}/u);
    }),
  );
});
