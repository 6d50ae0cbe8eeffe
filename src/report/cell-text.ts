import type { Cell } from "../model/cell.js";
import { thousands } from "../model/listed.js";

/** 12478 -> "12,478"; [1, 5] -> "1-5". */
export function cellText(cell: Cell): string {
  return typeof cell === "number" ? thousands(cell) : cell.map(thousands).join("-");
}

/** Values of parameters by name, as one would set them. */
export function parametersText(parameters: Readonly<Record<string, string | number | boolean>>): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name}=${value}`)
    .join(" ");
}
