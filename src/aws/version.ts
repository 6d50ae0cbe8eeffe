import { readFileSync } from "node:fs";
import { z } from "zod";

const packageSchema = z.object({ version: z.string() });

/** The version of this program, from its package.json, which lies two folders up from src/aws and from dist/aws. */
export function programVersion(): string {
  return packageSchema.parse(JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")))
    .version;
}
