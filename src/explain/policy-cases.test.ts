import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { testEngine } from "../policy/fixtures/engine.js";
import { runScenarios } from "./scenarios.js";

// Policies that were judged wrongly once, each with what is right and why.
const file = "policy-cases.jsonl";
const text = readFileSync(new URL(`../policy/fixtures/${file}`, import.meta.url), "utf8");
const outcomes = runScenarios(testEngine(), text, file);

describe("of the policies that were judged wrongly once", () => {
  for (const { scenario, unmet } of outcomes) {
    const { id, title, why, expect: expected } = scenario;
    test(`${id}: ${title}. ${why}`, () => {
      expect(expected).toBeDefined();
      expect(unmet).toEqual([]);
    });
  }

  test("there are ten", () => expect(outcomes).toHaveLength(10));
});
