import type { PrivilegeRule } from "../../src/policy/privilege-rules.js";
import { markdownTable } from "./markdown-table.js";

const HEAD = `# Privilege rules

The ways in which rights lead to more rights, from data/privilege-rules.json. \`privilege\` lists those that a user has, and
\`iamspect explain\` shows them. A rule holds when every action it requires may be allowed on what it must reach, and
\`iam:PassRole\` for the service that is named; what must exist beside the rights is not looked at.

What an action must reach is an ARN, in which \`aws\` stands for the partition of the account; \`*\` alone when AWS knows no
resource types for the action, so that only a statement about \`*\` allows it; or \`self-user\` (the caller), \`other-user\`,
\`own-group\`, \`any-group\`, \`attached-policy\` (a customer managed policy of the caller or its groups), \`any-policy\`,
\`role\`.

A tier says where a rule leads: \`admin-equivalent\` (everything, in one step), \`escalation\` (an administrator, in a few),
\`conditional-escalation\` (more than before, or if what it needs is there), \`mfa-guard-removal\` (past the statements that
ask for MFA), \`legacy\` (worked once).
`;

/** An action, what it must reach, and of iam:PassRole the services. */
function needText({ scopes, passedTo = [] }: PrivilegeRule, action: string): string {
  const reached = [scopes[action] ?? []].flat().flatMap((scope) => scope.split(" | ").map(code).join(" or "));
  const services = action === "iam:PassRole" ? ` for ${passedTo.map(code).join(" or ")}` : "";
  return `${code(action)} on ${reached.join(" and ")}${services}`;
}

function code(text: string): string {
  return `\`${text}\``;
}

/** docs/privilege-rules.md, from the rules. */
export function ruleReference(rules: readonly PrivilegeRule[]): string {
  const rows = [...rules]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((rule) => [
      code(rule.id),
      rule.tier,
      rule.requires.map((action) => needText(rule, action)).join("; "),
      rule.meaning,
      rule.needs,
      [`[source](${rule.source})`, ...rule.sources].join(", "),
    ]);
  const titles = [
    "rule",
    "tier",
    "requires",
    "what happens",
    "what must be there",
    "source, and other lists",
  ];
  return `${HEAD}\n${markdownTable(titles, rows)}\n`;
}
