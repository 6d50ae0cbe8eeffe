import type { ResultKind, Results } from "../../model/results/index.js";
import { UserError } from "../../model/user-error.js";
import { asff } from "./asff.js";
import { csv } from "./csv.js";
import type { Format, View } from "./format.js";
import { github } from "./github.js";
import { json } from "./json.js";
import { junit } from "./junit.js";
import { markdown } from "./markdown.js";
import { ndjson } from "./ndjson.js";
import { ocsf } from "./ocsf.js";
import { sarif } from "./sarif.js";
import { table } from "./table.js";

/** The formats: one line here and one file each. The first is what people get who name none. */
const FORMATS: readonly Format[] = [table, json, ndjson, csv, markdown, sarif, ocsf, asff, junit, github];

/** The names of the formats that can render results of at least one of the kinds. */
export function formatsOf(kinds: readonly ResultKind[]): string[] {
  return FORMATS.filter(({ renderer }) => kinds.some((kind) => renderer(kind) !== undefined)).map(
    ({ name }) => name,
  );
}

/** A result as text, piece by piece. Throws a `UserError` for a format that cannot render it. */
export async function* render<Kind extends ResultKind>(
  kind: Kind,
  result: Results[Kind],
  format: string,
  view: View,
): AsyncGenerator<string> {
  const renderer = FORMATS.find(({ name }) => name === format)?.renderer(kind);
  if (renderer === undefined) {
    throw new UserError({
      code: "bad_option",
      what: `--format ${format} cannot print this.`,
      fix: `Choose from: ${formatsOf([kind]).join(", ")}.`,
    });
  }
  const text = renderer(result, view);
  if (typeof text === "string") yield text;
  else yield* text;
}
