import { accountPlaces } from "../assess/choose-picture.js";
import { openDuckDB } from "../engine/duckdb/open.js";
import { wholeSnapshots } from "../lake/list.js";
import { counted } from "../report/text.js";
import type { LakeSnapshot } from "./judge-run.js";

/** What to say where the current picture of a lake is not what was just audited; undefined: it is. */
export async function largerPicture({ engine, lake, manifest }: LakeSnapshot): Promise<string | undefined> {
  const { whole } = await wholeSnapshots(lake);
  if (whole.length < 2) return undefined;
  const rows = await engine.all("SELECT account_id FROM accounts");
  const own = new Set(rows.map((row) => String(row.account_id)));
  const here = whole.findIndex(({ snapshot_id: id }) => id === manifest.snapshot_id);
  const other = await openDuckDB({ threads: 1 });
  try {
    const shown = (await accountPlaces(other, lake, whole)).filter(({ gone }) => !gone);
    const more = shown.filter(({ account }) => !own.has(account));
    const newer = shown.filter(({ account, place, read }) => own.has(account) && read && place !== here);
    const parts = [
      ...(more.length === 0 ? [] : [`The lake also holds ${counted(more.length, "other account")}.`]),
      ...(newer.length === 0
        ? []
        : [`${counted(newer.length, "account is", "accounts are")} shown from another snapshot.`]),
    ];
    if (parts.length === 0) return undefined;
    return `${parts.join(" ")} \`iamspect findings\` and the other commands show all; --snapshot shows one snapshot.`;
  } finally {
    other.close();
  }
}
