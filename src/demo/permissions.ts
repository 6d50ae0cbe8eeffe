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

/** How people of one kind get their permissions: groups, attached policies, the name of an inline one. */
interface Profile {
  readonly groups: readonly GroupName[];
  readonly attached?: readonly PolicyName[];
  readonly inline?: string;
}

/** What of a user's own it carries: attached policies, an inline policy, both, or neither. */
type Own = "neither" | "attached" | "inline" | "both";

const inGroup = (...groups: GroupName[]): Profile => ({ groups });

/**
 * Users get their permissions by what they do, so there are far fewer sets of them than users. Profiles stand here as
 * often as they are common. Each allows something that does harm: a user who can do nothing needs no MFA.
 */
const PROFILES: Record<UserKind, Record<Own, readonly Profile[]>> = {
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
  service: {
    neither: [inGroup("Applications"), inGroup("Applications"), inGroup("Applications"), inGroup("ReadOnly")],
    attached: [
      { groups: [], attached: ["AmazonS3FullAccess"] },
      { groups: [], attached: ["AmazonS3FullAccess", "AmazonSQSFullAccess"] },
      { groups: [], attached: ["AmazonSESFullAccess"] },
      { groups: [], attached: ["DeployPipeline"] },
      { groups: [], attached: ["CloudWatchLogsFullAccess"] },
      { groups: [], attached: ["AdministratorAccess"] },
    ],
    inline: [
      { groups: [], inline: "AmazonSesSendingAccess" },
      { groups: [], inline: "s3-bucket" },
      { groups: ["Applications"], inline: "put-metrics" },
    ],
    both: [
      { groups: [], attached: ["AmazonS3ReadOnlyAccess"], inline: "put-metrics" },
      { groups: [], attached: ["DeployPipeline"], inline: "assume-deploy" },
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

const TEAMS = ["payments", "platform", "data", "web", "mobile", "finance"];

/** Draws the permissions of a user, who carries policies of its own where the two flags say so. */
export function drawGrants(prng: Prng, kind: UserKind, hasAttached: boolean, hasInline: boolean): Grants {
  const own = hasAttached ? (hasInline ? "both" : "attached") : hasInline ? "inline" : "neither";
  const { groups, attached = [], inline } = prng.pick(PROFILES[kind][own]);
  return {
    groups,
    attached,
    inline:
      inline === undefined ? undefined : INLINE_POLICIES.find(({ PolicyName }) => PolicyName === inline),
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
