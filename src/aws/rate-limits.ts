/** Where a rate of requests begins and how far it may go. */
export interface RateLimits {
  /** Requests a second at first. */
  readonly perSecond: number;
  /** Requests that may go at once after a pause. */
  readonly burst: number;
  readonly least: number;
  readonly most: number;
}

/**
 * AWS publishes the limits of AWS Organizations: an action, all callers of the organization together. Others work with
 * it at the same time, so a run begins and stays at them.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
 */
const ORGANIZATIONS: ReadonlyMap<string, RateLimits> = new Map([
  ["DescribeOrganization", published(1, 2)],
  ["DescribePolicy", published(2, 2)],
  ["ListAccounts", published(8, 12)],
  ["ListAccountsForParent", published(5, 8)],
  ["ListDelegatedAdministrators", published(5, 8)],
  ["ListOrganizationalUnitsForParent", published(5, 8)],
  ["ListPolicies", published(5, 8)],
  ["ListRoots", published(1, 2)],
  ["ListTagsForResource", published(10, 15)],
  ["ListTargetsForPolicy", published(5, 8)],
]);

/** IAM's limits are buckets an account and action whose size AWS does not tell. */
const IAM: RateLimits = { perSecond: 20, burst: 20, least: 0.5, most: 50 };
/** 600 a second an account and Region, for all that runs there. */
const STS: RateLimits = { perSecond: 100, burst: 50, least: 2, most: 300 };

/** What shares a limit: a service, or an action of Organizations; and where its rate begins. */
export function rateLimits(action: string): { readonly group: string; readonly limits: RateLimits } {
  const [service = "", name = ""] = action.split(":");
  if (service === "organizations")
    return { group: action, limits: ORGANIZATIONS.get(name) ?? published(5, 8) };
  return service === "sts" ? { group: service, limits: STS } : { group: service, limits: IAM };
}

function published(perSecond: number, burst: number): RateLimits {
  return { perSecond, burst, least: 0.25, most: perSecond };
}
