import { createHash } from "node:crypto";
import { appendFile, mkdir, readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { UserError } from "../model/user-error.js";
import { quoted } from "../report/text.js";

/** Did the person trust a configuration of exactly this text? */
export async function isTrusted(text: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  const known = await readFile(trustedFile(env), "utf8").catch(() => "");
  return known.split("\n").some((line) => line.split(" ")[0] === digest(text));
}

/** Remembers that the person trusts a configuration, as it is now: any change must be trusted anew. */
export async function trust(file: string, text: string, env: NodeJS.ProcessEnv): Promise<void> {
  if (await isTrusted(text, env)) return;
  const list = trustedFile(env);
  try {
    await mkdir(dirname(list), { recursive: true, mode: 0o700 });
    await appendFile(list, `${digest(text)} ${quoted(resolve(file))}\n`, { mode: 0o600 });
  } catch (cause) {
    throw new UserError({
      code: "cannot_write",
      what: `${list} cannot be written, so the configuration cannot be trusted for later.`,
      fix: `Name the configuration each time with --config ${file}.`,
      exitCode: 1,
      cause,
    });
  }
}

/** https://specifications.freedesktop.org/basedir-spec/latest/ */
function trustedFile(env: NodeJS.ProcessEnv): string {
  const base = env.XDG_CONFIG_HOME || join(env.HOME || homedir(), ".config");
  return join(base, "iamspect", "trusted");
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
