import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { readFolder, writeFiles } from "../collect/files/test-support.js";
import { type DuckDBEngine, openDuckDB } from "../engine/duckdb/open.js";
import type { SqlRow } from "../engine/engine.js";
import { makeViews } from "../lake/open.js";
import { readTables, wholeSnapshot } from "../lake/picture.js";
import { parseAuditTime } from "../model/time.js";
import { SNAPSHOT_TABLES } from "../sources/tables.js";
import { type Derived, openDerived } from "./derive-snapshot.js";

/** The derived tables of files that are read into a lake. */
export interface Deriving {
  readonly counts: Derived["counts"];
  readonly mfa: readonly SqlRow[];
  readonly privilege: readonly SqlRow[];
  readonly grants: readonly SqlRow[];
  /** What was told on the way, such as "policies 3 of 3". */
  readonly told: readonly string[];
  /** Both rows of the one user of this name. */
  user(name: string): { readonly mfa: SqlRow; readonly privilege: SqlRow };
}

/** Files by their place below the folder that is read. */
export type Files = Readonly<Record<string, object | string>>;

/** Asks more of the opened snapshot; `mfa` are the rows of effective_mfa, `asOf` the audit time. */
export type Look = (engine: DuckDBEngine, asOf: number, mfa: readonly SqlRow[]) => Promise<void>;

/** Reads files into the lake of a folder, as a snapshot of its own, and derives its tables. */
export async function deriveFiles(folder: string, files: Files, look?: Look): Promise<Deriving> {
  const input = join(folder, `in-${randomUUID()}`);
  const texts = Object.entries(files).map(([name, content]) => [
    name,
    typeof content === "string" ? content : JSON.stringify(content),
  ]);
  await writeFiles(input, Object.fromEntries(texts));
  const lake = join(folder, "lake");
  const { manifest } = await readFolder(input, lake);
  const engine = await openDuckDB({ threads: 1 });
  try {
    const picture = wholeSnapshot(manifest);
    const own = await readTables(engine, lake, picture, SNAPSHOT_TABLES, [manifest.tables]);
    await makeViews(engine, own.selects);
    const told: string[] = [];
    const onProgress = (step: string, done: number, total: number) =>
      void told.push(`${step} ${done} of ${total}`);
    const { counts } = await openDerived(engine, lake, manifest, { onProgress });
    const rows = (table: string, key: string) =>
      engine.all(`SELECT * FROM ${table} ORDER BY account_id, ${key}`);
    const mfa = await rows("effective_mfa", "arn");
    const privilege = await rows("privilege", "arn");
    const grants = await rows("policy_grants", "policy_id");
    await look?.(engine, parseAuditTime(manifest.as_of), mfa);
    const one = (all: readonly SqlRow[], name: string) => {
      const found = all.filter(({ arn }) => String(arn).endsWith(`/${name}`));
      if (found[0] === undefined || found.length > 1)
        throw new Error(`${found.length} users are called ${name}`);
      return found[0];
    };
    return {
      counts,
      mfa,
      privilege,
      grants,
      told,
      user: (name) => ({ mfa: one(mfa, name), privilege: one(privilege, name) }),
    };
  } finally {
    engine.close();
  }
}
