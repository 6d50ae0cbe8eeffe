import type { Engine } from "../engine/engine.js";
import type { Manifest } from "../lake/manifest.js";
import { openSeries } from "../lake/open-series.js";
import { type Picture, wholeSnapshot } from "../lake/picture.js";
import { goneSql, PICTURE_TABLES, pictureSql, readSql } from "./picture-sql.js";

/** A picture, and the accounts that a newer list of their organization lacks: they left it. */
export interface ChosenPicture {
  readonly picture: Picture;
  /** Account ids, 12 digits each. */
  readonly left: readonly string[];
}

/** What `accountPlaces` calls the tables of all snapshots. */
export const pictureSeries = ({ name }: { readonly name: string }) => `${name}_p`;

/** An account, and the place in a list of snapshots of the one that it is shown from. */
export interface AccountPlace {
  readonly account: string;
  readonly place: number;
  readonly gone: boolean;
  /** Something of it could be read. */
  readonly read: boolean;
}

/** The accounts of snapshots, by their ids. Throws `UserError` when a file of the lake is not whole. */
export async function accountPlaces(
  engine: Engine,
  lake: string,
  manifests: readonly Manifest[],
): Promise<AccountPlace[]> {
  for (const table of PICTURE_TABLES) {
    await openSeries(engine, lake, { name: pictureSeries(table), table, snapshots: manifests });
  }
  const tables = { read: `(${readSql(pictureSeries)})`, gone: `(${goneSql(pictureSeries)})` };
  const rows = await engine.all(`${pictureSql(pictureSeries, tables)} ORDER BY account_id`);
  return rows.map((row) => ({
    account: String(row.account_id),
    place: Number(row.place),
    gone: row.gone === true,
    read: row.was_read === true,
  }));
}

/**
 * The current picture of a lake: every account as its newest snapshot has it in which something of it could be read. An account
 * that was named and never read is taken from the newest snapshot that names it.
 *
 * @param manifests those of the lake, oldest first; there must be one
 * @throws UserError when a file of the lake is not whole
 */
export async function choosePicture(
  engine: Engine,
  lake: string,
  manifests: readonly Manifest[],
): Promise<ChosenPicture> {
  const [first] = manifests;
  if (first === undefined) throw new RangeError("no snapshot");
  if (manifests.length === 1) return { picture: wholeSnapshot(first), left: [] };
  const rows = await accountPlaces(engine, lake, manifests);
  const byPlace = manifests.map((manifest) => ({ manifest, accounts: [] as string[] }));
  for (const { account, place, gone } of rows) if (!gone) byPlace[place]?.accounts.push(account);
  const [oldest, ...newer] = byPlace.filter((part) => part.accounts.length > 0);
  const left = rows.flatMap(({ account, gone }) => (gone ? [account] : []));
  // Where all accounts left, the newest snapshot shows what there is: nothing.
  const parts = oldest === undefined ? byPlace.slice(-1) : [oldest, ...newer];
  const [one = { manifest: first, accounts: [] }, ...others] = parts;
  return { picture: { parts: [one, ...others] }, left };
}
