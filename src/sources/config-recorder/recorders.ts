import { z } from "zod";
import { NUMBER, TRUTH, WORDS, workTable } from "../table-rows.js";
import { maybe, text } from "../values.js";

const types = maybe(z.object({ resourceTypes: maybe(z.array(text)) }));

/** https://docs.aws.amazon.com/config/latest/APIReference/API_RecordingGroup.html */
const group = z.object({
  allSupported: maybe(z.boolean()),
  includeGlobalResourceTypes: maybe(z.boolean()),
  resourceTypes: maybe(z.array(text)),
  exclusionByResourceTypes: types,
  recordingStrategy: maybe(z.object({ useOnly: maybe(text) })),
});

export const recorder = z.object({
  name: maybe(text),
  roleARN: maybe(text),
  servicePrincipal: maybe(text),
  recordingGroup: maybe(group),
});
export type Recorder = z.output<typeof recorder>;

export const recorderStatus = z.object({
  servicePrincipal: maybe(text),
  recording: maybe(z.boolean()),
  // The API has `Success`, older answers `SUCCESS`.
  lastStatus: maybe(text.transform((status) => status.toUpperCase())),
  lastErrorCode: maybe(text),
});

export const deliveryChannel = z.object({ s3BucketName: maybe(text) });

/** The recorder of a Region, as its list has it, its state and where it delivers to: evidence on its way into one table. */
export const foundRecorders = workTable(
  "found_recorders",
  {
    account_id: WORDS,
    region: WORDS,
    arn: WORDS,
    has_recorder: TRUTH,
    recorder_name: WORDS,
    role_arn: WORDS,
    strategy: WORDS,
    excluded_types: { type: "varchar[]", doc: "as the document has it" },
    included_types: { type: "varchar[]", doc: "as the document has it" },
    excluded_regional: TRUTH,
    records_global: TRUTH,
    global_home: TRUTH,
  },
  2,
);
export const recorderStates = workTable(
  "recorder_states",
  { account_id: WORDS, region: WORDS, recording: TRUTH, last_status: WORDS, last_error: WORDS },
  2,
);
export const recorderChannels = workTable(
  "recorder_channels",
  { account_id: WORDS, region: WORDS, channels: NUMBER, delivery_bucket: WORDS },
  2,
);

const ALL = "ALL_SUPPORTED_RESOURCE_TYPES";
const EXCLUSION = "EXCLUSION_BY_RESOURCE_TYPES";
const INCLUSION = "INCLUSION_BY_RESOURCE_TYPES";
/** Types that are recorded of no Region: where one is recorded, so are all that the flag of the API stands for. */
const GLOBAL = ["AWS::IAM::User", "AWS::IAM::Group", "AWS::IAM::Role", "AWS::IAM::Policy"];

/**
 * Regions that AWS Config came to after February 2022: no recorder there records global types, whatever it is set to.
 *
 * @see https://docs.aws.amazon.com/config/latest/developerguide/select-resources.html
 * @see https://docs.aws.amazon.com/config/latest/developerguide/iam-group-has-users-check.html
 */
const WITHOUT_GLOBAL = new Set([
  "ap-east-2",
  "ap-south-2",
  "ap-southeast-4",
  "ap-southeast-5",
  "ap-southeast-6",
  "ap-southeast-7",
  "ca-west-1",
  "eu-central-2",
  "eu-south-2",
  "il-central-1",
  "me-central-1",
  "mx-central-1",
]);

/** Can a recorder in a Region record IAM users, groups, roles and policies? */
export const canRecordGlobal = (region: string): boolean => !WITHOUT_GLOBAL.has(region);

/** What a recorder records. Without a recording group it is all supported types of the Region, and no global ones. */
export function scopeOf({ recordingGroup }: Pick<Recorder, "recordingGroup">) {
  const excluded = recordingGroup?.exclusionByResourceTypes?.resourceTypes ?? [];
  const included = recordingGroup?.resourceTypes ?? [];
  const strategy = strategyOf(recordingGroup, excluded, included);
  return {
    strategy,
    excluded,
    included,
    excludedRegional: strategy === EXCLUSION && excluded.some((type) => !GLOBAL.includes(type)),
    global: recordsGlobal(recordingGroup, strategy, excluded, included),
  };
}

/** Recorders of before there were strategies have only the flag and the list. */
function strategyOf(
  recordingGroup: Recorder["recordingGroup"],
  excluded: readonly string[],
  included: readonly string[],
): string {
  const named = recordingGroup?.recordingStrategy?.useOnly;
  if (named) return named;
  if (recordingGroup === null || recordingGroup.allSupported === true) return ALL;
  if (excluded.length > 0) return EXCLUSION;
  return included.length > 0 || recordingGroup.allSupported === false ? INCLUSION : ALL;
}

function recordsGlobal(
  recordingGroup: Recorder["recordingGroup"],
  strategy: string,
  excluded: readonly string[],
  included: readonly string[],
): boolean {
  if (strategy === EXCLUSION) return GLOBAL.every((type) => !excluded.includes(type));
  if (strategy === INCLUSION) return GLOBAL.every((type) => included.includes(type));
  return recordingGroup?.includeGlobalResourceTypes === true;
}
