import { type Catalogue, unlistedOf } from "./catalogue.js";
import type { ContextKind } from "./context.js";
import type { Judge } from "./judge.js";
import type { AtomReach } from "./reach.js";

/** Whoever has lost one of these services is no administrator, whatever else there is. */
const SERVICES = ["iam", "organizations", "sts"];
/** Each of these alone lets an administrator make others. */
const GRANTING = [
  "iam:AttachGroupPolicy",
  "iam:AttachRolePolicy",
  "iam:AttachUserPolicy",
  "iam:CreatePolicyVersion",
  "iam:PutGroupPolicy",
  "iam:PutRolePolicy",
  "iam:PutUserPolicy",
];

/** Catalogue indices that must remain: all of the first, and one of the second. */
export interface AdminActions {
  readonly all: readonly number[];
  readonly some: readonly number[];
}

export function adminActions(catalogue: Catalogue): AdminActions {
  return {
    all: [catalogue.unlistedService, ...SERVICES.map((service) => unlistedOf(catalogue, service))],
    some: GRANTING.flatMap((action) => catalogue.indexOf.get(action.toLowerCase()) ?? []),
  };
}

function onEverything(reach: AtomReach): boolean {
  return reach?.every((slot) => slot.some((pattern) => pattern.everything)) ?? false;
}

/**
 * Whether what makes an administrator remains on every resource after every layer. Single actions may be denied, as
 * service control policies mostly do.
 */
export function isAdmin(judge: Judge, kind: ContextKind, { all, some }: AdminActions): boolean {
  if (kind.sessionLimits) return false;
  return judge.conditions(kind, "against").some((truths) => {
    const reach = judge.reachOf(truths);
    const remains = (index: number) => onEverything(reach[judge.atoms.of.get(index) ?? -1] ?? null);
    return all.every(remains) && some.some(remains);
  });
}
