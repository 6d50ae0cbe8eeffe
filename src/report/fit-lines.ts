import { wrapLines, wrapText } from "./wrap.js";

/** Lines that are each no wider than that: what continues a line stands two columns further in than its beginning. */
export function fitLines(text: string, width: number): string {
  return text
    .split("\n")
    .map((line) => fitLine(line, width))
    .join("\n");
}

function fitLine(line: string, width: number): string {
  const indent = /^ */.exec(line)?.[0] ?? "";
  return (
    indent + wrapText(line.slice(indent.length), width - indent.length, "  ").replaceAll("\n", `\n${indent}`)
  );
}

/** Text beside which something stands: every line but the first begins with `indent`, and none is wider than `width`. */
export function hangingText(text: string, width: number, indent: string): string {
  return wrapLines(text, width - indent.length).join(`\n${indent}`);
}
