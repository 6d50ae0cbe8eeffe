import { z } from "zod";
import type { ScenarioOutcome } from "../model/results/explanation.js";
import { UserError } from "../model/user-error.js";
import type { PolicyEngine } from "../policy/engine.js";
import { explain } from "../policy/explain.js";
import { parseScenario, type Scenario, scenarioResult, scenarioSubject, unmet } from "../policy/scenario.js";
import { mfaRecord } from "./mfa-record.js";

/**
 * Judges the scenarios of a text: one JSON object, an array of them, or one a line. `file` is for messages.
 * Throws `UserError` for what is no scenario, naming the place.
 */
export function runScenarios(engine: PolicyEngine, text: string, file: string): ScenarioOutcome[] {
  return parseTexts(text, file).map(({ value, where }) => {
    const scenario = readScenario(value, where);
    const { subject, graph } = scenarioSubject(engine, scenario);
    const result = scenarioResult(engine.assess(subject));
    const explained = explain(engine, subject, graph);
    return {
      id: scenario.id ?? null,
      title: scenario.title ?? scenario.user.arn,
      result,
      effective_mfa: explained === null ? null : mfaRecord(explained),
      unmet: unmet(scenario, result),
    };
  });
}

/** So many mistakes are told at once. */
const SAID = 5;

function policyAlone(where: string, cause: z.ZodError): UserError {
  return new UserError({
    code: "bad_scenario",
    what: `${where}: this is a policy, not a scenario.`,
    why: "What a policy does depends on who is asked about.",
    fix: "Put it into a scenario, under scps for a guardrail: docs/scenarios.md has one to copy.",
    cause,
  });
}

function readScenario(value: unknown, where: string): Scenario {
  try {
    return parseScenario(value);
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    if (Object.hasOwn(Object(value), "Statement")) throw policyAlone(where, error);
    const said = error.issues.map(({ path, message }) => {
      const member = path.reduce<unknown>((inside, name) => Object(inside)[name], value);
      return `${path.join(".") || "the scenario"}: ${member === undefined ? "is missing" : message}`;
    });
    throw new UserError({
      code: "bad_scenario",
      what: `${where}: ${said.slice(0, SAID).join("; ")}${said.length > SAID ? `; and ${said.length - SAID} more` : ""}.`,
      fix: "docs/scenarios.md says what a scenario holds, and has one to copy.",
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
        what: `${where} is not valid JSON.`,
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
