import { type Catalogue, LEVELS } from "./catalogue.js";
import type { PrivilegeRule } from "./privilege-rules.js";

const BY_TIER = new Map([
  ["admin-equivalent", 9],
  ["escalation", 8],
  ["mfa-guard-removal", 7],
  ["conditional-escalation", 6],
]);

/**
 * How dangerous every action of the catalogue is, to show the worst ones as examples. What a rule needs but cannot
 * change anything (ec2:DescribeInstances) stays at its access level.
 */
export function dangerOf(catalogue: Catalogue, rules: readonly PrivilegeRule[]): Uint8Array {
  const danger = Uint8Array.from(catalogue.levels, (level, index) =>
    catalogue.listed[index] === 1 ? level + 1 : 0,
  );
  const tagging = LEVELS.indexOf("tagging");
  for (const { tier, requires } of rules) {
    for (const action of requires) {
      const index = catalogue.indexOf.get(action.toLowerCase());
      if (index === undefined || (catalogue.levels[index] ?? 0) < tagging) continue;
      // An action that escalates alone is worse than one of several.
      const rank = (BY_TIER.get(tier) ?? 6) * 10 - Math.min(9, requires.length);
      danger[index] = Math.max(danger[index] ?? 0, rank);
    }
  }
  return danger;
}

/** Indices of the actions worth naming, worst first. */
export function mostDangerous(danger: Uint8Array, atLeast = 10): number[] {
  return [...danger.keys()]
    .filter((index) => (danger[index] ?? 0) >= atLeast)
    .sort((a, b) => (danger[b] ?? 0) - (danger[a] ?? 0) || a - b);
}
