import type { Account } from "./accounts.js";

/** The accounts of each organization, by its id; standalone accounts are in none. */
export function byOrganization<T extends Account>(accounts: readonly T[]): Map<string, T[]> {
  const organizations = new Map<string, T[]>();
  for (const account of accounts) {
    if (account.membership === undefined) continue;
    const { orgId } = account.membership;
    const members = organizations.get(orgId);
    if (members === undefined) organizations.set(orgId, [account]);
    else members.push(account);
  }
  return organizations;
}
