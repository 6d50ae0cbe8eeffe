import { plainText } from "./text.js";

/**
 * Text from AWS in GitHub-flavoured Markdown. Names may hold `|`, `<script>`, `[x](javascript:...)` or `@somebody`: all of it is
 * shown as it is. A backslash is not enough, for GitHub looks for mentions, numbers of issues and addresses in what it has
 * rendered already; in code it looks for none.
 *
 * @see https://github.github.com/gfm/
 */

/** Text as code, within a line or the cell of a table. What is invisible is spelled, as in tables for people. */
export function codeText(value: string): string {
  const text = plainText(value);
  if (text === "") return "";
  // In a table, | ends the cell even in code, and what \ does before it depends on who reads.
  if (/[`|\\]|^ | $/.test(text)) return `<code>${text.replace(/[ -/:-@[-`{-~]/g, spelled)}</code>`;
  return `\`${text}\``;
}

function spelled(character: string): string {
  return `&#${character.codePointAt(0)};`;
}

/** A sentence: words that Markdown or GitHub could take for more than words are code. It must not begin a line. */
export function proseText(value: string): string {
  return plainText(value.replace(/\s+/g, " ").trim()).split(" ").map(wordText).join(" ");
}

/** Quotes and brackets, a word, and what ends it. */
const WORD = /^(["'(]*)(.*?)([.,;:!?)"']*)$/su;
const PLAIN = /^[\p{L}\p{N}][\p{L}\p{N}.,%/'’=+-]*$/u;
/** Addresses, hashes of commits and numbers of issues become links. */
const LINKED = /www\.|\b[0-9a-f]{7,40}\b|\bGH-\d/i;
const SIGNS = new Map([
  [">", "&gt;"],
  ["&", "&amp;"],
  ["-", "-"],
  ["–", "–"],
  ["—", "—"],
  ["", ""],
]);

function wordText(word: string): string {
  const sign = SIGNS.get(word);
  if (sign !== undefined) return sign;
  const [, before = "", core = "", after = ""] = WORD.exec(word) ?? [];
  if (core === "") return codeText(word);
  return `${before}${PLAIN.test(core) && !LINKED.test(core) ? core : codeText(core)}${after}`;
}

/** Lines as they are, in a block of their own. */
export function codeBlock(text: string, language: string): string {
  const lines = text.split("\n").map(plainText).join("\n");
  const longest = Math.max(2, ...[...lines.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${lines}\n${fence}`;
}

/** A table; its cells are Markdown. Numbers stand on the right: `#` before a title says so. */
export function markdownTable(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  return `${tableHead(titles)}${rows.map(tableRow).join("")}`;
}

/** The first two lines of a table. */
export function tableHead(titles: readonly string[]): string {
  const names = titles.map((title) => title.replace(/^#/, ""));
  return `${tableRow(names)}|${titles.map((title) => (title.startsWith("#") ? " ---: " : " --- ")).join("|")}|\n`;
}

/** A line of a table. */
export function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |\n`;
}
