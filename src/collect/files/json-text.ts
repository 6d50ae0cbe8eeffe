import { FileProblem } from "./file-problem.js";

/** AWS nests some ten levels deep. What goes through a value level by level must not run out of stack. */
const DEEPEST = 100;
/** Fifty for each of 400,000 users. A value takes up to a hundred bytes of memory, however short it is in the text. */
const MOST_VALUES = 20_000_000;

/**
 * The JSON documents of a text: one, an array of them (pages), or several one after the other, as a loop of
 * AWS CLI calls leaves them. Throws `SyntaxError` when the text is none of these, and `FileProblem` when its
 * values would take more stack or memory than a document of AWS ever does.
 */
export function parseDocuments(text: string): unknown[] {
  refuseExtremes(text);
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

function refuseExtremes(text: string): void {
  let depth = 0;
  let values = 0;
  eachMark(text, (mark) => {
    if (mark === OPEN_BRACE || mark === OPEN_BRACKET) depth += 1;
    else if (mark !== COMMA) depth -= 1;
    values += mark === CLOSE_BRACE || mark === CLOSE_BRACKET ? 0 : 1;
    if (depth > DEEPEST) refuse(`this JSON is nested more than ${DEEPEST} levels deep`);
    if (values > MOST_VALUES) refuse(`this JSON has more than ${MOST_VALUES} values`);
  });
}

function refuse(what: string): never {
  throw new FileProblem(what, "No document of AWS is like that; of a large one, save each page as a file.");
}

/** Top-level `{...}` parts of a text, and what stands around them. */
function splitObjects(text: string): { parts: string[]; rest: string } {
  const parts: string[] = [];
  let rest = "";
  let depth = 0;
  let start = 0;
  let end = 0;
  eachMark(text, (mark, at) => {
    if (mark === OPEN_BRACE) {
      if (depth === 0) {
        start = at;
        rest += text.slice(end, start);
      }
      depth += 1;
    } else if (mark === CLOSE_BRACE) {
      depth -= 1;
      if (depth !== 0) return;
      end = at + 1;
      parts.push(text.slice(start, end));
    }
  });
  return { parts, rest: rest + text.slice(end) };
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/** Visits each brace, bracket and comma once; strings are skipped, closed or not, so braces in names do no harm. */
function eachMark(text: string, visit: (mark: number, at: number) => void): void {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = stringEnd(text, at);
    else if (code === COMMA || code === OPEN_BRACKET || code === CLOSE_BRACKET) visit(code, at);
    else if (code === OPEN_BRACE || code === CLOSE_BRACE) visit(code, at);
  }
}

/** The quote that ends the string which begins at `start`: most of a JSON text is strings, and `indexOf` is fastest in them. */
function stringEnd(text: string, start: number): number {
  for (let end = start; ; ) {
    end = text.indexOf('"', end + 1);
    if (end === -1) return text.length;
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === BACKSLASH) backslashes += 1;
    if (backslashes % 2 === 0) return end;
  }
}
