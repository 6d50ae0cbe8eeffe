/**
 * The JSON documents of a text: one, an array of them (pages), or several one after the other, as a loop of
 * AWS CLI calls leaves them. Throws `SyntaxError` when the text is none of these.
 */
export function parseDocuments(text: string): unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [value];
  } catch (error) {
    const parts = splitObjects(text);
    if (parts.length < 2) throw error;
    return parts.map((part): unknown => JSON.parse(part));
  }
}

/** Top-level `{...}` parts of a text; strings are skipped, so braces in names do no harm. */
function splitObjects(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (const match of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}]/gs)) {
    if (match[0] === "{") {
      if (depth === 0) start = match.index;
      depth += 1;
    } else if (match[0] === "}") {
      depth -= 1;
      if (depth === 0) parts.push(text.slice(start, match.index + 1));
    }
  }
  return parts;
}
