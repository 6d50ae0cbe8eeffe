import { type Check, worstStatus } from "../../../model/check.js";
import { type Delivery, PERMISSIONS, type PermissionGroup } from "../../../model/permissions.js";
import type { ProbeResult } from "./ask.js";

type Scope = PermissionGroup["scope"];

/** One check for each thing that the tried actions deliver: it needs all of them. */
export function checksOf(scope: Scope, accountId: string, results: readonly ProbeResult[]): Check[] {
  const byAction = new Map(results.map((result) => [result.action, result]));
  const checks: Check[] = [];
  for (const [delivery, actions] of actionsByDelivery(scope)) {
    const tried = actions.flatMap((action) => byAction.get(action) ?? []);
    if (tried.length > 0) checks.push(checkOf(scope, accountId, delivery, tried));
  }
  return checks;
}

function checkOf(scope: Scope, accountId: string, check: Delivery, tried: readonly ProbeResult[]): Check {
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
function actionsByDelivery(scope: Scope): Map<Delivery, string[]> {
  const found = new Map<Delivery, string[]>();
  for (const group of PERMISSIONS.filter((each) => each.scope === scope)) {
    for (const { action, delivers } of group.permissions) {
      for (const delivery of delivers) found.set(delivery, [...(found.get(delivery) ?? []), action]);
    }
  }
  return found;
}
