import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commitSnapshot } from "./commit.js";
import type { Manifest } from "./manifest.js";
import { ownerName } from "./owner.js";
import { openStage } from "./stage.js";

/** A lake for tests, in a folder of its own. */
export interface TestLake {
  readonly path: string;
  /** Commits a snapshot of tables that hold this text: a lake does not look into them. */
  commit(asOf: number, tables: Readonly<Record<string, string>>): Promise<Manifest>;
  /** Every file and folder below the lake, with its mode: `0600 manifests/x.json`. */
  tree(): Promise<string[]>;
  remove(): Promise<void>;
}

export async function makeLake(): Promise<TestLake> {
  const folder = await mkdtemp(join(tmpdir(), "iamspect-"));
  const path = join(folder, "lake");
  return {
    path,
    commit: (asOf, tables) => commitText(path, asOf, tables),
    tree: () => tree(path),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** The name of a process of this machine that has ended. */
export async function goneOwner(): Promise<string> {
  const child = spawn(process.execPath, ["-e", "0"]);
  await once(child, "exit");
  return ownerName().replace(/^\d+/, String(child.pid));
}

async function commitText(
  lake: string,
  asOf: number,
  tables: Readonly<Record<string, string>>,
): Promise<Manifest> {
  const stage = await openStage(lake);
  try {
    for (const [name, text] of Object.entries(tables)) await writeFile(stage.tableFile(name), text);
    const staged = Object.keys(tables).map((name) => ({ name, rows: 1 }));
    return await commitSnapshot(stage, asOf, staged, { accounts: 1, complete: 1, incomplete: 0 });
  } finally {
    await stage.discard();
  }
}

async function tree(lake: string): Promise<string[]> {
  const names = await readdir(lake, { recursive: true });
  const entries = names.map(async (name) => {
    const { mode } = await stat(join(lake, name));
    return `0${(mode & 0o777).toString(8)} ${name}`;
  });
  return (await Promise.all(entries)).sort((a, b) => (a.slice(5) < b.slice(5) ? -1 : 1));
}
