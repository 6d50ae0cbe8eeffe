import type { Engine } from "../engine/engine.js";
import { findSnapshot, snapshotIds } from "../lake/list.js";
import type { Manifest } from "../lake/manifest.js";
import { openSeries } from "../lake/open-series.js";
import { UserError } from "../model/user-error.js";
import { PICTURE_TABLES, readSql } from "./picture-sql.js";

/**
 * The ids of the snapshots that are among the newest of some account: for each account so many in which something of it could be
 * read. One whose files are broken is nobody's.
 */
export async function neededSnapshots(
  engine: Engine,
  lake: string,
  keep: number,
): Promise<ReadonlySet<string>> {
  const needed = new Set<string>();
  const counts = new Map<string, number>();
  for (const id of (await snapshotIds(lake)).reverse()) {
    for (const account of await accountsRead(engine, lake, id)) {
      const count = (counts.get(account) ?? 0) + 1;
      counts.set(account, count);
      if (count <= keep) needed.add(id);
    }
  }
  return needed;
}

async function accountsRead(engine: Engine, lake: string, id: string): Promise<readonly string[]> {
  const series = ({ name }: { readonly name: string }) => `${name}_n`;
  try {
    const snapshots: Manifest[] = [await findSnapshot(lake, id)];
    for (const table of PICTURE_TABLES)
      await openSeries(engine, lake, { name: series(table), table, snapshots });
    const rows = await engine.all(`SELECT DISTINCT account_id FROM (${readSql(series)}) r`);
    return rows.map(({ account_id: account }) => String(account));
  } catch (error) {
    if (error instanceof UserError) return [];
    throw error;
  }
}
