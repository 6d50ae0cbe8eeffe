import type { FixCatalogue, FixDeclaration } from "../../src/analyse/fixes/catalogue.js";
import type { KindModel } from "../../src/analyse/people/user-kinds.js";
import type { RiskModel } from "../../src/analyse/risk/risk-model.js";
import { markdownTable } from "./markdown-table.js";

/** What stands above this line in docs/fix-first.md is written by hand, what stands below it is generated. */
const MARK = "<!-- Everything below this line is generated from data/: npm run docs -->";

/** A user of the fixtures, and what its risk is made of; a test compares it with what `explain` reckons. */
export interface RiskExample {
  readonly user: string;
  readonly what: string;
  readonly credentials: readonly {
    readonly credential: string;
    readonly without_mfa: keyof RiskModel["gain"];
    readonly with_mfa: keyof RiskModel["gain"];
    readonly factors: readonly string[];
  }[];
}

/** What the page is made of. */
export interface FixFirstData {
  readonly risk: RiskModel;
  readonly catalogue: FixCatalogue;
  readonly kinds: KindModel;
  readonly examples: readonly RiskExample[];
}

/** The text of docs/fix-first.md: its hand-written part as it is, and the tables of what is reckoned with made anew. */
export function fixFirstReference(
  current: string,
  { risk, catalogue, kinds, examples }: FixFirstData,
): string {
  const [byHand = ""] = current.split(MARK);
  const parts = [
    byHand.trimEnd(),
    MARK,
    "## Emergencies",
    "A credential is in the first that fits. `:as_of` is the audit time.",
    emergencyTable(risk),
    "## Three worked examples",
    ...examples.map((one) => exampleText(one, risk)),
    "## Gain",
    gainTable(risk),
    `What only MFA adds counts ${thousandths(risk.with_mfa)} of that. Certainty is ${thousandths(risk.certainty.policies_unknown)} where the` +
      ` policies of the user were not collected, and ${thousandths(risk.certainty.scps_unknown)} where only service control policies were not.`,
    "## Ease",
    easeTable(risk),
    "## The fixes",
    fixTable(catalogue.fixes),
    "## People and machines",
    `The side that is ahead by at least ${kinds.margin} decides.`,
    kindTable(kinds),
  ];
  return `${parts.join("\n\n")}\n`;
}

function thousandths(value: number): string {
  return (value / 1000).toFixed(2);
}

function emergencyTable({ emergencies }: RiskModel): string {
  return markdownTable(
    ["emergency", "what it is", "when"],
    emergencies.map(({ id, title, credentials, when }) => [
      `\`${id}\``,
      title,
      when === "TRUE" ? credentials.map((one) => one.replaceAll("_", " ")).join(", ") : `\`${when}\``,
    ]),
  );
}

/** Reckoned anew here, from the numbers of the model alone. */
function exampleText(
  { user, what, credentials }: RiskExample,
  { gain, with_mfa, factors }: RiskModel,
): string {
  const lines = credentials.map(({ credential, without_mfa: without, with_mfa: more, factors: ids }) => {
    const fitting = factors.filter(({ id }) => ids.includes(id));
    const ease = fitting.reduce((sum, one) => sum + one.ease, 0);
    const got = 1000 * gain[without] + with_mfa * Math.max(0, gain[more] - gain[without]);
    const risk = Math.floor((got * ease) / 10_000) / 100;
    const sum = fitting.map((one) => `${thousandths(one.ease)} (${one.text})`).join(" + ");
    const points = `gain ${got / 1000} x ease ${thousandths(ease)} x certainty 1.00 = **${risk.toFixed(2)}**`;
    return `- ${credential.replaceAll("_", " ")}: ${points}; ease is ${sum}`;
  });
  return `\`${user}\`: ${what}.\n\n${lines.join("\n")}`;
}

function gainTable({ gain }: RiskModel): string {
  return markdownTable(
    ["without MFA", "points"],
    Object.entries(gain).map(([tier, points]) => [tier === "unknown" ? "not known" : tier, String(points)]),
  );
}

function easeTable({ factors }: RiskModel): string {
  return markdownTable(
    ["factor", "of", "ease", "why", "taken away by"],
    factors.map(({ id, credentials, ease, text, fixed_by: fixedBy }) => [
      `\`${id}\``,
      credentials.map((credential) => credential.replaceAll("_", " ")).join(", "),
      thousandths(ease),
      text,
      ["remove", ...fixedBy].join(", "),
    ]),
  );
}

function fixTable(fixes: readonly FixDeclaration[]): string {
  return markdownTable(
    ["fix", "for findings of", "effect", "what could break", "undo"],
    fixes.map(({ id, covers, effect, breaks, undo }) => [
      `\`${id}\``,
      [...new Set(covers.map(({ control }) => `\`${control}\``))].join(", "),
      effect,
      breaks,
      undo,
    ]),
  );
}

function kindTable({ signals }: KindModel): string {
  return markdownTable(
    ["signal", "speaks for", "weight", "reason"],
    signals.map(({ id, kind, weight, reason }) => [`\`${id}\``, kind, String(weight), reason]),
  );
}
