import { shellOption } from "../model/shell-word.js";
import type { DemoChoice } from "./lake-place.js";

/** The options that choose the same snapshot again, for commands that people paste: a space, then the option, for each. */
export function snapshotWords(
  choice: DemoChoice & { readonly lake: string | undefined; readonly snapshot: string | undefined },
): string {
  const { demo, withPolicies, full, lake, snapshot } = choice;
  return [
    ...(demo ? ["--demo"] : []),
    ...(withPolicies ? ["--with-policies"] : []),
    ...(demo && full ? ["--full"] : []),
    ...(lake === undefined ? [] : [shellOption("lake", lake)]),
    ...(snapshot === undefined ? [] : [shellOption("snapshot", snapshot)]),
  ]
    .map((word) => ` ${word}`)
    .join("");
}
