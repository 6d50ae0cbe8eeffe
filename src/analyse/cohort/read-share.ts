import { createHash } from "node:crypto";
import { type Share, shareSchema } from "../../model/share.js";
import { UserError } from "../../model/user-error.js";
import { contradictionIn } from "./contradiction.js";

/** A shared file, and a hash of what it says. */
export interface ReadShare {
  readonly share: Share;
  readonly digest: string;
}

/** Reads the text of a shared file. Throws a `UserError` that names the place where it is not one, or contradicts itself. */
export function readShare(text: string, file: string): ReadShare {
  const share = parse(text, file);
  const contradiction = contradictionIn(share);
  if (contradiction !== undefined) {
    throw new UserError({ code: "contradictory_share", what: `${file}: ${contradiction}.` });
  }
  return { share, digest: createHash("sha256").update(JSON.stringify(share)).digest("hex") };
}

function parse(text: string, file: string): Share {
  // Names and numbers of ours need no escapes; and a member of this name is passed over where members are not declared.
  if (text.includes("__proto__") || text.includes("\\")) {
    throw new UserError({
      code: "bad_share",
      what: `${file} holds \\ or __proto__, as no shared file does.`,
    });
  }
  const result = shareSchema.safeParse(parseJson(text, file));
  if (result.success) return result.data;
  const { path, message } = result.error.issues[0] ?? { path: [], message: "is not valid" };
  throw new UserError({
    code: "bad_share",
    what: `${file}: ${path.length === 0 ? "the file" : path.join(".")}: ${message}.`,
    cause: result.error,
  });
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const why = cause instanceof Error ? { why: `${cause.message}.` } : {};
    throw new UserError({ code: "bad_share", what: `${file} is not JSON.`, ...why, cause });
  }
}
