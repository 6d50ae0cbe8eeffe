import type { Engine } from "../engine/engine.js";

/** By what figures can be split. */
export const GROUP_KINDS = ["organization", "ou", "account"] as const;
export type GroupKind = (typeof GROUP_KINDS)[number];

const NAME: Record<GroupKind, string> = {
  organization: "CASE org_role WHEN 'standalone' THEN 'standalone' ELSE org_id END",
  ou: "ou_path",
  account: "account_id",
};

/** The group of each account of an opened snapshot; accounts without one are left out. */
export async function groupNames(engine: Engine, kind: GroupKind): Promise<Map<string, string>> {
  const rows = await engine.all(`SELECT account_id, ${NAME[kind]} AS name FROM accounts`);
  return new Map(
    rows.flatMap((row) => (row.name === null ? [] : [[String(row.account_id), String(row.name)] as const])),
  );
}
