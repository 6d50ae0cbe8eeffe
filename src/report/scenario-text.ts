import type { ScenarioOutcome } from "../model/results/explanation.js";
import { mfaText } from "./mfa-text.js";
import type { Paint } from "./paint.js";
import { plainText } from "./text.js";

/** What comes out of a scenario, and why, for people. */
export function scenarioText({ id, title, effective_mfa: mfa }: ScenarioOutcome, paint: Paint): string {
  const name = id === null ? title : `${id}: ${title}`;
  const body =
    mfa === null ? "unknown: the policies need more work than is allowed for.\n" : mfaText(mfa, paint);
  return `${paint.bold(plainText(name))}\n${body}\n`;
}
