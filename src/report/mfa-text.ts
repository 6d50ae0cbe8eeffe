import type { ExplainedWitness, Explanation, PathExplanation } from "../policy/explain.js";
import { gapText } from "../policy/gap-text.js";
import type { RuleHit } from "../policy/privilege.js";
import { TIERS } from "../policy/privilege-rules.js";
import type { StatementNote } from "../policy/statement-note.js";
import type { Paint } from "./audit-text.js";
import { roleLines } from "./role-lines.js";
import { plainText } from "./text.js";

/** What MFA really protects, as a tree: verdict by path, who enforces it, what is still possible, what would help. */
export function mfaText(explanation: Explanation, paint: Paint): string {
  const { console, key, guards, roles, changes, assessment } = explanation;
  const { claimable, warnings, gaps } = assessment.mfa;
  const { privilege } = assessment;
  const sections = [
    ...pathLines(console, paint),
    ...pathLines(key, paint),
    ...(claimable === true
      ? [
          paint.yellow("claimable: no device is registered and enrolment is open without MFA:"),
          "  whoever holds the password or a key first can register a device of their own.",
        ]
      : []),
    ...[...new Set(gaps.map(gapText))].map((gap) => paint.yellow(`not known: ${plainText(gap)}`)),
    ...warnings.map((warning) => paint.yellow(`warning: ${WARNINGS[warning]}`)),
    `privilege: ${privilege.noMfa.tier} without MFA, ${privilege.mfa.tier} with it`,
    ...ruleLines(privilege.noMfa.rules),
    ...roleLines(roles),
    ...guards.flatMap((guard) => [
      `looks at MFA: ${guard.effect} in ${statementName(guard.statement)}`,
      ...guard.why.map((why) => `  ${plainText(why)}`),
    ]),
    ...(changes.length === 0 ? [] : ["what would change it:"]),
    ...changes.map((change) => `  ${plainText(change.what)} -> console ${change.console}, key ${change.key}`),
  ];
  return `${sections.join("\n")}\n`;
}

const WARNINGS = {
  "enrol-others": "devices of other users can be enrolled too, not only the user's own.",
  "fido-only-keys":
    "the only device is a FIDO key, which gives no session for the API: keys cannot be used with MFA.",
  "unknown-roles":
    "all that is open without MFA is to assume roles that were not collected, which count as dangerous.",
} as const;

function pathLines(path: PathExplanation, paint: Paint): string[] {
  const colour = { enforced: paint.green, partial: paint.yellow, not_enforced: paint.red } as const;
  const { verdict } = path.verdict;
  const coloured = verdict in colour ? colour[verdict as keyof typeof colour](verdict) : paint.dim(verdict);
  return [
    `${paint.bold(path.path)}: ${coloured}`,
    `  ${plainText(path.sentence)}`,
    ...path.statements.flatMap((note) => [`  by ${statementName(note)}`, `     ${statementText(note)}`]),
    ...path.examples.slice(0, 3).map((example) => `  still possible: ${exampleText(example)}`),
  ];
}

function exampleText({ action, resource, context, allowedBy, confidence, needs }: ExplainedWitness): string {
  const request = `${plainText(action)} on ${plainText(resource)} (${context})`;
  const by = allowedBy === null ? "" : `, allowed by ${statementName(allowedBy)}`;
  return `${request}${by}${confidence === "certain" ? "" : condition(needs)}`;
}

function condition(needs: readonly string[]): string {
  if (needs.length === 0) return ", unless what was not collected stands against it";
  return `, if ${plainText(needs.join(", "))} fits`;
}

/** The rules that lead furthest, and what they do. */
function ruleLines(rules: readonly RuleHit[]): string[] {
  const rank = ({ tier }: RuleHit) => (TIERS as readonly string[]).indexOf(tier);
  const worst = [...rules].sort((a, b) => rank(b) - rank(a));
  return [
    ...worst
      .slice(0, SHOWN_RULES)
      .map(({ rule, tier, actions, meaning }) => `  ${rule}: ${actions.join(" + ")}: ${meaning} (${tier})`),
    ...(worst.length > SHOWN_RULES
      ? [`  and ${worst.length - SHOWN_RULES} more ways (docs/privilege-rules.md)`]
      : []),
  ];
}

/** So much of a statement fits on a screen; JSON has all of it. */
const SHOWN_TEXT = 400;
const SHOWN_RULES = 5;

function statementText({ text }: StatementNote): string {
  const oneLine = plainText(text.replace(/\s+/g, " "));
  return oneLine.length <= SHOWN_TEXT ? oneLine : `${oneLine.slice(0, SHOWN_TEXT)} ...`;
}

function statementName({ origin, policy, sid, number, line }: StatementNote): string {
  return `${origin} ${plainText(policy)}, ${sid === null ? `statement ${number}` : plainText(sid)} (line ${line})`;
}
