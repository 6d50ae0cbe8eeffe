import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { testEngine } from "../policy/fixtures/engine.js";
import { parseScenario } from "../policy/scenario.js";
import { runScenarios } from "./scenarios.js";

// Policies that were judged wrongly once, each with what is right and why.
const file = "policy-cases.jsonl";
const text = readFileSync(new URL(`../policy/fixtures/${file}`, import.meta.url), "utf8");
const outcomes = runScenarios(testEngine(), text, file);

describe("of the policies that were judged wrongly once", () => {
  for (const { id, title, unmet } of outcomes) test(`${id}: ${title}`, () => expect(unmet).toEqual([]));

  test("each says what is right and why", () => {
    const cases = text
      .trim()
      .split("\n")
      .map((line) => parseScenario(JSON.parse(line)));
    for (const { why, expect: expected } of cases)
      expect([typeof why, typeof expected]).toEqual(["string", "object"]);
  });

  test("there are ten", () => expect(outcomes).toHaveLength(10));
});
