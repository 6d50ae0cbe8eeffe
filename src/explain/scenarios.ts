import { z } from "zod";
import { UserError } from "../model/user-error.js";
import type { PolicyEngine } from "../policy/engine.js";
import { type Explanation, explain } from "../policy/explain.js";
import {
  evaluateScenario,
  parseScenario,
  type Scenario,
  type ScenarioResult,
  scenarioSubject,
  unmet,
} from "../policy/scenario.js";

/** A scenario, what comes out, why, and in what that differs from what it expects. */
export interface ScenarioOutcome {
  readonly scenario: Scenario;
  readonly result: ScenarioResult;
  /** null: its policies need more work than is allowed for. */
  readonly explanation: Explanation | null;
  readonly unmet: readonly string[];
}

/**
 * Judges the scenarios of a text: one JSON object, an array of them, or one a line. `file` is for messages.
 * Throws `UserError` for what is no scenario, naming the place.
 */
export function runScenarios(engine: PolicyEngine, text: string, file: string): ScenarioOutcome[] {
  return parseTexts(text, file).map(({ value, where }) => {
    const scenario = readScenario(value, where);
    const result = evaluateScenario(engine, scenario);
    const { subject, graph } = scenarioSubject(engine, scenario);
    return {
      scenario,
      result,
      explanation: explain(engine, subject, graph),
      unmet: unmet(scenario, result),
    };
  });
}

function readScenario(value: unknown, where: string): Scenario {
  try {
    return parseScenario(value);
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    const issue = error.issues[0];
    throw new UserError({
      code: "bad_scenario",
      what: `${where}: ${issue?.path.join(".") || "the scenario"}: ${issue?.message ?? "is not valid"}.`,
      fix: "docs/scenarios.md says what a scenario holds.",
      cause: error,
    });
  }
}

function parseTexts(text: string, file: string): { value: unknown; where: string }[] {
  const whole = parseJson(text);
  if (whole !== undefined) {
    const all: unknown[] = Array.isArray(whole.value) ? whole.value : [whole.value];
    return all.map((value, index) => ({
      value,
      where: all.length === 1 ? file : `${file}: scenario ${index + 1}`,
    }));
  }
  return text.split("\n").flatMap((line, index) => {
    if (line.trim() === "") return [];
    const where = `${file}:${index + 1}`;
    const parsed = parseJson(line);
    if (parsed === undefined) {
      throw new UserError({
        code: "bad_scenario",
        what: `${where} is no valid JSON.`,
        fix: "Write one JSON object, an array of them, or one object a line.",
      });
    }
    return [{ value: parsed.value, where }];
  });
}

function parseJson(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
