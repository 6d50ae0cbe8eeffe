import { quoted } from "../report/text.js";
import { badOption } from "./bad-option.js";

/** The names that an option's text lists, joined by commas, in the order of all there are; `all`: every one. Throws `UserError`. */
export function namesOption<Name extends string>(
  option: string,
  kind: string,
  text: string,
  known: readonly Name[],
): Name[] {
  if (text === "all") return [...known];
  const names = text.split(",").map((name) => name.trim());
  const bad = names.find((name) => !known.some((one) => one === name));
  if (bad === undefined) return known.filter((one) => names.includes(one));
  throw badOption(
    `${option}: there is no ${kind} ${quoted(bad)}.`,
    `Give some of ${known.join(", ")}, joined by commas, or all.`,
  );
}
