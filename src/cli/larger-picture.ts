import { accountPlaces } from "../assess/choose-picture.js";
import { openDuckDB } from "../engine/duckdb/open.js";
import { counted } from "../model/listed.js";
import type { LakeAround } from "./lake-around.js";

/** What to say where the current picture of a lake is not what was just audited; undefined: it is. */
export async function largerPicture(around: LakeAround): Promise<string | undefined> {
  const { lake, manifests, accounts } = around;
  if (manifests.length < 2) return undefined;
  const engine = await openDuckDB({ threads: 1 });
  try {
    const shown = (await accountPlaces(engine, lake, manifests)).filter(({ gone }) => !gone);
    const more = shown.filter(({ account }) => !accounts.has(account));
    const newer = shown.filter(
      ({ account, place, read }) => accounts.has(account) && read && place !== around.place,
    );
    const parts = [
      ...(more.length === 0 ? [] : [`The lake also holds ${counted(more.length, "other account")}.`]),
      ...(newer.length === 0
        ? []
        : [`${counted(newer.length, "account is", "accounts are")} shown from another snapshot.`]),
    ];
    if (parts.length === 0) return undefined;
    return `${parts.join(" ")} \`iamspect findings\` and the other commands show all; --snapshot shows one snapshot.`;
  } finally {
    engine.close();
  }
}
