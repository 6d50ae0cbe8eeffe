import type { Engine } from "../engine/engine.js";
import { accounts } from "../entities/account.js";
import { snapshotIds, wholeSnapshots } from "../lake/list.js";
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
): Promise<ReadonlySet<string>> {
  if (keep === 0 || (await snapshotIds(lake)).length === 0) return new Set();
  const { whole } = await wholeSnapshots(lake).catch((error: unknown) => {
    if (error instanceof UserError) return { whole: [] };
    throw error;
  });
  if (whole.length === 0) return new Set();
  const places = await accountPlaces(engine, lake, whole);
  const rows = await engine.all(
    `SELECT snapshot FROM (SELECT snapshot, row_number() OVER (PARTITION BY account_id ORDER BY snapshot DESC) AS n` +
      ` FROM (${readSql(pictureSeries)}) r) x WHERE n <= ${keep} UNION SELECT max(snapshot) AS snapshot` +
      ` FROM ${pictureSeries(accounts)} WHERE listed GROUP BY org_id`,
  );
  const needed = [...places.map(({ place }) => place), ...rows.map(({ snapshot }) => Number(snapshot))];
  return new Set(needed.flatMap((place) => whole[place]?.snapshot_id ?? []));
}
