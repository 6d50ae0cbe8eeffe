import { basename, dirname } from "node:path";
import type { Control } from "../../src/assess/control.js";
import { type Mappings, mappingsFrom } from "../../src/assess/framework-mappings.js";
import type { Parameter, Reasons } from "../../src/model/control.js";
import type { Framework } from "../../src/model/framework.js";
import { pitfallText } from "../../src/model/pitfall-text.js";
import { entityOf } from "../../src/sources/tables.js";
import { markdownTable } from "./markdown-table.js";

/** What stands above this line in docs/controls.md is written by hand, what stands below it is generated. */
const MARK = "<!-- Everything below this line is generated from controls/ and frameworks/: npm run docs -->";

/** The text of docs/controls.md: its hand-written part as it is, and the reference of controls made anew. */
export function controlReference(
  current: string,
  controls: readonly Control[],
  frameworks: readonly Framework[],
): string {
  const [byHand = ""] = current.split(MARK);
  const mappings = mappingsFrom(frameworks);
  const parts = [
    byHand.trimEnd(),
    MARK,
    "## The controls",
    overview(controls),
    ...controls.map((control) => controlSection(control, mappings(control))),
  ];
  return `${parts.join("\n\n")}\n`;
}

function overview(controls: readonly Control[]): string {
  return markdownTable(
    ["control", "severity", "title"],
    controls.map(({ declaration: { id, severity, title } }) => [`[\`${id}\`](#${id})`, severity, title]),
  );
}

function controlSection({ declaration, folder }: Control, mappings: Mappings): string {
  const { id, title, severity, subject, credentials } = declaration;
  const judged = credentials.length === 0 ? "" : `, credential by credential (${codes(credentials)})`;
  const place = `controls/${basename(dirname(folder))}/${id}`;
  const sections: [string, string | undefined][] = [
    ["Pitfalls", bullets(declaration.pitfalls.map(pitfallText))],
    ["Parameters", parameterTable(declaration.parameters)],
    ["Standards", bullets(standardTexts(declaration))],
    ["Tiers", tierText(declaration)],
    ["Counted apart", bullets(Object.values(declaration.labels))],
    ["Evidence", evidenceText(declaration)],
    ["Reasons", reasonTable(declaration.reason)],
    ["How to fix it", remediationText(declaration.remediation)],
    ["Mappings", mappingText(mappings)],
    ["References", bullets(declaration.references.map((url) => `<${url}>`))],
  ];
  return [
    `### ${id}`,
    `**${title}.** Severity ${severity}. Judges ${entityOf(subject).judged}${judged}. Files: [\`${place}/\`](../${place}/).`,
    oneLine(declaration.rationale),
    ...sections.flatMap(([name, text]) => (text === undefined ? [] : [`**${name}**`, text])),
  ].join("\n\n");
}

function parameterTable(parameters: Readonly<Record<string, Parameter>>): string | undefined {
  const rows = Object.entries(parameters).map(([name, one]) => [
    `\`${name}\``,
    `\`${one.default}\``,
    range(one),
    one.doc ?? "",
  ]);
  return rows.length === 0 ? undefined : markdownTable(["name", "default", "values", "meaning"], rows);
}

function range(parameter: Parameter): string {
  if (parameter.type === "boolean") return "true, false";
  if (parameter.type === "choice") return parameter.values.join(", ");
  const unit = parameter.unit === undefined ? "" : ` ${parameter.unit}`;
  return `${parameter.min} to ${parameter.max}${unit}`;
}

function standardTexts({ tune }: Control["declaration"]): string[] {
  return (tune?.standards ?? []).map(({ name, parameters }) => {
    const values = Object.entries(parameters).map(([parameter, value]) => `\`${parameter}: ${value}\``);
    return `${name}: ${values.join(", ")}`;
  });
}

function tierText({ tiers }: Control["declaration"]): string | undefined {
  if (tiers === undefined) return undefined;
  const limits = tiers.older_than_days.map((days) => {
    const name = tiers.names[String(days)];
    return name === undefined ? String(days) : `${days} ("${name}")`;
  });
  const compared = tiers.operator === ">" ? "Strictly older than" : "As old as, or older than,";
  const of = tiers.population === "all" ? "all users" : "the users that existed that long ago";
  const limit = tiers.limit === undefined ? "" : `, whatever \`${tiers.limit}\` is`;
  return `${compared} ${limits.join(", ")} days${limit}; as a part of ${of}.`;
}

function evidenceText({ evidence }: Control["declaration"]): string {
  const mitigating =
    evidence.mitigating.length === 0
      ? ""
      : ` ${codes(evidence.mitigating)} may excuse a failure; without it no excuse is known.`;
  return `Needs ${codes(evidence.required)}.${mitigating} A finding quotes ${codes(evidence.fields)}.`;
}

function reasonTable(reason: Control["declaration"]["reason"]): string {
  const rows = (["fail", "unknown", "pass", "not_applicable"] as const).flatMap((status) =>
    texts(reason[status]).map((text) => [`\`${status}\``, text]),
  );
  return markdownTable(["status", "reason"], rows);
}

function texts(reasons: Reasons | undefined): string[] {
  if (reasons === undefined) return [];
  return typeof reasons === "string" ? [reasons] : reasons.map(({ text }) => text);
}

function remediationText({
  summary,
  console: page,
  cli,
  terraform,
}: Control["declaration"]["remediation"]): string {
  const ways = [`Console: ${page}`, `AWS CLI: \`${cli}\``];
  const all = bullets(terraform === undefined ? ways : [...ways, `Terraform: ${terraform}`]) ?? "";
  return summary === undefined ? all : `${summary}\n\n${all}`;
}

function mappingText(mappings: Mappings): string | undefined {
  return bullets(
    Object.entries(mappings).map(
      ([id, ids]) => `[\`${id}\`](frameworks.md#${anchor(id)}): ${ids.join(", ")}`,
    ),
  );
}

/** As https://github.com makes an anchor of a heading. */
export function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\w -]/g, "")
    .replaceAll(" ", "-");
}

function codes(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(", ");
}

function bullets(lines: readonly string[]): string | undefined {
  return lines.length === 0 ? undefined : lines.map((line) => `- ${line}`).join("\n");
}

function oneLine(text: string): string {
  return text.trim().replace(/\s+/g, " ");
}
