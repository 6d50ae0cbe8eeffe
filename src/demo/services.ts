import type { CohortUser } from "./cohort.js";
import { GROUPS, MANAGED_POLICIES } from "./policies.js";
import type { PolicyDocument } from "./policy-document.js";
import { workloadOf } from "./workloads.js";

/** What those call who may call nearly everything, and who may call all. */
const NEARLY_ANY = ["ec2", "s3", "lambda", "dynamodb", "cloudformation", "logs", "sts"];
export const ANY_SERVICE: readonly string[] = [...NEARLY_ANY, "iam"];

const known = new Map<string, readonly string[]>();

/**
 * The services that a user's keys are used for: those of its workload, as far as its policies allow them, else whatever they
 * allow. To ask STS who one is needs no permission.
 */
export function servicesOf({ name, grants }: Pick<CohortUser, "name" | "grants">): readonly string[] {
  const { groups, attached, inline } = grants;
  const workload = workloadOf(name);
  const key = JSON.stringify([workload?.services, groups, attached, inline?.PolicyName]);
  const found = known.get(key) ?? called(workload?.services ?? [], grants);
  known.set(key, found);
  return found;
}

function called(wanted: readonly string[], { groups, attached, inline }: CohortUser["grants"]): string[] {
  const policies = [...attached, ...groups.flatMap((group) => GROUPS[group])];
  const documents = policies.map((policy): PolicyDocument => MANAGED_POLICIES[policy].document);
  if (inline !== undefined) documents.push(inline.PolicyDocument);
  const allowed = new Set(documents.flatMap(allowedBy));
  const both = wanted.filter((service) => allowed.has(service));
  if (both.length > 0) return both;
  return allowed.size > 0 ? [...allowed] : ["sts"];
}

/** Services by the prefixes of actions, but for the console's own. */
function allowedBy({ Statement }: PolicyDocument): readonly string[] {
  if (Statement.some(({ NotAction }) => NotAction !== undefined)) return NEARLY_ANY;
  const actions = Statement.flatMap(({ Action = [] }) => Action);
  if (actions.includes("*")) return ANY_SERVICE;
  return actions.map((action) => action.split(":")[0] ?? "").filter((service) => service !== "aws-portal");
}
