import { plainText } from "./text.js";

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};
/** What no XML may hold, and what is not spelled before. */
const NO_CHARACTER = /[\ufffe\uffff]/g;

/** Text for an element or an attribute of XML 1.0: what is invisible, or no character there, is spelled `\u{1b}`. */
export function xmlText(value: string): string {
  const shown = plainText(value).replace(
    NO_CHARACTER,
    (character) => `\\u{${character.charCodeAt(0).toString(16)}}`,
  );
  return shown.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}

/** Attributes of an element, in order, each with a space before it. */
export function xmlAttributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${xmlText(String(value))}"`)
    .join("");
}
