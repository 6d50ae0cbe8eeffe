import type { Account } from "../accounts.js";
import { homeOf } from "../home.js";
import { Prng } from "../prng.js";
import type { Draws } from "./place.js";

/** Whether a trail of the management account logs all accounts of the organization. */
export function ownsOrganizationTrail({ membership }: Pick<Account, "membership">): boolean {
  return membership?.role === "management" && hasOrganizationTrail(membership.orgId);
}

function hasOrganizationTrail(orgId: string): boolean {
  return new Prng(`trail of ${orgId}`).chance(0.28);
}

/** The bucket that the trails of an account, or of its organization, deliver to; it is among the buckets of its owner. */
export function trailBucket(account: Account): string {
  return ownsOrganizationTrail(account) ? organizationBucket(account) : `${account.name}-cloudtrail`;
}

function organizationBucket({ membership }: Pick<Account, "membership">): string {
  return `${membership?.orgId}-cloudtrail`;
}

/** What is printed of a trail in every Region and account that it logs. */
interface Trail {
  readonly HomeRegion: string;
  readonly IsMultiRegionTrail: boolean;
}

/** The trails of an account, all at home in its home Region; members see that of their organization, too. */
export function trailsOf(draws: Draws, number: number): Trail[] {
  const { account, prng } = draws;
  const { region } = homeOf(account);
  const own = Array.from({ length: number }, (_, index) => {
    const forAll = index === 0 && ownsOrganizationTrail(account);
    const Name = forAll
      ? "organization"
      : `${prng.pick(["management-events", "audit", "security"])}-${index + 1}`;
    const selectors = prng.chance(0.12) ? [{ Type: "AWS::S3::Object", Values: ["arn:aws:s3"] }] : [];
    const made = {
      ...trail(account.id, region, Name),
      S3BucketName: trailBucket(account),
      IsMultiRegionTrail: forAll || prng.chance(0.78),
      LogFileValidationEnabled: prng.chance(0.6),
      IsOrganizationTrail: forAll,
      ...(prng.chance(0.3)
        ? { KmsKeyId: `arn:aws:kms:${region}:${account.id}:key/00000000-0000-4000-8003-${account.id}` }
        : {}),
      ...(prng.chance(0.35)
        ? {
            CloudWatchLogsLogGroupArn: `arn:aws:logs:${region}:${account.id}:log-group:cloudtrail:*`,
            CloudWatchLogsRoleArn: `arn:aws:iam::${account.id}:role/cloudtrail-logs`,
          }
        : {}),
      Status: { IsLogging: forAll || prng.chance(0.94), LatestDeliveryTime: draws.since(1) },
      EventSelectors: {
        TrailARN: `arn:aws:cloudtrail:${region}:${account.id}:trail/${Name}`,
        EventSelectors: [
          {
            ReadWriteType: prng.pick(["All", "All", "WriteOnly"]),
            IncludeManagementEvents: true,
            DataResources: selectors,
          },
        ],
      },
    };
    const isCustom = made.EventSelectors.EventSelectors.some(
      ({ ReadWriteType, DataResources }) => ReadWriteType !== "All" || DataResources.length > 0,
    );
    return { ...made, HasCustomEventSelectors: isCustom };
  });
  return [...own, ...ofOrganization(account)];
}

/** A member may see the trail of its organization, but not ask about it. */
function ofOrganization({ membership }: Account) {
  if (membership?.role !== "member" || !hasOrganizationTrail(membership.orgId)) return [];
  const { region } = homeOf({ id: membership.managementId, membership });
  return [
    {
      ...trail(membership.managementId, region, "organization"),
      S3BucketName: organizationBucket({ membership }),
      IsMultiRegionTrail: true,
      LogFileValidationEnabled: true,
      IsOrganizationTrail: true,
      HasCustomEventSelectors: false,
      Status: null,
      EventSelectors: null,
    },
  ];
}

function trail(owner: string, region: string, Name: string) {
  return {
    Name,
    IncludeGlobalServiceEvents: true,
    HomeRegion: region,
    TrailARN: `arn:aws:cloudtrail:${region}:${owner}:trail/${Name}`,
    HasInsightSelectors: false,
  };
}

/** What `aws cloudtrail describe-trails` prints in a Region: those at home there, and shadows of those that log in all. */
export function trailsDocument(trails: readonly Trail[], region: string) {
  return {
    trailList: trails.flatMap((one) => {
      if (one.HomeRegion === region) return [one];
      if (!one.IsMultiRegionTrail) return [];
      const {
        Status: _,
        EventSelectors: __,
        ...shadow
      }: Trail & { Status?: unknown; EventSelectors?: unknown } = one;
      return [shadow];
    }),
  };
}
