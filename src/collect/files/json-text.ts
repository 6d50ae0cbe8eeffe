/**
 * The JSON documents of a text: one, an array of them (pages), or several one after the other, as a loop of
 * AWS CLI calls leaves them. Throws `SyntaxError` when the text is none of these.
 */
export function parseDocuments(text: string): unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [value];
  } catch (error) {
    const { parts, rest } = splitObjects(text);
    // What is left beside whole objects, or arrays of them, is an object that was cut off, or no JSON at all.
    if (parts.length < 2 || !/^(?:\[,*\])*$/.test(rest.replace(/\s/g, ""))) throw error;
    return parts.map((part): unknown => JSON.parse(part));
  }
}

/** Top-level `{...}` parts of a text, and what stands around them; strings are skipped, so braces in names do no harm. */
function splitObjects(text: string): { parts: string[]; rest: string } {
  const parts: string[] = [];
  let rest = "";
  let depth = 0;
  let start = 0;
  let end = 0;
  for (const match of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}]/gs)) {
    if (match[0] === "{") {
      if (depth === 0) {
        start = match.index;
        rest += text.slice(end, start);
      }
      depth += 1;
    } else if (match[0] === "}") {
      depth -= 1;
      if (depth !== 0) continue;
      end = match.index + 1;
      parts.push(text.slice(start, end));
    }
  }
  return { parts, rest: rest + text.slice(end) };
}
