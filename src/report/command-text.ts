import { plainText } from "./text.js";
import { textWidth } from "./text-width.js";
import { wrapText } from "./wrap.js";

/** A word of a shell command as it is written, quoted text and all. */
const WORD = /(?:'[^']*'|"[^"]*"|\\.|[^\s'"\\])+/gsu;

/**
 * A shell command in lines of at most so many columns, which a shell still takes for one command: each but the last ends with
 * a backslash. A word is never broken. What follows a `#` is told to people only, and stands above it.
 */
export function commandText(command: string, width: number, indent = ""): string {
  const text = plainText(command);
  const found = [...text.matchAll(WORD)];
  const comment = found.findIndex(([word]) => word === "#");
  const words = (comment === -1 ? found : found.slice(0, comment)).map(([word]) => word);
  const lines: string[] = [];
  let line = "";
  for (const word of words) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && textWidth(longer) > width - CONTINUED.length) {
      lines.push(line);
      line = `  ${word}`;
    } else line = longer;
  }
  const whole = [...lines, line].join(`${CONTINUED}\n${indent}`);
  if (comment === -1) return whole;
  const told = text.slice(found[comment]?.index).replace(/^# ?/, "");
  const above = wrapText(told, width - MARK.length).split("\n");
  return [...above.map((one) => `${MARK}${one.trim()}`), whole].join(`\n${indent}`);
}

const MARK = "# ";

const CONTINUED = " \\";
