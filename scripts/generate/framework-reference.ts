import { COVERAGES, type Framework, type RuleFramework, type Standard } from "../../src/model/framework.js";
import { anchor } from "./control-reference.js";
import { markdownTable } from "./markdown-table.js";

const HEAD = `# Frameworks

Generated from \`frameworks/\` by \`npm run docs\`.

\`iamspect audit --framework ID\` judges accounts by a framework and prints its scorecard; \`findings\`, \`diff\`, \`trend\` and all
other commands that judge take the option, too. \`iamspect controls frameworks\` lists the frameworks, \`iamspect controls list
--framework ID\` the controls that one is judged by. Titles and notes here are iamspect's own words: what a requirement asks for
exactly, only the standard says.

## How a requirement is judged

| coverage | what it means |
| --- | --- |
| covered | its controls decide it: it fails when anything fails one of them, it is unknown while evidence is missing, else it passes |
| partly | its controls decide a part, and a note says what is missing; what passes passes in part |
| manual | a person must judge it; the note says what to look at |
| not covered | nothing looks at it |

Where there is nothing that a requirement is about (no bucket, no database), it is counted apart: nothing fails, but nothing was
tried either. Counts are of subjects (users, buckets, accounts), added up over the controls of a requirement. What is excepted
fails all the same, and the scorecard says how much of it is excepted.

A control that is asked for with several sets of values is judged by each: what no requirement changes keeps the control's id, or
else the first set does; the others have their values behind it, as \`user-unused-credential-45\`.

## Values of your own

- A value that a requirement asks for wins over \`controls\` and \`overrides\` in \`iamspect.yaml\`: these speak of the controls by
  themselves. Parameters for which no requirement has a value follow them as ever.
- \`--set REQUIREMENT.PARAMETER=VALUE\` changes what a requirement asks for: \`--framework cis-5.0 --set 1.11.max_idle_days=60\`.
- \`severities\` in \`iamspect.yaml\` gives controls other severities: \`severities: {user-mfa-device: high}\`.
- \`--framework ./ours.yaml\` judges by a file of your own, of the same form as those in \`frameworks/\`: copy one, change ids, values
  and coverage, and name controls of your own (\`--controls DIR\`) beside those of iamspect. \`schemas/framework.json\` helps an editor.
  Write ids in quotes: 1.10 is not 1.1.

  \`\`\`yaml
  # ours.yaml: iamspect audit --framework ./ours.yaml
  version: 1
  kind: standard
  id: ours
  title: Our rules for users
  requirements:
    - id: "1"
      title: Keys are rotated twice a year
      coverage: covered
      controls: [{control: user-key-rotation, parameters: {max_age_days: 180}}]
  \`\`\`

## What is not decided

| what | why |
| --- | --- |
| alarms on events (CIS 3.x in 1.2, 4.x from 1.4, 5.x from 6.0) | CloudWatch metric filters and alarms are not collected |
| rotation of KMS keys, EFS, web front ends, VPC endpoints, delegated administrators, Security Hub itself | not collected |
| contact details, security questions, central identity, data in buckets, guardrails, routes of peerings | a person must say whether it is right |
| daily use of root, roles of instances, resource policies | in part: the notes say which part |
| NIST, PCI DSS, SOC 2, ISO 27001, HIPAA | only in part: they ask for people and procedures, and iamspect sees settings. Which requirements a control speaks to is a common reading, not the standard's |
| controls of Security Hub on other services | not listed: iamspect does not look at these services |

## The frameworks`;

/** The text of docs/frameworks.md; of the controls, `described` are those that docs/controls.md describes. */
export function frameworkReference(frameworks: readonly Framework[], described: ReadonlySet<string>): string {
  const rows = frameworks.map((one) => [
    `[\`${one.id}\`](#${anchor(one.id)})`,
    one.title,
    String(one.requirements.length),
    ...COVERAGES.map((coverage) => String(countOf(one, coverage))),
  ]);
  const titles = ["framework", "title", "requirements", "covered", "partly", "manual", "not covered"];
  const sections = frameworks.map((one) =>
    one.kind === "rules" ? ruleSection(one) : standardSection(one, described),
  );
  return `${[HEAD, markdownTable(titles, rows), ...sections].join("\n\n")}\n`;
}

function countOf(framework: Framework, coverage: (typeof COVERAGES)[number]): number {
  if (framework.kind === "rules") return coverage === "covered" ? framework.requirements.length : 0;
  return framework.requirements.filter((one) => one.coverage === coverage).length;
}

function standardSection(standard: Standard, described: ReadonlySet<string>): string {
  const { id, title, note, reference, total, partly, requirements } = standard;
  const levels = requirements.some(({ level }) => level !== undefined);
  const rows = requirements.map((one) => [
    one.reference === undefined ? one.id : `[${one.id}](${one.reference})`,
    ...(levels ? [one.level ?? ""] : []),
    one.title,
    one.coverage.replace("_", " "),
    one.controls.map((asked) => controlText(asked, described)).join(", "),
    one.note ?? "",
  ]);
  const head = ["id", ...(levels ? ["level"] : []), "requirement", "coverage", "controls", "note"];
  const all =
    total === undefined
      ? ""
      : ` ${requirements.length} of ${total} requirements are listed; the others are not covered.`;
  return [
    `### ${id}`,
    `${reference === undefined ? title : `[${title}](${reference})`}.${all}`,
    ...[note, partly === undefined ? undefined : `Partly: ${partly}`].flatMap((text) =>
      text === undefined ? [] : [oneLine(text)],
    ),
    markdownTable(head, rows),
  ].join("\n\n");
}

type Asked = Standard["requirements"][number]["controls"][number];

function controlText({ control, parameters }: Asked, described: ReadonlySet<string>): string {
  const name = described.has(control) ? `[\`${control}\`](controls.md#${control})` : `\`${control}\``;
  const values = Object.entries(parameters).map(([name, value]) => `\`${name}: ${String(value)}\``);
  return `${name}${values.length === 0 ? "" : ` (${values.join(", ")})`}`;
}

function ruleSection({ id, title, requirements }: RuleFramework): string {
  const rows = requirements.map((one) => [
    `[\`${one.id}\`](${one.reference})`,
    `[\`${one.control}\`](controls.md#${one.control})`,
    Object.entries(one.parameters)
      .map(([theirs, ours]) => `\`${theirs}\` (our \`${ours}\`)`)
      .join(", "),
    oneLine(one.choice),
  ]);
  const head = ["rule", "control", "parameters", "what iamspect does where the rule's page is silent"];
  return `### ${id}\n\n${title}, under their own names and parameters.\n\n${markdownTable(head, rows)}`;
}

function oneLine(text: string): string {
  return text.trim().replace(/\s+/g, " ");
}
