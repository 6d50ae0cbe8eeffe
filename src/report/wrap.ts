import { charWidth, textWidth } from "./text-width.js";

/** Behind these a long word may be broken: ARNs, paths and lists without spaces. */
const JOINTS = new Set(["/", ":", ",", ";", "|", "=", "-", "_", ".", "@"]);

/**
 * Text in lines of at most so many columns, broken at spaces, and within a word only where it does not fit on a line. Spaces that
 * it begins with begin every line.
 */
export function wrapLines(text: string, width: number): string[] {
  const [indent = ""] = /^ */.exec(text) ?? [];
  return wordLines(text.slice(indent.length), width - indent.length).map((line) => (indent + line).trimEnd());
}

function wordLines(text: string, width: number): string[] {
  const most = Math.max(width, 2);
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const joined = line === "" ? word : `${line} ${word}`;
    if (textWidth(joined) <= most) {
      line = joined;
      continue;
    }
    if (line !== "") lines.push(line);
    const parts = brokenWord(word, most);
    lines.push(...parts.slice(0, -1));
    line = parts.at(-1) ?? "";
  }
  lines.push(line);
  return lines;
}

/** A paragraph: every line but the first begins with `indent`, which counts. */
export function wrapText(text: string, width: number, indent = ""): string {
  const space = textWidth(indent);
  const [first = "", ...rest] = wrapLines(text, width);
  if (rest.length === 0 || space === 0) return [first, ...rest].join("\n");
  const more = wrapLines(text.slice(first.length).trimStart(), Math.max(width - space, 2));
  return [first, ...more.map((line) => indent + line)].join("\n");
}

/** A word in parts that fit, broken behind a joint where one is near enough. */
function brokenWord(word: string, width: number): string[] {
  if (textWidth(word) <= width) return [word];
  const parts: string[] = [];
  let part: string[] = [];
  let used = 0;
  for (const character of word) {
    const own = charWidth(character);
    if (used + own > width) {
      const joint = part.findLastIndex((one) => JOINTS.has(one)) + 1;
      const cut = joint * 2 > part.length ? joint : part.length;
      parts.push(part.slice(0, cut).join(""));
      part = part.slice(cut);
      used = part.reduce((sum, one) => sum + charWidth(one), 0);
    }
    part.push(character);
    used += own;
  }
  return [...parts, part.join("")];
}
