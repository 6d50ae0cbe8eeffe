import { type Check, worstStatus } from "../../../model/check.js";
import { PERMISSIONS, type Permission } from "../../../sources/permissions.js";
import type { ProbeResult } from "../../../sources/probes.js";

/** One check for each thing that the tried actions deliver: it needs all of them. */
export function checksOf(
  scope: Permission["scope"],
  accountId: string,
  results: readonly ProbeResult[],
): Check[] {
  const byAction = new Map(results.map((result) => [result.action, result]));
  const checks: Check[] = [];
  for (const [delivery, actions] of actionsByDelivery(scope)) {
    const tried = actions.flatMap((action) => byAction.get(action) ?? []);
    if (tried.length > 0) checks.push(checkOf(scope, accountId, delivery, tried));
  }
  return checks;
}

function checkOf(
  scope: Permission["scope"],
  accountId: string,
  check: string,
  tried: readonly ProbeResult[],
): Check {
  const status = worstStatus(tried.map((each) => each.status));
  const notable = tried.filter((each) => each.status === status && each.detail !== undefined);
  return {
    about: scope,
    account_id: accountId,
    check,
    status,
    missing: tried.filter((each) => each.status === "denied").map(({ action }) => action),
    detail: [...new Set(notable.map(({ detail }) => detail))].join("; "),
  };
}

/** What a scope delivers, in the order of the declaration, with the actions behind each. */
function actionsByDelivery(scope: Permission["scope"]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { action, delivers } of PERMISSIONS.filter((each) => each.scope === scope)) {
    for (const one of delivers) found.set(one, [...(found.get(one) ?? []), action]);
  }
  return found;
}
