import { nearest } from "../model/nearest.js";
import { UserError } from "../model/user-error.js";
import { quoted } from "../report/text.js";

/** Something that does not exist under the name that somebody gave. */
export interface UnknownName {
  /** What was asked for, such as `account`; it makes the code of the error. */
  readonly kind: string;
  readonly name: string;
  /** Where it is not: `snapshot 20261123T...`. */
  readonly where?: string;
  /** The names that there are. */
  readonly known: Iterable<string>;
  /** What to do where none of them is near. */
  readonly fix: string;
}

/** The error for a name that means nothing: with the names that it may have been. */
export function unknownName({ kind, name, where, known, fix }: UnknownName): UserError {
  const near = nearest(name, known);
  const place = where === undefined ? "There is no" : `The ${where} has no`;
  return new UserError({
    code: `no_${kind.replaceAll(" ", "_")}`,
    what: `${place} ${kind} ${quoted(name)}.`,
    fix: near.length === 0 ? fix : `Did you mean ${near.map(quoted).join(", ")}?`,
  });
}
