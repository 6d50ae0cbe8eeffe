import type { PrivilegeRule } from "../../src/policy/privilege-rules.js";
import { markdownTable } from "./markdown-table.js";

const HEAD = `# Privilege rules

The ways in which rights lead to more rights, from data/privilege-rules.json. \`privilege\` lists those that a user has, and
\`iamspect explain\` shows them. A rule holds when every action it requires may be allowed on what it must reach; what must
exist beside the rights is not looked at.

A tier says where a rule leads: \`admin-equivalent\` (everything, in one step), \`escalation\` (an administrator, in a few),
\`conditional-escalation\` (more than before, or if what it needs is there), \`mfa-guard-removal\` (past the statements that
ask for MFA), \`legacy\` (worked once).
`;

/** docs/privilege-rules.md, from the rules. */
export function ruleReference(rules: readonly PrivilegeRule[]): string {
  const rows = [...rules]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, tier, requires, needs, meaning, sources }) => [
      `\`${id}\``,
      tier,
      requires.map((action) => `\`${action}\``).join(" "),
      meaning,
      needs,
      sources.join(", "),
    ]);
  const titles = ["rule", "tier", "requires", "what happens", "what must be there", "sources"];
  return `${HEAD}\n${markdownTable(titles, rows)}\n`;
}
