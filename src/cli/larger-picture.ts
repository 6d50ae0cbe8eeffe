import { choosePicture } from "../assess/choose-picture.js";
import { openDuckDB } from "../engine/duckdb/open.js";
import { allSnapshots } from "../lake/list.js";
import type { Manifest } from "../lake/manifest.js";
import { counted } from "../report/text.js";

/** What to say where the current picture of a lake holds more than the snapshot that was just made; undefined: it does not. */
export async function largerPicture(
  lake: string,
  { snapshot_id: id }: Manifest,
): Promise<string | undefined> {
  const manifests = await allSnapshots(lake);
  if (manifests.length < 2) return undefined;
  const engine = await openDuckDB();
  try {
    const { picture } = await choosePicture(engine, lake, manifests);
    const others = picture.parts.filter(({ manifest }) => manifest.snapshot_id !== id);
    const more = others.reduce((sum, { accounts = [] }) => sum + accounts.length, 0);
    if (more === 0) return undefined;
    return (
      `The lake also holds ${counted(more, "account")} from ${counted(others.length, "other snapshot")}.` +
      " `iamspect findings` and the other commands show all of them; --snapshot shows one snapshot."
    );
  } finally {
    engine.close();
  }
}
