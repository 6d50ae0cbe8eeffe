/** Where a rate of requests begins and how far it may go. */
export interface RateLimits {
  /** Requests a second at first. */
  readonly perSecond: number;
  /** Requests that may go at once after a pause. */
  readonly burst: number;
  readonly least: number;
  readonly most: number;
}

/** A service of AWS: what its actions begin with in IAM policies, and how fast an account may ask it in a Region. */
export interface Service {
  readonly prefix: string;
  /** The rate that all actions share; where some have their own, that of each other action. */
  readonly rate: RateLimits;
  readonly actions?: Readonly<Record<string, RateLimits>>;
  /** Codes that the SDK takes for throttling, but that are quotas, which waiting does not lift. */
  readonly quotas?: readonly string[];
}

/** IAM's limits are buckets an account and action whose size AWS does not tell. */
export const IAM: Service = {
  prefix: "iam",
  rate: { perSecond: 20, burst: 20, least: 0.5, most: 50 },
  quotas: ["LimitExceeded"],
};

/** 600 a second an account and Region, for all that runs there. */
export const STS: Service = { prefix: "sts", rate: { perSecond: 100, burst: 50, least: 2, most: 300 } };

/**
 * AWS publishes the limits of AWS Organizations: an action, all callers of the organization together. Others work with
 * it at the same time, so a run begins and stays at them.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
 */
export const ORGANIZATIONS: Service = {
  prefix: "organizations",
  rate: published(5, 8),
  actions: {
    DescribeOrganization: published(1, 2),
    DescribePolicy: published(2, 2),
    ListAccounts: published(8, 12),
    ListAccountsForParent: published(5, 8),
    ListDelegatedAdministrators: published(5, 8),
    ListOrganizationalUnitsForParent: published(5, 8),
    ListPolicies: published(5, 8),
    ListRoots: published(1, 2),
    ListTagsForResource: published(10, 15),
    ListTargetsForPolicy: published(5, 8),
  },
};

/** A rate that AWS publishes: a run neither exceeds it nor tries to. */
export function published(perSecond: number, burst: number): RateLimits {
  return { perSecond, burst, least: 0.25, most: perSecond };
}

/** What shares a limit, and where its rate begins. */
export function rateOf(
  { prefix, rate, actions }: Service,
  name: string,
): { readonly group: string; readonly limits: RateLimits } {
  if (actions === undefined) return { group: prefix, limits: rate };
  return { group: `${prefix}:${name}`, limits: actions[name] ?? rate };
}
