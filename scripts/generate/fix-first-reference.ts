import type { FixDeclaration } from "../../src/analyse/fixes/catalogue.js";
import type { KindModel } from "../../src/analyse/people/user-kinds.js";
import type { RiskModel } from "../../src/analyse/risk/risk-model.js";
import { markdownTable } from "./markdown-table.js";

/** What stands above this line in docs/fix-first.md is written by hand, what stands below it is generated. */
const MARK = "<!-- Everything below this line is generated from data/: npm run docs -->";

/** The text of docs/fix-first.md: its hand-written part as it is, and the tables of what is reckoned with made anew. */
export function fixFirstReference(
  current: string,
  risk: RiskModel,
  fixes: readonly FixDeclaration[],
  kinds: KindModel,
): string {
  const [byHand = ""] = current.split(MARK);
  const parts = [
    byHand.trimEnd(),
    MARK,
    "## Gain",
    gainTable(risk),
    `What only MFA adds counts ${thousandths(risk.with_mfa)} of that. Certainty is ${thousandths(risk.certainty.policies_unknown)} where the` +
      ` policies of the user were not collected, and ${thousandths(risk.certainty.scps_unknown)} where only service control policies were not.`,
    "## Ease",
    easeTable(risk),
    "## The fixes",
    fixTable(fixes),
    "## People and machines",
    `The side that is ahead by at least ${kinds.margin} decides.`,
    kindTable(kinds),
  ];
  return `${parts.join("\n\n")}\n`;
}

function thousandths(value: number): string {
  return (value / 1000).toFixed(2);
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
