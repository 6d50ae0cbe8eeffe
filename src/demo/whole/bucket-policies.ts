import type { Prng } from "../prng.js";

type Make = (bucket: string, account: string) => object[];

const WITHOUT_TLS = { Bool: { "aws:SecureTransport": "false" } };
const bucketArn = (bucket: string) => `arn:aws:s3:::${bucket}`;
const objects = (bucket: string) => `arn:aws:s3:::${bucket}/*`;

function deny(resource: string | string[], more: object = {}) {
  return {
    Sid: "TlsOnly",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: resource,
    Condition: WITHOUT_TLS,
    ...more,
  };
}

const allow = (principal: unknown, action: string | string[], resource: string, more: object = {}) => ({
  Effect: "Allow",
  Principal: principal,
  Action: action,
  Resource: resource,
  ...more,
});

/** Nobody comes without TLS. Listed as often as they are common. */
const TLS_ONLY: readonly Make[] = [
  ...Array<Make>(4).fill((bucket) => [deny([bucketArn(bucket), objects(bucket)])]),
  // The two halves of it in two statements.
  (bucket) => [
    deny(bucketArn(bucket), { Sid: "TlsForBucket" }),
    deny(objects(bucket), { Sid: "TlsForObjects" }),
  ],
  (bucket) => [deny("*", { Principal: { AWS: "*" } })].concat(deny(bucketArn(bucket))),
  (bucket, account) => [
    allow({ AWS: `arn:aws:iam::${account}:root` }, "s3:*", objects(bucket)),
    deny([bucketArn(bucket), objects(bucket)]),
  ],
];

/** Policies that leave plain HTTP open, some of which look as if they did not. */
const WITH_HTTP: readonly Make[] = [
  (bucket) => [
    allow({ Service: "cloudtrail.amazonaws.com" }, "s3:GetBucketAcl", bucketArn(bucket)),
    allow({ Service: "cloudtrail.amazonaws.com" }, "s3:PutObject", objects(bucket)),
  ],
  (bucket, account) => [
    allow({ AWS: `arn:aws:iam::${account}:root` }, ["s3:GetObject", "s3:PutObject"], objects(bucket)),
  ],
  (bucket) => [
    allow(
      { AWS: "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1EXAMPLE" },
      "s3:GetObject",
      objects(bucket),
    ),
  ],
  // The objects alone, some actions alone, one principal alone: all else comes without TLS.
  (bucket) => [deny(objects(bucket))],
  (bucket) => [deny([bucketArn(bucket), objects(bucket)], { Action: ["s3:GetObject", "s3:PutObject"] })],
  (bucket, account) => [
    deny([bucketArn(bucket), objects(bucket)], { Principal: { AWS: `arn:aws:iam::${account}:root` } }),
  ],
  // To allow with TLS denies nothing without it.
  (bucket, account) => [
    allow({ AWS: `arn:aws:iam::${account}:root` }, "s3:GetObject", objects(bucket), {
      Condition: { Bool: { "aws:SecureTransport": "true" } },
    }),
  ],
];

/** Anybody may read it. */
const PUBLIC: Make = (bucket) => [allow("*", "s3:GetObject", objects(bucket), { Sid: "PublicRead" })];

/** The policy of a bucket; undefined: it has none. */
export function bucketPolicy(
  prng: Prng,
  { name, account, http, isPublic }: { name: string; account: string; http: boolean; isPublic: boolean },
): object | undefined {
  const open = isPublic ? PUBLIC(name, account) : [];
  // Most have none.
  const own =
    http && (isPublic || !prng.chance(0.2)) ? [] : prng.pick(http ? WITH_HTTP : TLS_ONLY)(name, account);
  const Statement = [...open, ...own];
  return Statement.length === 0 ? undefined : { Version: "2012-10-17", Statement };
}
