import type { UserKind } from "./dated-user.js";
import { type GroupName, INLINE_POLICIES, type InlineName, type PolicyName } from "./policies.js";
import type { PolicyDocument } from "./policy-document.js";
import type { Prng } from "./prng.js";
import { type Workload, workloadOf } from "./workloads.js";

/** What a user may do, and its tags. */
export interface Grants {
  readonly groups: readonly GroupName[];
  readonly attached: readonly PolicyName[];
  readonly inline: { readonly PolicyName: string; readonly PolicyDocument: PolicyDocument } | undefined;
  readonly tags: readonly { Key: string; Value: string }[];
}

/** How people of one kind get their permissions: groups, attached policies, the name of an inline one. */
interface Profile {
  readonly groups: readonly GroupName[];
  readonly attached?: readonly PolicyName[];
  readonly inline?: InlineName;
}

/** What of a user's own it carries: attached policies, an inline policy, both, or neither. */
type Own = "neither" | "attached" | "inline" | "both";

const inGroup = (...groups: GroupName[]): Profile => ({ groups });

/**
 * Users get their permissions by what they do, so there are far fewer sets of them than users. Profiles stand here as
 * often as they are common. Each allows something that does harm: a user who can do nothing needs no MFA.
 */
const PROFILES: Record<Exclude<UserKind, "service">, Record<Own, readonly Profile[]>> = {
  person: {
    neither: [
      ...Array<Profile>(4).fill(inGroup("Developers")),
      ...[inGroup("ReadOnly"), inGroup("ReadOnly"), inGroup("Operators"), inGroup("Operators")],
      ...[inGroup("Billing"), inGroup("Administrators")],
    ],
    attached: [
      ...Array<Profile>(4).fill({ groups: [], attached: ["PowerUserAccess"] }),
      ...Array<Profile>(3).fill({ groups: [], attached: ["AdministratorAccess"] }),
      ...Array<Profile>(3).fill({ groups: ["ReadOnly"], attached: ["AmazonS3FullAccess"] }),
      ...Array<Profile>(2).fill({ groups: ["Billing"], attached: ["AmazonS3ReadOnlyAccess", "BillingView"] }),
      { groups: ["Developers"], attached: ["IAMUserChangePassword"] },
    ],
    inline: [
      ...Array<Profile>(3).fill({ groups: ["Developers"], inline: "assume-deploy" }),
      ...Array<Profile>(3).fill({ groups: ["ReadOnly"], inline: "s3-bucket" }),
      { groups: ["Developers"], inline: "manage-own-keys" },
    ],
    both: [
      { groups: [], attached: ["PowerUserAccess"], inline: "put-metrics" },
      { groups: ["Operators"], attached: ["AmazonS3FullAccess"], inline: "assume-deploy" },
    ],
  },
  batch: {
    neither: [inGroup("Developers"), inGroup("ReadOnly"), inGroup("ReadOnly")],
    attached: [
      { groups: [], attached: ["AmazonS3ReadOnlyAccess"] },
      { groups: [], attached: ["AmazonEC2ReadOnlyAccess"] },
    ],
    inline: [{ groups: ["ReadOnly"], inline: "put-metrics" }],
    both: [{ groups: [], attached: ["AmazonS3ReadOnlyAccess"], inline: "s3-bucket" }],
  },
};

/** Programs whose name tells nothing. */
const OTHER_PROGRAMS: Record<Own, readonly Profile[]> = {
  neither: [inGroup("Applications"), inGroup("ReadOnly")],
  attached: [{ groups: [], attached: ["AmazonS3FullAccess"] }],
  inline: [{ groups: [], inline: "s3-bucket" }],
  both: [{ groups: [], attached: ["AmazonS3ReadOnlyAccess"], inline: "put-metrics" }],
};

/** Draws the permissions of a user, who carries policies of its own where the two flags say so. */
export function drawGrants(
  prng: Prng,
  { kind, name }: { readonly kind: UserKind; readonly name: string },
  hasAttached: boolean,
  hasInline: boolean,
): Grants {
  const own = hasAttached ? (hasInline ? "both" : "attached") : hasInline ? "inline" : "neither";
  const { groups, attached = [], inline } = profileOf(prng, kind, name, own);
  return {
    groups,
    attached,
    inline:
      inline === undefined ? undefined : { PolicyName: inline, PolicyDocument: INLINE_POLICIES[inline] },
    tags: drawTags(prng, kind, name),
  };
}

function profileOf(prng: Prng, kind: UserKind, name: string, own: Own): Profile {
  if (kind !== "service") return prng.pick(PROFILES[kind][own]);
  const workload = workloadOf(name);
  return workload === undefined ? prng.pick(OTHER_PROGRAMS[own]) : profileFor(workload, own);
}

function profileFor({ group, attached, inline }: Workload, own: Own): Profile {
  if (own === "neither") return inGroup(group);
  return {
    groups: [],
    ...(own === "inline" ? {} : { attached }),
    ...(own === "attached" ? {} : { inline }),
  };
}

const TEAMS = ["payments", "platform", "data", "web", "mobile", "finance"];

/** Half of the programs have an owner, few people say more than their team. */
function drawTags(prng: Prng, kind: UserKind, name: string): Grants["tags"] {
  const service = kind === "service";
  if (!prng.chance(service ? 0.5 : 0.25)) return [];
  const team = prng.pick(TEAMS);
  const tags = [{ Key: "team", Value: team }];
  if (service) tags.push({ Key: "owner", Value: `${team}@example.com` });
  const environment = /-(prod|dev|staging|test)\b/.exec(name)?.[1];
  if (service && environment !== undefined) tags.push({ Key: "environment", Value: environment });
  if (service && prng.chance(0.2)) tags.push({ Key: "managed-by", Value: "terraform" });
  if (prng.chance(0.3)) tags.push({ Key: "cost-center", Value: String(1000 + prng.below(40)) });
  return tags;
}
