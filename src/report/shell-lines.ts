import { textWidth } from "./text-width.js";

/** A word of a shell: quoted parts hold spaces. */
const WORD = /(?:\$?'[^']*'|\\.|[^\s'\\])+/g;

/** A command behind an indent in lines that fit and can still be pasted: each but the last ends with a backslash. */
export function shellLines(command: string, width: number, indent: string): string {
  const more = `${indent}  `;
  const lines: string[] = [];
  let line = indent;
  for (const word of command.match(WORD) ?? []) {
    const isFirst = line === indent || line === more;
    const joined = isFirst ? line + word : `${line} ${word}`;
    // Two columns for the backslash.
    if (isFirst || textWidth(joined) + 2 <= width) {
      line = joined;
      continue;
    }
    lines.push(`${line} \\`);
    line = more + word;
  }
  return [...lines, line].join("\n");
}
