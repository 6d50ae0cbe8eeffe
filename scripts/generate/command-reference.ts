import type { CommandWords, OptionWords } from "../../src/model/command-words.js";

const NOTE = "Generated from the declarations of the commands in `src/cli/` by `npm run docs`.";

/** docs/commands.md: every command with its arguments, actions, options and examples. */
export function commandReference(commands: readonly CommandWords[]): string {
  const index = commands.map(({ name, summary }) => `- [\`${name}\`](#${name}): ${summary}`);
  return `# Commands\n\n${NOTE}\n\n${index.join("\n")}\n${commands.map(section).join("")}`;
}

function section({
  name,
  summary,
  arguments: args,
  argumentsDoc,
  actions,
  options,
  examples,
}: CommandWords): string {
  const usage = [
    "iamspect",
    name,
    ...(options.length > 0 ? ["[options]"] : []),
    ...(args === "" ? [] : [args]),
  ];
  const parts = [
    `\n## ${name}\n\n${summary}\n\n    ${usage.join(" ")}\n`,
    ...(args === "" ? [] : [`\n\`${args}\`: ${argumentsDoc}\n`]),
    list(Object.entries(actions).map(([action, doc]) => [`\`${action}\``, doc])),
    list(options.map((one) => [`\`${[one.flag, one.value].join(" ").trim()}\``, optionDoc(one)])),
    `\n${examples.map(([line, meaning]) => `    ${line}\n        ${meaning}`).join("\n")}\n`,
  ];
  return parts.join("");
}

function list(items: readonly (readonly [string, string])[]): string {
  if (items.length === 0) return "";
  return `\n${items.map(([name, doc]) => `- ${name}: ${doc}`).join("\n")}\n`;
}

function optionDoc({ doc, choices, default: value }: OptionWords): string {
  const more = [
    ...(choices.length > 0 ? [`one of ${choices.join(", ")}`] : []),
    ...(value === undefined ? [] : [`default ${value}`]),
  ];
  return more.length === 0 ? doc : `${doc} (${more.join("; ")})`;
}

/** man/iamspect.1. https://man7.org/linux/man-pages/man7/man-pages.7.html */
export function manPage(commands: readonly CommandWords[]): string {
  return [
    '.TH IAMSPECT 1 "" "iamspect" "User Commands"',
    ".SH NAME",
    "iamspect \\- find, rank, fix and prevent dangerous AWS IAM users",
    ".SH SYNOPSIS",
    ".B iamspect",
    "\\fIcommand\\fR [\\fIoptions\\fR] [\\fIarguments\\fR]",
    ".SH COMMANDS",
    ...commands.flatMap(manSection),
    ".SH EXIT STATUS",
    ...EXITS.flatMap(([code, meaning]) => [".TP", `.B ${code}`, roff(meaning)]),
    "",
  ].join("\n");
}

/** As README.md says. */
const EXITS = [
  ["0", "Done."],
  ["1", "It could not run."],
  ["2", "Wrong usage or input; also: nothing could be read."],
  ["3", "Findings at or above --fail-on."],
  ["4", "Evidence that was asked for is missing."],
] as const;

function manSection({ name, summary, arguments: args, actions, options, examples }: CommandWords): string[] {
  return [
    `.SS ${roff([name, args].join(" ").trim())}`,
    roff(`${summary}.`),
    ...Object.entries(actions).flatMap(([action, doc]) => [".TP", `.B ${roff(action)}`, roff(doc)]),
    ...options.flatMap((one) => [
      ".TP",
      `.B ${roff([one.flag, one.value].join(" ").trim())}`,
      roff(optionDoc(one)),
    ]),
    ...examples.flatMap(([line, meaning]) => [".PP", roff(meaning), ".br", `.B ${roff(line)}`]),
  ];
}

/** Text that roff takes as it is: no escapes, no requests at the beginning of a line. */
function roff(text: string): string {
  const escaped = text.replaceAll("\\", "\\e").replaceAll("-", "\\-").replaceAll('"', "\\(dq");
  return /^[.']/.test(escaped) ? `\\&${escaped}` : escaped;
}
