import { lstat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { UserError } from "../model/user-error.js";

/**
 * Throws `UserError` where a link is on the way from a lake to a path in it. iamspect makes none: whoever did would have it
 * read, write or remove what is elsewhere. The lake itself may be named by a link.
 */
export async function refuseLinks(lake: string, path: string): Promise<void> {
  let place = lake;
  for (const part of relative(lake, path).split(sep)) {
    place = join(place, part);
    if ((await lstat(place).catch(() => undefined))?.isSymbolicLink()) throw linked(place);
  }
}

function linked(path: string): UserError {
  return new UserError({
    code: "link_in_lake",
    what: `${path} is a link, and links inside a lake are not followed.`,
    fix: "Find out who made it and remove it, or name another lake with --lake DIR.",
    exitCode: 1,
  });
}
