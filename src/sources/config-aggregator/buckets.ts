import { type Item, part } from "./items.js";
import { asApi, listOf, membersOf } from "./names.js";

const GROUPS = "http://acs.amazonaws.com/groups/";
/** Config calls the groups that an ACL may name by these words. */
const GROUP_URIS: Readonly<Record<string, string>> = {
  AllUsers: `${GROUPS}global/AllUsers`,
  AuthenticatedUsers: `${GROUPS}global/AuthenticatedUsers`,
  LogDelivery: `${GROUPS}s3/LogDelivery`,
};

/**
 * A bucket with the settings that Config recorded, as `list-buckets` and the other commands of S3 print them. A setting that is not
 * recorded is left out, for whether there is none of it nobody knows; where Config says null, there is none.
 */
export function bucketOf({ resourceId, awsRegion, configuration, supplementaryConfiguration }: Item): object {
  const { Name = resourceId, CreationDate } = membersOf(asApi(configuration));
  const found = (name: string) => part(supplementaryConfiguration, name);
  return {
    Name,
    ...(CreationDate !== undefined && { CreationDate }),
    BucketRegion: awsRegion,
    ...set("PublicAccessBlock", found("PublicAccessBlockConfiguration"), (block) => ({
      PublicAccessBlockConfiguration: asApi(block),
    })),
    ...set("Policy", found("BucketPolicy"), policyOf),
    ...set("Acl", found("AccessControlList"), aclOf),
    ...set("Encryption", found("ServerSideEncryptionConfiguration"), encryptionOf),
    ...set("Versioning", found("BucketVersioningConfiguration"), versioningOf),
    ...set("Logging", found("BucketLoggingConfiguration"), loggingOf),
  };
}

function set(member: string, found: object | undefined, form: (found: object) => unknown): object {
  const value = found === undefined ? undefined : form(found);
  return value === undefined ? {} : { [member]: value };
}

function policyOf(found: object): object | null | undefined {
  const { policyText: Policy } = membersOf(found);
  return Policy === undefined ? undefined : Policy === null ? null : { Policy };
}

function aclOf(found: object): object | undefined {
  const { grantList, grantSet } = membersOf(found);
  const grants = grantList ?? grantSet;
  if (!Array.isArray(grants)) return undefined;
  return {
    Grants: grants.map((grant) => {
      const { grantee, permission: Permission } = membersOf(grant);
      const URI = typeof grantee === "string" ? (GROUP_URIS[grantee] ?? grantee) : undefined;
      return { Grantee: URI === undefined ? asApi(grantee) : { URI }, Permission };
    }),
  };
}

function encryptionOf(found: object): object {
  const Rules = listOf(membersOf(asApi(found)).Rules).map((rule) => {
    const { ApplyServerSideEncryptionByDefault: own } = membersOf(rule);
    if (own === undefined) return {};
    const { SseAlgorithm: SSEAlgorithm, KmsMasterKeyID: KMSMasterKeyID } = membersOf(own);
    return { ApplyServerSideEncryptionByDefault: { SSEAlgorithm, KMSMasterKeyID } };
  });
  return { ServerSideEncryptionConfiguration: { Rules } };
}

/** S3 says nothing of what was never switched on; Config says `Off`, and null. */
function versioningOf(found: object): object | undefined {
  const { status, isMfaDeleteEnabled } = membersOf(found);
  if (typeof status !== "string") return undefined;
  return {
    ...(status !== "Off" && { Status: status }),
    ...(typeof isMfaDeleteEnabled === "boolean" && {
      MFADelete: isMfaDeleteEnabled ? "Enabled" : "Disabled",
    }),
  };
}

function loggingOf(found: object): object | undefined {
  const { destinationBucketName: TargetBucket } = membersOf(found);
  if (TargetBucket === undefined) return undefined;
  return TargetBucket === null ? {} : { LoggingEnabled: { TargetBucket } };
}
