import type { Engine } from "../engine/engine.js";
import { stringLiteral } from "../engine/sql.js";
import { accounts } from "../entities/account.js";
import { coverage } from "../entities/coverage.js";
import type { Manifest } from "../lake/manifest.js";
import { openSeries } from "../lake/open-series.js";
import { type Picture, wholeSnapshot } from "../lake/picture.js";
import { SOURCES } from "../sources/index.js";
import type { Source } from "../sources/source.js";
import { ENTITIES } from "../sources/tables.js";

/** A picture, and the accounts that a newer list of their organization lacks: they left it. */
export interface ChosenPicture {
  readonly picture: Picture;
  /** Account ids, 12 digits each. */
  readonly left: readonly string[];
}

/** Evidence of an account itself: what its organization says of it is none. */
const ACCOUNT_KINDS = SOURCES.flatMap(({ kinds, scope }: Source): readonly string[] =>
  scope === "organization" ? [] : kinds,
);

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
  for (const table of [accounts, coverage, ...ENTITIES]) {
    await openSeries(engine, lake, { name: `${table.name}_p`, table, snapshots: manifests });
  }
  const rows = await engine.all(placesSql());
  const byPlace = manifests.map((manifest) => ({ manifest, accounts: [] as string[] }));
  for (const row of rows) {
    if (row.gone !== true) byPlace[Number(row.place)]?.accounts.push(String(row.account_id));
  }
  const [oldest, ...newer] = byPlace.filter((part) => part.accounts.length > 0);
  const left = rows.flatMap((row) => (row.gone === true ? [String(row.account_id)] : []));
  // Where all accounts left, the newest snapshot shows what there is: nothing.
  const parts = oldest === undefined ? byPlace.slice(-1) : [oldest, ...newer];
  const [one = { manifest: first, accounts: [] }, ...others] = parts;
  return { picture: { parts: [one, ...others] }, left };
}

/** A row an account: the place of its snapshot, and whether it is gone. */
function placesSql(): string {
  const kinds = ACCOUNT_KINDS.map(stringLiteral).join(", ");
  const read = [
    `SELECT snapshot, account_id FROM coverage_p WHERE status = 'closed' OR status = 'ok' AND kind IN (${kinds})`,
    ...ENTITIES.map(({ name }) => `SELECT snapshot, account_id FROM ${name}_p`),
  ].join(" UNION ");
  return (
    "WITH named AS (SELECT a.snapshot, a.account_id, a.org_id, coalesce(a.listed, FALSE) AS listed," +
    ` r.account_id IS NOT NULL AS was_read FROM accounts_p a LEFT JOIN (${read}) r` +
    " ON r.snapshot = a.snapshot AND r.account_id = a.account_id)," +
    " lists AS (SELECT org_id, max(snapshot) AS newest FROM named WHERE listed GROUP BY org_id)," +
    " latest AS (SELECT account_id, max(snapshot) AS named_in, max(CASE WHEN was_read THEN snapshot END) AS read_in" +
    " FROM named GROUP BY account_id)" +
    " SELECT l.account_id, coalesce(l.read_in, l.named_in) AS place, coalesce(o.newest > l.named_in, FALSE) AS gone" +
    " FROM latest l JOIN named n ON n.account_id = l.account_id AND n.snapshot = l.named_in" +
    " LEFT JOIN lists o ON o.org_id = n.org_id ORDER BY l.account_id"
  );
}
