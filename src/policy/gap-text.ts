import type { Gap } from "./model.js";

/** What was not collected or cannot be read: the layer, the policy's name, and why with the line in its text. */
export function gapText({ layer, name, problem }: Gap): string {
  const what = name === null ? layer : `${layer} ${name}`;
  return problem === null ? what : `${what}: ${problem.why} (line ${problem.line})`;
}
