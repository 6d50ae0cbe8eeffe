import type { GapRecord } from "./results/mfa.js";

/** What was not collected or cannot be read: the layer, the policy's name, and why with the line in its text. */
export function gapText({ layer, name, problem }: GapRecord): string {
  const what = name === null ? layer : `${layer} ${name}`;
  return problem === null ? what : `${what}: ${problem.why} (line ${problem.line})`;
}
