import { z } from "zod";
import type { cloudtrailTrails } from "../../entities/cloudtrail-trail.js";
import { parseArn } from "../../model/arn.js";
import { REGION } from "../../model/collection.js";
import type { RowOf } from "../../model/table.js";
import { arn, maybe, maybeText, text, when } from "../values.js";
import { DEFAULT_LOGGED, eventSelectors, loggedBy } from "./selectors.js";

const status = z.object({
  IsLogging: maybe(z.boolean()),
  LatestDeliveryTime: maybe(when),
  LatestCloudWatchLogsDeliveryTime: maybe(when),
});

/** A trail as `aws cloudtrail describe-trails` prints it, and beside it what `get-trail-status` and `get-event-selectors` do. */
export const trail = z.object({
  TrailARN: arn,
  Name: text,
  HomeRegion: text.regex(REGION, "must be a Region such as eu-central-1"),
  IsMultiRegionTrail: maybe(z.boolean()),
  IsOrganizationTrail: maybe(z.boolean()),
  S3BucketName: maybeText,
  LogFileValidationEnabled: maybe(z.boolean()),
  KmsKeyId: maybeText,
  CloudWatchLogsLogGroupArn: maybeText,
  HasCustomEventSelectors: maybe(z.boolean()),
  Status: status.nullish(),
  EventSelectors: eventSelectors.nullish(),
});

const UNKNOWN = { management_read: null, management_write: null, object_read: null, object_write: null };

/** What its document tells of a trail. */
export function trailRow(account: string, found: z.output<typeof trail>): RowOf<typeof cloudtrailTrails> {
  return {
    account_id: account,
    arn: found.TrailARN,
    region: found.HomeRegion,
    trail_name: found.Name,
    owner_account_id: parseArn(found.TrailARN)?.accountId ?? null,
    owned: null,
    owner_tells: null,
    organization: found.IsOrganizationTrail,
    multi_region: found.IsMultiRegionTrail,
    logging: found.Status?.IsLogging ?? null,
    latest_delivery_at: found.Status?.LatestDeliveryTime ?? null,
    log_validation: found.LogFileValidationEnabled,
    kms_encrypted: found.KmsKeyId !== null,
    kms_key: found.KmsKeyId,
    to_log_group: found.CloudWatchLogsLogGroupArn !== null,
    log_group_arn: found.CloudWatchLogsLogGroupArn,
    latest_log_group_delivery_at: found.Status?.LatestCloudWatchLogsDeliveryTime ?? null,
    ...logged(found),
    bucket_name: found.S3BucketName,
    bucket_account_id: null,
    bucket_public: null,
    bucket_logged: null,
  };
}

/** Without selectors of its own a trail logs all management events. */
function logged({ EventSelectors, HasCustomEventSelectors }: z.output<typeof trail>) {
  const told = EventSelectors ? loggedBy(EventSelectors) : undefined;
  return told ?? (HasCustomEventSelectors === false ? DEFAULT_LOGGED : UNKNOWN);
}
