import { readFile } from "node:fs/promises";
import pc from "picocolors";
import { openPolicyEngine } from "../derive/policy-engine.js";
import { runScenarios, type ScenarioOutcome } from "../explain/scenarios.js";
import { UserError } from "../model/user-error.js";
import { mfaText } from "../report/mfa-text.js";
import { scenarioRecord } from "../report/scenario-record.js";
import { plainText } from "../report/text.js";
import { type Context, EXIT } from "./command.js";

/**
 * `explain --scenario FILE`: judges policies that need not be deployed, a unit test for guardrails. Exits with 3
 * when something that a scenario expects does not come out.
 */
export async function explainScenarios(file: string, format: string, context: Context): Promise<number> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new UserError({ code: "no_scenario", what: `The scenario ${file} cannot be read.`, cause });
  });
  const outcomes = runScenarios(await openPolicyEngine(), text, file);
  if (format === "json") {
    const results = outcomes.map(({ scenario, result, explanation }) => {
      const record = scenarioRecord(result, explanation?.roles ?? []);
      return outcomes.length === 1 ? record : { id: scenario.id ?? null, ...record };
    });
    await context.write(`${JSON.stringify(results.length === 1 ? results[0] : results, null, 2)}\n`);
  } else {
    for (const outcome of outcomes) await context.write(outcomeText(outcome, context));
  }
  for (const { scenario, unmet } of outcomes) {
    for (const one of unmet) context.note(plainText(`${scenario.id ?? file}: ${one}`));
  }
  return outcomes.some(({ unmet }) => unmet.length > 0) ? EXIT.findings : EXIT.done;
}

function outcomeText({ scenario, explanation }: ScenarioOutcome, context: Context): string {
  const paint = pc.createColors(context.color);
  const title = [scenario.id, scenario.title ?? scenario.user.arn].filter((part) => part !== undefined);
  const body =
    explanation === null
      ? "unknown: the policies need more work than is allowed for.\n"
      : mfaText(explanation, paint);
  return `${paint.bold(plainText(title.join(": ")))}\n${body}\n`;
}
