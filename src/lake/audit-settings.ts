import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { UserError } from "../model/user-error.js";
import { systemCode, writeWhole } from "./files.js";
import { refuseLinks } from "./links.js";

const schema = z.strictObject({
  version: z.literal(1),
  /** What `--set` said: `CONTROL.PARAMETER=VALUE`. */
  set: z.array(z.string()),
  framework: z.string().optional(),
  /** Folders of a person's own controls, whole paths. */
  controls: z.array(z.string()),
  /** The configuration, a whole path. */
  config: z.string().optional(),
});

/** The settings of the newest audit of a lake: what is read after it is judged by them, unless they are given anew. */
export type AuditSettings = Omit<z.output<typeof schema>, "version">;

function fileOf(lake: string): string {
  return join(lake, "audit.json");
}

/** The settings of the newest audit; undefined: there was none. Throws `UserError` for a file that is not one of ours. */
export async function readAuditSettings(lake: string): Promise<AuditSettings | undefined> {
  const file = fileOf(lake);
  await refuseLinks(lake, file);
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    if (["ENOENT", "ENOTDIR"].includes(systemCode(cause) ?? "")) return undefined;
    throw broken(file, cause);
  });
  if (text === undefined) return undefined;
  try {
    const { version: _, ...settings } = schema.parse(JSON.parse(text));
    return settings;
  } catch (cause) {
    throw broken(file, cause);
  }
}

/** Keeps the settings of an audit. */
export async function writeAuditSettings(lake: string, settings: AuditSettings): Promise<void> {
  const file = fileOf(lake);
  await refuseLinks(lake, file);
  await writeWhole(file, `${JSON.stringify({ version: 1, ...settings }, null, 2)}\n`);
}

function broken(file: string, cause: unknown): UserError {
  return new UserError({
    code: "corrupt_settings",
    what: `${file} cannot be read: it does not hold the settings of an audit.`,
    fix: "Remove it, or audit again: an audit writes it anew.",
    cause,
  });
}
