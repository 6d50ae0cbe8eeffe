import type { Draws } from "./place.js";

/** The trails of an account that are at home in a Region, as the sources that read them want them. */
export function trails(draws: Draws, region: string, number: number) {
  const { account, prng } = draws;
  return {
    Trails: Array.from({ length: number }, (_, index) => {
      const Name =
        index === 0
          ? prng.pick(["management-events", "audit", "default", "cloudtrail"])
          : `trail-${index + 1}`;
      return {
        Name,
        S3BucketName: `${account.name}-cloudtrail`,
        IncludeGlobalServiceEvents: true,
        IsMultiRegionTrail: prng.chance(0.78),
        HomeRegion: region,
        TrailARN: `arn:aws:cloudtrail:${region}:${account.id}:trail/${Name}`,
        LogFileValidationEnabled: prng.chance(0.6),
        HasCustomEventSelectors: false,
        HasInsightSelectors: false,
        IsOrganizationTrail: index === 0 && account.membership?.role === "management" && prng.chance(0.3),
      };
    }),
  };
}
