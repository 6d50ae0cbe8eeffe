import type { ScenarioOutcome } from "../model/results/explanation.js";
import { fitLines } from "./fit-lines.js";
import type { View } from "./formats/format.js";
import { mfaText } from "./mfa-text.js";
import { plainText } from "./text.js";

/** What comes out of a scenario, and why, for people. */
export function scenarioText(
  { id, title, effective_mfa: mfa }: ScenarioOutcome,
  { paint, width }: View,
): string {
  const name = id === null ? title : `${id}: ${title}`;
  const body =
    mfa === null ? "unknown: the policies need more work than is allowed for.\n" : mfaText(mfa, paint);
  return `${paint.bold(plainText(name))}\n${fitLines(body, width)}\n`;
}
