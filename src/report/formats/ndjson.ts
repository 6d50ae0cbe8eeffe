import type { Format, Renderers } from "./format.js";
import { jsonText } from "./json-text.js";
import { inPieces } from "./pieces.js";
import { byRows } from "./rows.js";

const OBJECTS: Renderers = {
  control: (controls) => controls.map(jsonLine).join(""),
};

/** One JSON object a line. */
export const ndjson: Format = {
  name: "ndjson",
  renderer: (kind) => OBJECTS[kind] ?? byRows(kind, (rows) => inPieces(rows, jsonLine)),
};

export function jsonLine(value: object): string {
  return `${jsonText(value)}\n`;
}
