import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { inject } from "vitest";
import { type AuditJson, runCli, scratch } from "./run-cli.js";

type Variant = "plain" | "with-policies";
const PLACE: Readonly<Record<Variant, string>> = {
  plain: ".iamspect-demo",
  "with-policies": join(".iamspect-demo", "with-policies"),
};

export interface DemoFolder {
  readonly dir: string;
  /** What the audit said. */
  readonly audit: AuditJson;
  remove(): void;
}

/**
 * A folder of its own in which a demonstration was audited: commands with `--demo` work in it. The audit runs once for all
 * test files; each gets a copy of the lake, and the files that nobody changes by a link.
 */
export async function demoFolder(variant: Variant = "plain"): Promise<DemoFolder> {
  const made = await audited(variant);
  const { dir, remove } = scratch();
  const place = PLACE[variant];
  cpSync(join(made, place, "lake"), join(dir, place, "lake"), { recursive: true });
  symlinkSync(join(made, place, "files"), join(dir, place, "files"));
  return { dir, audit: JSON.parse(readFileSync(join(made, "audit.json"), "utf8")), remove };
}

/** Where the audited demonstration lies; of test files that ask at once, one makes it and the others wait. */
async function audited(variant: Variant): Promise<string> {
  const made = join(inject("shared"), variant);
  const failed = `${made}.failed`;
  if (isFirst(`${made}.taken`))
    await make(made, variant).catch((cause) => writeFileSync(failed, String(cause)));
  while (!existsSync(made)) {
    if (existsSync(failed)) throw new Error(readFileSync(failed, "utf8"));
    await pause(50);
  }
  return made;
}

/** Whether nobody has made this folder before. */
function isFirst(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch {
    return false;
  }
}

async function make(made: string, variant: Variant): Promise<void> {
  const cwd = `${made}.making`;
  mkdirSync(cwd);
  const more = variant === "plain" ? [] : ["--with-policies"];
  const result = await runCli(["audit", "--demo", "--format", "json", ...more], { cwd });
  if (result.code !== 0) throw new Error(result.stderr);
  writeFileSync(join(cwd, "audit.json"), result.stdout);
  renameSync(cwd, made);
}
