import { thousands } from "../model/listed.js";
import type {
  GapRecord,
  MfaExample,
  MfaPath,
  MfaRecord,
  MfaWarning,
  PrivilegeRuleRecord,
  StatementRecord,
} from "../model/results/mfa.js";
import { TIERS } from "../model/tiers.js";
import type { Paint } from "./paint.js";
import { roleLines } from "./role-lines.js";
import { plainText } from "./text.js";

/** What MFA really protects, as a tree: verdict by path, who enforces it, what is still possible, what would help. */
export function mfaText(mfa: MfaRecord, paint: Paint): string {
  const { console, key, claimable, warnings, missing_evidence: gaps, guards, roles, changes } = mfa;
  const sections = [
    ...pathLines("console", console, paint),
    ...pathLines("key", key, paint),
    ...(claimable === true
      ? [
          paint.yellow("claimable: no device is registered and enrolment is open without MFA:"),
          "  whoever holds the password or a key first can register a device of their own.",
        ]
      : []),
    ...[...new Set(gaps.map(gapWords))].map((gap) => paint.yellow(`not known: ${plainText(gap)}`)),
    ...warnings.map((warning) => paint.yellow(`warning: ${warningText(warning, mfa)}`)),
    ...privilegeLines(mfa),
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

/** Are all policies of the user itself there? Without them anything may be allowed, which is no evidence that it is. */
function ownPoliciesKnown({ missing_evidence: gaps }: MfaRecord): boolean {
  return gaps.every(({ layer }) => layer !== "identity" && layer !== "boundary");
}

function privilegeLines(mfa: MfaRecord): string[] {
  const { no_mfa: without, mfa: withMfa } = mfa.privilege;
  if (mfa.privilege_known) {
    return [`privilege: ${without.tier} without MFA, ${withMfa.tier} with it`, ...ruleLines(without.rules)];
  }
  const line = `privilege: not known; at most ${without.tier} without MFA, at most ${withMfa.tier} with it`;
  return [line, ...(ownPoliciesKnown(mfa) ? ruleLines(without.rules) : [])];
}

function warningText(warning: MfaWarning, mfa: MfaRecord): string {
  if (warning === "enrol-others" && !ownPoliciesKnown(mfa)) {
    return "devices of other users may be open to enrolment too: that is not known.";
  }
  return WARNINGS[warning];
}

const WARNINGS = {
  "enrol-others": "devices of other users can be enrolled too, not only the user's own.",
  "fido-only-keys":
    "the only device is a FIDO key, which gives no session for the API: keys cannot be used with MFA.",
  "unknown-roles":
    "all that is open without MFA is to assume roles that were not collected, which count as dangerous.",
} as const;

function pathLines(name: string, path: MfaPath, paint: Paint): string[] {
  const { bold, dim, green, red, yellow } = paint;
  const colours = { enforced: green, partial: yellow, not_enforced: red, unknown: dim, not_applicable: dim };
  return [
    `${bold(name)}: ${colours[path.verdict](path.verdict)}`,
    `  ${plainText(path.sentence)}`,
    ...path.statements.flatMap((note) => [`  by ${statementName(note)}`, `     ${statementText(note)}`]),
    ...path.examples
      .slice(0, 3)
      .map(
        (example) => `  ${path.verdict === "unknown" ? "may be" : "still"} possible: ${exampleText(example)}`,
      ),
  ];
}

function exampleText({ action, resource, context, allowed_by, confidence, needs }: MfaExample): string {
  const request = `${plainText(action)} on ${plainText(resource)} (${context})`;
  const by = allowed_by === null ? "" : `, allowed by ${statementName(allowed_by)}`;
  return `${request}${by}${confidence === "certain" ? "" : condition(needs)}`;
}

function condition(needs: readonly string[]): string {
  if (needs.length === 0) return ", if no policy that was not collected denies it";
  return `, if ${plainText(needs.join(", "))} fits`;
}

const LAYERS: Readonly<Record<string, string>> = {
  identity: "policies of the user and its groups",
  boundary: "permissions boundary",
  scp: "service control policies",
  rcp: "resource control policies",
};

/** What is missing: a whole layer of policies, or one policy of it. */
function gapWords({ layer, name, problem }: GapRecord): string {
  if (name === null) return `the ${LAYERS[layer] ?? layer}, which were not collected`;
  if (problem === null) return `the document of the ${layer} policy ${name}, which was not collected`;
  return `the ${layer} policy ${name}, which cannot be read: ${problem.why} (line ${problem.line})`;
}

/** The rules that lead furthest, and what they do. */
function ruleLines(rules: readonly PrivilegeRuleRecord[]): string[] {
  const order: readonly string[] = TIERS;
  const rank = ({ tier }: PrivilegeRuleRecord) => order.indexOf(tier);
  const worst = [...rules].sort((a, b) => rank(b) - rank(a));
  return [
    ...worst
      .slice(0, SHOWN_RULES)
      .map(({ rule, tier, actions, meaning }) => `  ${rule}: ${actions.join(" + ")}: ${meaning} (${tier})`),
    ...(worst.length > SHOWN_RULES
      ? [`  and ${thousands(worst.length - SHOWN_RULES)} more ways (docs/privilege-rules.md)`]
      : []),
  ];
}

/** So much of a statement fits on a screen; JSON has all of it. */
const SHOWN_TEXT = 400;
const SHOWN_RULES = 5;

function statementText({ text }: StatementRecord): string {
  const oneLine = plainText(text.replace(/\s+/g, " "));
  return oneLine.length <= SHOWN_TEXT ? oneLine : `${oneLine.slice(0, SHOWN_TEXT)} ...`;
}

function statementName({ origin, policy, sid, number, line }: StatementRecord): string {
  return `${origin} ${plainText(policy)}, ${sid === null ? `statement ${number}` : plainText(sid)} (line ${line})`;
}
