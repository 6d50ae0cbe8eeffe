import type { Pitfall } from "./control.js";

/** A pitfall in words. */
export function pitfallText(pitfall: Pitfall): string {
  return typeof pitfall === "string" ? pitfall : pitfall.text;
}
