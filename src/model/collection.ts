import { z } from "zod";
import { ACCOUNT_ID } from "./arn.js";
import { COVERAGE_STATUSES, evidenceKind } from "./coverage.js";

/** The file of an account's folder that says how its collection went. It is written last. */
export const COLLECTION_FILE = "collection.json";

/** A plain JSON file name inside the account's folder: a path could lead out of it. */
const fileName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]*\.json$/, "must be a plain file name such as report.json");

/** The name of a Region, such as eu-central-1: https://docs.aws.amazon.com/global-infrastructure/latest/regions/ */
export const REGION = /^[a-z]{2}(-[a-z]+)+-\d+$/;

export const evidenceRecordSchema = z.object({
  kind: evidenceKind,
  /** Where the kind is a Region's; its file then lies in a folder of that name. */
  region: z.string().regex(REGION, "must be a Region such as eu-central-1").optional(),
  status: z.enum(COVERAGE_STATUSES),
  /** The missing permission where `denied`, else words for people. */
  detail: z.string().optional(),
  /** When the last answer arrived, ISO 8601 with a time zone. */
  collected_at: z.iso.datetime({ offset: true }),
  /** The file that holds the evidence; absent where nothing was delivered. */
  file: fileName.optional(),
  /** The AWS Config aggregator that this is from, instead of the account itself. */
  aggregator: z.string().optional(),
});

/** What `collection.json` holds: the coverage of one account and the API calls it took. */
export const collectionSchema = z.object({
  version: z.literal(1),
  account_id: z.string().regex(ACCOUNT_ID, "must be the 12 digits of an account ID"),
  partition: z.string().regex(/^[a-z][a-z0-9-]*$/, "must be a partition such as aws, aws-cn or aws-us-gov"),
  /** The audit time: when the last evidence of this account had arrived, ISO 8601 with a time zone. */
  collected_at: z.iso.datetime({ offset: true }),
  /** The only Regions that were asked, where it was asked for no others: what is in others is left out, and not missing. */
  regions: z.array(z.string().regex(REGION)).optional(),
  evidence: z.array(evidenceRecordSchema),
  /** Requests sent, by action such as `iam:GetAccountSummary`; every retry counts. */
  calls: z.record(z.string(), z.int().nonnegative()),
});

export type EvidenceRecord = z.output<typeof evidenceRecordSchema>;
export type AccountCollection = z.output<typeof collectionSchema>;
