import { firstOf } from "../model/listed.js";
import { UserError } from "../model/user-error.js";

/** So many snapshots are named where several are meant. */
const NAMED = 5;

/**
 * The id among ids of snapshots, oldest first, that a person means by `latest`, `previous` (the one before it), an id, or the
 * beginning of exactly one id. Throws `UserError` for a name that means none, or several.
 */
export function namedSnapshot(ids: readonly string[], name: string): string {
  const place = { latest: -1, previous: -2 }[name];
  if (place !== undefined) {
    const id = ids.at(place);
    if (id !== undefined) return id;
    throw missing(`There is no ${name} snapshot: the lake holds ${ids.length}.`);
  }
  const found = ids.includes(name) ? [name] : ids.filter((id) => name !== "" && id.startsWith(name));
  const [first] = found;
  if (first === undefined) throw missing(`The lake holds no snapshot ${JSON.stringify(name)}.`);
  if (found.length === 1) return first;
  throw new UserError({
    code: "ambiguous_snapshot",
    what: `${found.length} snapshots begin with ${JSON.stringify(name)}.`,
    fix: `Give more of it: ${firstOf(found, NAMED)}.`,
  });
}

function missing(what: string): UserError {
  return new UserError({
    code: "no_snapshot",
    what,
    fix: "`iamspect snapshots list` prints those it holds; latest and previous are names too.",
  });
}
