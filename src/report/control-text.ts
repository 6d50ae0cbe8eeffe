import { pitfallText } from "../model/pitfall-text.js";
import type { ControlDetails } from "../model/results/controls.js";
import { commandText } from "./command-text.js";
import { plainLines, plainText } from "./text.js";
import { wrapText } from "./wrap.js";

/** All about one control, for people. */
export function controlText(declaration: ControlDetails, width: number): string {
  const { parameters, tiers, remediation, mappings, references, pitfalls } = declaration;
  const sections: [string, string[]][] = [
    ["Why", [declaration.rationale.trim()]],
    ["Pitfalls", pitfalls.map((one) => `- ${pitfallText(one)}`)],
    [
      "Parameters",
      Object.entries(parameters).map(
        ([name, one]) =>
          `- ${name} = ${one.default}${"unit" in one && one.unit ? ` ${one.unit}` : ""}${one.doc ? `: ${one.doc}` : ""}`,
      ),
    ],
    [
      "Tiers",
      tiers === undefined
        ? []
        : [
            `older than ${tiers.older_than_days.join(", ")} days, of ${tiers.population === "all" ? "all subjects" : "the subjects that existed that long ago"}`,
          ],
    ],
    [
      "Evidence",
      [
        `required: ${declaration.evidence.required.join(", ")}`,
        ...(declaration.evidence.mitigating.length === 0
          ? []
          : [`mitigating: ${declaration.evidence.mitigating.join(", ")}`]),
      ],
    ],
    ["How to fix it", remediationLines(remediation, width)],
    ["Mappings", Object.entries(mappings).map(([framework, ids]) => `${framework}: ${ids.join(", ")}`)],
    ["References", references],
    ["Query", declaration.sql.trim().split("\n")],
  ];
  const body = sections
    .filter(([, lines]) => lines.length > 0)
    .map(
      ([title, lines]) =>
        `${title}\n${lines.map((line) => paragraph(line, AS_WRITTEN.has(title) ? Number.POSITIVE_INFINITY : width)).join("\n")}`,
    );
  return `${declaration.id} (${declaration.severity}): ${plainText(declaration.title)}\n\n${body.join("\n\n")}\n`;
}

/** Sections whose lines are left as they are. */
const AS_WRITTEN: ReadonlySet<string> = new Set(["Query", "How to fix it"]);
const COMMANDS: ReadonlySet<string> = new Set(["cli", "cli_password"]);

/** Words wrapped, commands so that a shell still takes them. */
function remediationLines(remediation: ControlDetails["remediation"], width: number): string[] {
  return Object.entries(remediation).map(([way, text = ""]) =>
    COMMANDS.has(way)
      ? `${way}:\n    ${commandText(text, width - 6, "    ")}`
      : `${way}: ${wrapText(text, width - 2, "  ")}`,
  );
}

/** Lines of a section, broken where the terminal is narrower; SQL is left as it was written. */
function paragraph(text: string, width: number): string {
  return plainLines(text)
    .split("\n")
    .map((line) => `  ${wrapText(line, width - 2, "    ")}`)
    .join("\n");
}
