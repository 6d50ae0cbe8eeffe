import { readFile } from "node:fs/promises";
import { openPolicyEngine } from "../derive/policy-engine.js";
import { runScenarios } from "../explain/scenarios.js";
import { UserError } from "../model/user-error.js";
import { plainText } from "../report/text.js";
import { EXIT, type Output } from "./command.js";

/**
 * `explain --scenario FILE`: judges policies that need not be deployed, a unit test for guardrails. Exits with 3
 * when something that a scenario expects does not come out.
 */
export async function explainScenarios(file: string, context: Output<"scenarios">): Promise<number> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new UserError({ code: "no_scenario", what: `The scenario ${file} cannot be read.`, cause });
  });
  const outcomes = runScenarios(await openPolicyEngine(), text, file);
  await context.print("scenarios", outcomes);
  for (const { id, unmet } of outcomes) {
    for (const one of unmet) context.note(plainText(`${id ?? file}: ${one}`));
  }
  return outcomes.some(({ unmet }) => unmet.length > 0) ? EXIT.findings : EXIT.done;
}
