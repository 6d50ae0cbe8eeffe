import type { s3Buckets } from "../../entities/s3-bucket.js";
import type { RowOf } from "../../model/table.js";
import { allowedToAnyone } from "../../policy/everyone.js";
import { parsePolicy } from "../../policy/parse-policy.js";
import { isTlsOnly } from "../../policy/tls-only.js";
import type { Bucket } from "./documents.js";

/** More actions than a person reads in one go. */
const ACTIONS_TOLD = 5;
/** Everybody, and everybody who has an account of AWS. */
const PUBLIC_GROUPS = /\/groups\/global\/(AllUsers|AuthenticatedUsers)$/;

/** What of a row other documents tell, or other columns. */
const LATER = {
  arn: null,
  account_block_public_acls: null,
  account_ignore_public_acls: null,
  account_block_public_policy: null,
  account_restrict_public_buckets: null,
  acls_ignored: null,
  policies_restricted: null,
  blocks_public_access: null,
  open_by_policy: null,
  open_by_acl: null,
};

/** What its document tells of a bucket. */
export function bucketRow(account: string, bucket: Bucket): RowOf<typeof s3Buckets> {
  return {
    ...LATER,
    account_id: account,
    bucket_name: bucket.Name,
    region: bucket.BucketRegion,
    created_at: bucket.CreationDate,
    ...blockColumns(bucket),
    ...policyColumns(bucket),
    acl_public: isAclPublic(bucket),
    ...encryptionColumns(bucket),
    ...versioningColumns(bucket),
    ...loggingColumns(bucket),
  };
}

/** null: of somebody who is granted something it is not known who it is. */
function isAclPublic({ Acl }: Bucket): boolean | null {
  const grantees = (Acl?.Grants ?? []).map(({ Grantee }) => Grantee);
  if (grantees.some((one) => PUBLIC_GROUPS.test(one?.URI ?? ""))) return true;
  return Acl && grantees.every((one) => one?.URI || one?.ID) ? false : null;
}

function blockColumns({ PublicAccessBlock: block }: Bucket) {
  const none = block === null ? false : null;
  const own = block?.PublicAccessBlockConfiguration;
  return {
    block_public_acls: own?.BlockPublicAcls ?? none,
    ignore_public_acls: own?.IgnorePublicAcls ?? none,
    block_public_policy: own?.BlockPublicPolicy ?? none,
    restrict_public_buckets: own?.RestrictPublicBuckets ?? none,
  };
}

function policyColumns({ Name, Policy, PolicyStatus }: Bucket) {
  const policy_public = PolicyStatus === undefined ? null : (PolicyStatus?.PolicyStatus.IsPublic ?? false);
  const unread = { tls_only: null, anyone_allowed: null, anyone_actions: null, policy_public };
  if (Policy === undefined) return { ...unread, has_policy: null };
  if (Policy === null) return { ...unread, has_policy: false, tls_only: false, anyone_allowed: false };
  const parsed = parsePolicy(Policy.Policy, "resource");
  if (!parsed.ok) return { ...unread, has_policy: true };
  const { statements } = parsed.document;
  const actions = allowedToAnyone(statements);
  return {
    ...unread,
    has_policy: true,
    tls_only: isTlsOnly(statements, Name),
    anyone_allowed: actions.length > 0,
    anyone_actions: actions.length > 0 ? told(actions) : null,
  };
}

function told(actions: readonly string[]): string {
  const more = actions.length - ACTIONS_TOLD;
  return `${actions.slice(0, ACTIONS_TOLD).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function encryptionColumns({ Encryption }: Bucket) {
  if (Encryption === undefined) return { encrypted: null, encryption: null, kms_key: null };
  const [first] = (Encryption?.ServerSideEncryptionConfiguration.Rules ?? []).flatMap(
    (rule) => rule.ApplyServerSideEncryptionByDefault ?? [],
  );
  return {
    encrypted: first !== undefined,
    encryption: first?.SSEAlgorithm ?? null,
    kms_key: first?.KMSMasterKeyID ?? null,
  };
}

function versioningColumns({ Versioning }: Bucket) {
  if (Versioning === undefined) return { versioning: null, mfa_delete: null };
  return { versioning: Versioning?.Status ?? "Off", mfa_delete: Versioning?.MFADelete === "Enabled" };
}

function loggingColumns({ Logging }: Bucket) {
  if (Logging === undefined) return { logged: null, log_bucket: null };
  const target = Logging?.LoggingEnabled?.TargetBucket;
  return { logged: target === "" ? null : target !== undefined, log_bucket: target || null };
}
