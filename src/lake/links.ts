import { lstat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { UserError } from "../model/user-error.js";

/**
 * Throws `UserError` where a link, a FIFO or a device is on the way from a lake to a path in it. iamspect makes none: whoever did would have it
 * read, write or remove what is elsewhere. The lake itself may be named by a link.
 */
export async function refuseLinks(lake: string, path: string): Promise<void> {
  let place = lake;
  for (const part of relative(lake, path).split(sep)) {
    place = join(place, part);
    const found = await lstat(place).catch(() => undefined);
    if (found?.isSymbolicLink()) throw linked(place);
    // Opening a FIFO would wait for whoever writes into it, for ever.
    if (found !== undefined && !found.isFile() && !found.isDirectory()) throw noFile(place);
  }
}

function noFile(path: string): UserError {
  return new UserError({
    code: "no_file_in_lake",
    what: `${path} is neither a file nor a folder.`,
    fix: "Find out who made it and remove it, or name another lake with --lake DIR.",
    exitCode: 1,
  });
}

function linked(path: string): UserError {
  return new UserError({
    code: "link_in_lake",
    what: `${path} is a link, and links inside a lake are not followed.`,
    fix: "Find out who made it and remove it, or name another lake with --lake DIR.",
    exitCode: 1,
  });
}
