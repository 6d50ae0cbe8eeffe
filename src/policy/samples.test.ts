import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { testEngine } from "./fixtures/engine.js";
import { evaluateScenario, parseScenario, unmet } from "./scenario.js";

// Policies in the form AWS and others publish them, each with the verdict and the reason for it.
const engine = testEngine();
const samples: unknown = JSON.parse(readFileSync(new URL("fixtures/samples.json", import.meta.url), "utf8"));

for (const sample of Array.isArray(samples) ? samples : []) {
  const scenario = parseScenario(sample);
  test(`${scenario.title}: ${scenario.why}`, () => {
    expect(scenario.expect).toBeDefined();
    expect(unmet(scenario, evaluateScenario(engine, scenario))).toEqual([]);
  });
}

test("there are samples", () => expect(samples).toHaveLength(18));
