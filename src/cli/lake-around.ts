import { wholeSnapshots } from "../lake/list.js";
import type { Manifest } from "../lake/manifest.js";
import type { LakeSnapshot } from "./judge-run.js";

/** A snapshot that was just made, in its lake. */
export interface LakeAround {
  readonly lake: string;
  /** All that are whole, oldest first, and the place of that one among them. */
  readonly manifests: readonly Manifest[];
  readonly place: number;
  /** Its accounts, 12 digits each. */
  readonly accounts: ReadonlySet<string>;
}

/** The lake around an opened snapshot. */
export async function lakeAround({ engine, lake, manifest }: LakeSnapshot): Promise<LakeAround> {
  const { whole } = await wholeSnapshots(lake);
  const rows = await engine.all("SELECT account_id FROM accounts");
  return {
    lake,
    manifests: whole,
    place: whole.findIndex(({ snapshot_id: id }) => id === manifest.snapshot_id),
    accounts: new Set(rows.map((row) => String(row.account_id))),
  };
}
