import { createHmac, randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../model/user-error.js";
import { makeFolder, systemCode, writeFault } from "./files.js";
import { writeNewFile } from "./new-file.js";

const FILE = "share-key";

/**
 * Gives organizations random ids under which they share figures: always the same ones in one lake, others in another, and
 * without the key, which stays in the lake, nobody can tell what an id stands for. The key is made when it is first
 * needed. Throws a `UserError` when it cannot be read or written.
 */
export async function shareIds(lake: string): Promise<(name: string) => string> {
  return idsFrom(await readOrMake(lake));
}

/** Ids that are used once, so that nobody can tell that two files are of one organization. */
export function freshShareIds(): (name: string) => string {
  return idsFrom(randomBytes(32));
}

function idsFrom(key: Buffer): (name: string) => string {
  return (name) => createHmac("sha256", key).update(name).digest("hex").slice(0, 32);
}

async function readOrMake(lake: string): Promise<Buffer> {
  const file = join(lake, FILE);
  await makeFolder(lake);
  const made = randomBytes(32);
  try {
    // Whoever comes second takes the key of the first.
    await writeNewFile(file, `${made.toString("hex")}\n`);
    return made;
  } catch (cause) {
    if (systemCode(cause) !== "EEXIST") throw writeFault(file, cause);
  }
  const text = (await readFile(file, "utf8")).trim();
  if (/^[0-9a-f]{64}$/.test(text)) return Buffer.from(text, "hex");
  throw new UserError({
    code: "bad_share_key",
    what: `${file} is not the key that iamspect share wrote.`,
    fix: "Put it back from a copy, or remove it: the organizations of this lake then share under other ids.",
    exitCode: 1,
  });
}
