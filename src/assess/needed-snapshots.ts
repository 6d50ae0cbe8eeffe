import type { Engine } from "../engine/engine.js";
import { accounts } from "../entities/account.js";
import { type LakeSnapshots, snapshotIds, wholeSnapshots } from "../lake/list.js";
import type { PruneLimits } from "../lake/prune.js";
import { UserError } from "../model/user-error.js";
import { accountPlaces, pictureSeries } from "./choose-picture.js";
import { readSql } from "./picture-sql.js";

/**
 * The ids of the snapshots that the picture needs: for each account so many of the newest in which something of it could be read,
 * those that accounts are shown from, and the newest list of each organization. So pruning changes no picture. One whose files
 * are broken is needed by no account.
 */
export async function neededSnapshots(
  engine: Engine,
  lake: string,
  keep: number,
): Promise<Required<PruneLimits>> {
  const { whole, broken } = await wholeOf(lake);
  const limits = { needed: new Set<string>(), broken: new Set(broken) };
  if (keep === 0 || whole.length === 0) return limits;
  const places = await accountPlaces(engine, lake, whole);
  const rows = await engine.all(
    `SELECT snapshot FROM (SELECT snapshot, row_number() OVER (PARTITION BY account_id ORDER BY snapshot DESC) AS n` +
      ` FROM (${readSql(pictureSeries)}) r) x WHERE n <= ${keep} UNION SELECT max(snapshot) AS snapshot` +
      ` FROM ${pictureSeries(accounts)} WHERE listed GROUP BY org_id`,
  );
  for (const place of [...places.map((one) => one.place), ...rows.map(({ snapshot }) => Number(snapshot))]) {
    const id = whole[place]?.snapshot_id;
    if (id !== undefined) limits.needed.add(id);
  }
  return limits;
}

async function wholeOf(lake: string): Promise<LakeSnapshots> {
  const ids = await snapshotIds(lake);
  if (ids.length === 0) return { whole: [], broken: [] };
  return await wholeSnapshots(lake).catch((error: unknown) => {
    if (error instanceof UserError) return { whole: [], broken: ids };
    throw error;
  });
}
