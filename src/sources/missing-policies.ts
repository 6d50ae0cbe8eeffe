import type { Check } from "../model/check.js";
import type { MissingPolicy } from "../model/results/doctor.js";
import { type PolicyPlace, permissionPolicy } from "./permission-policy.js";
import { findPermission } from "./permissions.js";

/**
 * The least that fixes the denied checks; accounts that lack the same share one policy.
 *
 * @param callerId the account of whoever runs iamspect: roles are assumed from there, wherever they are
 */
export function missingPolicies(
  checks: readonly Check[],
  callerId: string,
  place: PolicyPlace,
): MissingPolicy[] {
  const found: MissingPolicy[] = [];
  for (const scope of ["organization", "account"] as const) {
    const alike = new Map<string, { accounts: string[]; missing: ReadonlySet<string> }>();
    for (const [account, missing] of deniedActions(checks, scope, callerId)) {
      const key = [...missing].sort().join(" ");
      const group = alike.get(key) ?? { accounts: [], missing };
      group.accounts.push(account);
      alike.set(key, group);
    }
    for (const { accounts, missing } of alike.values()) {
      const policy = permissionPolicy((one) => one.scope === scope && missing.has(one.action), place);
      found.push({ scope, account_ids: accounts, policy });
    }
  }
  return found;
}

/** What was denied, by the account where it has to be allowed; accounts to which nothing was denied are not there. */
function deniedActions(
  checks: readonly Check[],
  scope: MissingPolicy["scope"],
  callerId: string,
): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { about, account_id, missing } of checks) {
    if (about === "machine" || account_id === null) continue;
    for (const action of missing) {
      const own = about === "account" && findPermission(action, "account") !== undefined;
      if ((own ? "account" : "organization") !== scope) continue;
      const account = own ? account_id : callerId;
      found.set(account, (found.get(account) ?? new Set()).add(action));
    }
  }
  return found;
}
