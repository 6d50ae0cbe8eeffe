import { wrapLines } from "./wrap.js";

/** A paragraph in lines of at most `width` columns: `indent` stands before the first one, `hang` before all others. */
export function paragraph(text: string, width: number, indent = "", hang = indent): string {
  const [first = ""] = wrapLines(text, width - indent.length);
  const rest = text.slice(first.length).trimStart();
  if (rest === "") return indent + first;
  const more = wrapLines(rest, width - hang.length).map((line) => hang + line);
  return [indent + first, ...more].join("\n");
}
