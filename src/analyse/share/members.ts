import type { Engine } from "../../engine/engine.js";

/** Who shares figures: an organization, or a standalone account by itself. */
export interface Member {
  /** The id of the organization or of the standalone account; empty: accounts of which that is not known. */
  readonly key: string;
  readonly accounts: readonly string[];
  readonly standaloneAccounts: number;
  readonly users: number;
}

/**
 * The organizations and standalone accounts of an opened snapshot, sorted by id. Accounts whose organization is not known
 * count as one: taken for several they would look more independent than they may be.
 */
export async function membersOf(engine: Engine): Promise<Member[]> {
  const rows = await engine.all(
    "SELECT a.account_id, a.org_role = 'standalone' AS standalone, count(u.account_id) AS users," +
      " CASE WHEN a.org_role = 'standalone' THEN a.account_id ELSE coalesce(a.org_id, '') END AS member" +
      " FROM accounts a LEFT JOIN iam_users u ON u.account_id = a.account_id" +
      " GROUP BY a.account_id, a.org_role, a.org_id ORDER BY member, a.account_id",
  );
  const members = new Map<
    string,
    { key: string; accounts: string[]; standaloneAccounts: number; users: number }
  >();
  for (const row of rows) {
    const key = String(row.member);
    const member = members.get(key) ?? { key, accounts: [], standaloneAccounts: 0, users: 0 };
    members.set(key, member);
    member.accounts.push(String(row.account_id));
    member.standaloneAccounts += row.standalone === true ? 1 : 0;
    member.users += Number(row.users);
  }
  return [...members.values()];
}
