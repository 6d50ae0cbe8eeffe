import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { testEngine } from "./fixtures/engine.js";
import { evaluateScenario, parseScenario, unmet } from "./scenario.js";

const engine = testEngine();
const lines = readFileSync(new URL("fixtures/effective-mfa-vectors.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n");

test("there are 40 vectors", () => expect(lines).toHaveLength(40));

for (const line of lines) {
  const scenario = parseScenario(JSON.parse(line));
  test(`${scenario.id}: ${scenario.title}`, () => {
    expect(scenario.expect).toBeDefined();
    expect(unmet(scenario, evaluateScenario(engine, scenario))).toEqual([]);
  });
}
