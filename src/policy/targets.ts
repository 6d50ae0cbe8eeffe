import { type Glob, glob, globOf, literalGlob } from "./glob.js";
import type { Model } from "./model.js";
import type { Origin } from "./policy-source.js";
import type { Scope } from "./privilege-rules.js";

/** The parts of a model that tell whose resources are meant. */
type Placed = Pick<Model, "subject" | "gaps" | "documents">;

/** Resources an action must reach; `beside` names one that does not count. */
export interface Target {
  readonly resource: Glob;
  readonly beside: Glob | null;
}

function only(resource: Glob): Target {
  return { resource, beside: null };
}

export function ownUser(model: Placed): Target {
  return only(literalGlob(model.subject.principal.arn));
}

/** By kind; subjects of one account come one after the other. */
let ofAccount = { partition: "", accountId: "", globs: new Map<string, Glob>() };

function iam({ subject: { partition, principal } }: Placed, kind: string): Glob {
  const { accountId } = principal;
  if (ofAccount.accountId !== accountId || ofAccount.partition !== partition) {
    ofAccount = { partition, accountId, globs: new Map() };
  }
  const made = ofAccount.globs.get(kind) ?? glob(`arn:${partition}:iam::${accountId}:${kind}/*`);
  ofAccount.globs.set(kind, made);
  return made;
}

/**
 * Calls of IAM reach users of the own account only, and names are unique in it: a pattern that ends in the own name, with
 * whatever account and path before it, names nobody else.
 */
export function otherUsers(model: Placed): Target {
  const { name } = model.subject.principal;
  const own = globOf([
    { text: "*/", literal: false },
    { text: name ?? "", literal: true },
  ]);
  return { resource: iam(model, "user"), beside: name === null ? null : own };
}

const OWN_POLICIES: ReadonlySet<Origin> = new Set([
  "user-managed",
  "group-managed",
  "role-managed",
  "boundary",
]);

/** ARNs of the customer managed policies of the subject; AWS managed ones cannot be changed. Null: not known. */
function ownPolicies(model: Placed): readonly string[] | null {
  if (model.gaps.some((gap) => gap.layer === "identity" && gap.name === null)) return null;
  return model.documents.flatMap(({ source }) => {
    const { arn, origin } = source;
    const mine = OWN_POLICIES.has(origin);
    return mine && arn !== null && !arn.includes(":iam::aws:") ? [arn] : [];
  });
}

/** Whether there is a group and a policy of the subject's own, as far as is known. */
export function ownsSome(model: Placed): readonly [group: boolean, policy: boolean] {
  return [model.subject.groupArns?.length !== 0, ownPolicies(model)?.length !== 0];
}

const sharedTargets = new Map<string, readonly Target[]>();

/** What a scope means that means the same for every subject of a partition; nothing when it is another one. */
export function sharedTargetsOf(scope: Scope, partition: string): readonly Target[] {
  const key = `${partition} ${scope}`;
  const known = sharedTargets.get(key);
  if (known !== undefined) return known;
  const made = patternsOf(scope, partition).map(only);
  sharedTargets.set(key, made);
  return made;
}

function patternsOf(scope: Scope, partition: string): readonly Glob[] {
  if (scope === "*") return [literalGlob(scope)];
  if (scope === "role") return [glob(`arn:${partition}:iam::*:role/*`)];
  if (!scope.startsWith("arn:")) return [];
  return scope.split(" | ").map((arn) => glob(arn.replace("arn:aws:", `arn:${partition}:`)));
}

/** What a scope means for one subject; where the evidence is missing, everything that it could mean. */
export function targetsOf(model: Placed, scope: Scope): readonly Target[] {
  const literals = (arns: readonly string[] | null, kind: string) =>
    arns === null ? [only(iam(model, kind))] : arns.map((arn) => only(literalGlob(arn)));
  switch (scope) {
    case "self-user":
      // The sessions of a role have no user of their own; whoever holds one most likely holds some user.
      return [model.subject.principal.kind === "role" ? only(iam(model, "user")) : ownUser(model)];
    case "other-user":
      return [otherUsers(model)];
    case "own-group":
      return literals(model.subject.groupArns, "group");
    case "any-group":
      return [only(iam(model, "group"))];
    case "attached-policy":
      return literals(ownPolicies(model), "policy");
    case "any-policy":
      return [only(iam(model, "policy"))];
    default:
      return sharedTargetsOf(scope, model.subject.partition);
  }
}
