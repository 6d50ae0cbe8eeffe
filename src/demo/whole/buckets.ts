import { bucketPolicy } from "./bucket-policies.js";
import { type Draws, tagsFor } from "./place.js";
import type { AccountPlan } from "./plan.js";
import { trailBucket } from "./trails.js";

const PURPOSES = [
  ...["logs", "cloudtrail", "backups", "uploads", "assets", "static", "website", "data", "data-lake", "raw"],
  ...[
    "exports",
    "reports",
    "artifacts",
    "releases",
    "terraform-state",
    "lambda",
    "images",
    "media",
    "archive",
  ],
  ...["analytics", "athena-results", "config", "invoices", "mail", "models", "scratch", "tmp", "elb-logs"],
];
const STAGES = ["prod", "dev", "staging", "test", "eu", "us"];

const ALL = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};
/** Not all of it is nothing. */
const SOME = [
  { ...ALL, RestrictPublicBuckets: false },
  { ...ALL, BlockPublicPolicy: false, RestrictPublicBuckets: false },
  { BlockPublicAcls: false, IgnorePublicAcls: false, BlockPublicPolicy: false, RestrictPublicBuckets: false },
];

/** The buckets of an account, as a list with the answers of `aws s3api get-...` about each; null: there is none. */
export function buckets(draws: Draws, plan: AccountPlan) {
  const { account, prng } = draws;
  const number = plan.buckets;
  // What is public is among those without a block.
  const open = draws.flags(number, plan.bucketsWithoutBlock);
  const ofOpen = draws.flags(plan.bucketsWithoutBlock, plan.publicBuckets);
  const listed = draws.flags(plan.bucketsWithoutBlock, plan.listedBuckets);
  const http = draws.flags(number, plan.bucketsWithHttp);
  const plainText = draws.flags(number, plan.unencryptedBuckets);
  const regions = [...plan.regions.keys()];
  const names = new Set([trailBucket(account)]);
  return open.map((isOpen, index) => {
    const isPublic = isOpen && ofOpen.pop() === true;
    const name = index === 0 && plan.trails > 0 ? trailBucket(account) : newName(draws, names);
    const policy = bucketPolicy(prng, { name, account: account.id, http: http[index] === true, isPublic });
    return {
      Name: name,
      CreationDate: draws.since(2500),
      BucketRegion: prng.chance(0.7) ? regions[0] : prng.pick(regions),
      PublicAccessBlock: block(draws, isOpen, plan.block),
      Policy: policy === undefined ? null : { Policy: JSON.stringify(policy) },
      PolicyStatus: policy === undefined ? null : { PolicyStatus: { IsPublic: isPublic } },
      Acl: accessList(draws, isOpen && listed.pop() === true),
      Encryption: plainText[index] === true ? null : encryption(draws),
      Versioning: versioning(draws),
      Logging: prng.chance(0.13)
        ? { LoggingEnabled: { TargetBucket: `${account.name}-access-logs`, TargetPrefix: `${name}/` } }
        : {},
      Tagging: prng.chance(0.5) ? { TagSet: tagsFor(draws, name) } : null,
    };
  });
}

function newName({ account, prng }: Draws, taken: Set<string>): string {
  let name = "";
  do {
    const wish = `${account.name}-${prng.pick(PURPOSES)}${prng.chance(0.6) ? `-${prng.pick(STAGES)}` : ""}`;
    name = taken.has(wish) || prng.chance(0.3) ? `${wish}-${prng.text(4, "0123456789abcdef")}` : wish;
  } while (taken.has(name));
  taken.add(name);
  return name;
}

/** The account blocks for all its buckets, whatever they say themselves. */
function block({ prng }: Draws, isOpen: boolean, byAccount: boolean) {
  const weak = prng.chance(0.12) ? { PublicAccessBlockConfiguration: prng.pick(SOME) } : null;
  if (isOpen || (byAccount && prng.chance(0.5))) return weak;
  return { PublicAccessBlockConfiguration: ALL };
}

/** Its owner may do all; some let in everybody, or everybody who has an account. */
function accessList({ account, prng }: Draws, isPublic: boolean) {
  const ID = account.id.repeat(6).slice(0, 64);
  const group = `http://acs.amazonaws.com/groups/global/${prng.pick(["AllUsers", "AllUsers", "AuthenticatedUsers"])}`;
  return {
    Owner: { ID },
    Grants: [
      { Grantee: { ID, Type: "CanonicalUser" }, Permission: "FULL_CONTROL" },
      ...(isPublic ? [{ Grantee: { Type: "Group", URI: group }, Permission: "READ" }] : []),
    ],
  };
}

function encryption({ account, prng }: Draws) {
  const kms = {
    SSEAlgorithm: "aws:kms",
    KMSMasterKeyID: `arn:aws:kms:us-east-1:${account.id}:key/00000000-0000-4000-8002-${account.id}`,
  };
  return {
    ServerSideEncryptionConfiguration: {
      Rules: [
        {
          ApplyServerSideEncryptionByDefault: prng.chance(0.25) ? kms : { SSEAlgorithm: "AES256" },
          BucketKeyEnabled: false,
        },
      ],
    },
  };
}

function versioning({ prng }: Draws) {
  if (!prng.chance(0.31)) return {};
  return {
    Status: prng.chance(0.93) ? "Enabled" : "Suspended",
    MFADelete: prng.chance(0.01) ? "Enabled" : "Disabled",
  };
}

/** What `aws s3control get-public-access-block` prints; null: the account has none. Some block a part only. */
export function accountBlock({ prng }: Draws, blocks: boolean) {
  const weak = prng.chance(0.06) ? { ...ALL, RestrictPublicBuckets: false } : null;
  return { PublicAccessBlockConfiguration: blocks ? ALL : weak };
}
