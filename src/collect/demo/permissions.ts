import type { UserKind } from "./dated-user.js";
import { type GroupName, INLINE_POLICIES, type PolicyName } from "./policies.js";
import type { Prng } from "./prng.js";

/** What a user may do, and its tags. */
export interface Grants {
  readonly groups: readonly GroupName[];
  readonly attached: readonly PolicyName[];
  readonly inline: (typeof INLINE_POLICIES)[number] | undefined;
  readonly tags: readonly { Key: string; Value: string }[];
}

/** Listed as often as they are common. */
const GROUPS_OF: Record<UserKind, readonly GroupName[]> = {
  person: [
    ...(["Developers", "Developers", "Developers", "Developers", "ReadOnly", "ReadOnly"] as const),
    ...(["Operators", "Operators", "Billing", "Administrators"] as const),
  ],
  service: ["Applications", "Applications", "Applications", "ReadOnly"],
  batch: ["Developers", "ReadOnly", "ReadOnly"],
};

const ATTACHED_TO: Record<UserKind, readonly PolicyName[]> = {
  person: [
    "PowerUserAccess",
    "AdministratorAccess",
    "AmazonS3FullAccess",
    "IAMUserChangePassword",
    "BillingView",
  ],
  service: [
    ...(["AmazonS3FullAccess", "AmazonSESFullAccess", "AmazonSQSFullAccess", "DeployPipeline"] as const),
    ...(["AmazonS3ReadOnlyAccess", "CloudWatchLogsFullAccess", "AdministratorAccess"] as const),
  ],
  batch: ["IAMUserChangePassword", "AmazonS3ReadOnlyAccess", "AmazonEC2ReadOnlyAccess"],
};

const TEAMS = ["payments", "platform", "data", "web", "mobile", "finance"];

/** Draws the permissions of a user, who carries policies of its own where the two flags say so. */
export function drawGrants(prng: Prng, kind: UserKind, hasAttached: boolean, hasInline: boolean): Grants {
  const first = prng.pick(ATTACHED_TO[kind]);
  const second = prng.pick(ATTACHED_TO[kind]);
  const attached = first !== second && prng.chance(0.2) ? [first, second] : [first];
  const inGroup = prng.chance(hasAttached || hasInline ? 0.4 : 0.95);
  return {
    groups: inGroup ? [prng.pick(GROUPS_OF[kind])] : [],
    attached: hasAttached ? attached : [],
    inline: hasInline ? prng.pick(INLINE_POLICIES) : undefined,
    tags: drawTags(prng, kind),
  };
}

function drawTags(prng: Prng, kind: UserKind): Grants["tags"] {
  if (!prng.chance(0.25)) return [];
  const team = prng.pick(TEAMS);
  const tags = [{ Key: "team", Value: team }];
  if (kind === "service") tags.push({ Key: "owner", Value: `${team}@example.com` });
  if (prng.chance(0.3)) tags.push({ Key: "cost-center", Value: String(1000 + prng.below(40)) });
  return tags;
}
