import { accessAnalyzer } from "./access-analyzer/index.js";
import { accountAlias } from "./account-alias/index.js";
import { accountContactsSource } from "./account-contacts/index.js";
import { accountSummary } from "./account-summary/index.js";
import { authorizationDetails } from "./authorization-details/index.js";
import { cloudtrail } from "./cloudtrail/index.js";
import { configAggregator } from "./config-aggregator/index.js";
import { configRecorder } from "./config-recorder/index.js";
import { credentialReport } from "./credential-report/index.js";
import { ebsEncryption } from "./ebs-encryption/index.js";
import { ebsPublicSnapshots } from "./ebs-public-snapshots/index.js";
import { ebsVolumesSource } from "./ebs-volumes/index.js";
import { ec2InstancesSource } from "./ec2-instances/index.js";
import { flowLogs } from "./flow-logs/index.js";
import { fresh } from "./fresh/index.js";
import { identityCenter } from "./identity-center/index.js";
import { networkAclsSource } from "./network-acls/index.js";
import { networkInterfaces } from "./network-interfaces/index.js";
import { oidcProviders } from "./oidc-providers/index.js";
import { organization } from "./organization/index.js";
import { organizationPolicies } from "./organization-policies/index.js";
import { passwordPolicy } from "./password-policy/index.js";
import { rdsClusterSnapshotsSource } from "./rds-cluster-snapshots/index.js";
import { rdsClustersSource } from "./rds-clusters/index.js";
import { rdsInstancesSource } from "./rds-instances/index.js";
import { rdsSnapshotsSource } from "./rds-snapshots/index.js";
import { regions } from "./regions/index.js";
import { rootCredentialsSource } from "./root-credentials/index.js";
import { rootManagementSource } from "./root-management/index.js";
import { s3Account } from "./s3-account/index.js";
import { s3Buckets } from "./s3-buckets/index.js";
import { samlProviders } from "./saml-providers/index.js";
import { securityGroupsSource } from "./security-groups/index.js";
import { securityHubUnusedAccess } from "./security-hub-unused-access/index.js";
import { serverCertificates } from "./server-certificates/index.js";
import { serviceCredentials } from "./service-credentials/index.js";
import type { Source } from "./source.js";
import { sshPublicKeys } from "./ssh-public-keys/index.js";
import { unusedAccess } from "./unused-access/index.js";
import { virtualMfaDevices } from "./virtual-mfa-devices/index.js";
import { vpcsSource } from "./vpcs/index.js";

/** Every kind of evidence. To add one is a folder here, and its line in this list. */
export const SOURCES = [
  credentialReport,
  authorizationDetails,
  accountSummary,
  passwordPolicy,
  virtualMfaDevices,
  accountAlias,
  serviceCredentials,
  organization,
  organizationPolicies,
  fresh,
  rootCredentialsSource,
  regions,
  sshPublicKeys,
  s3Account,
  configRecorder,
  accessAnalyzer,
  accountContactsSource,
  securityGroupsSource,
  networkInterfaces,
  serverCertificates,
  samlProviders,
  oidcProviders,
  s3Buckets,
  identityCenter,
  unusedAccess,
  securityHubUnusedAccess,
  networkAclsSource,
  ebsVolumesSource,
  ebsEncryption,
  ebsPublicSnapshots,
  ec2InstancesSource,
  rdsInstancesSource,
  rdsClustersSource,
  rdsSnapshotsSource,
  rdsClusterSnapshotsSource,
  vpcsSource,
  flowLogs,
  cloudtrail,
  rootManagementSource,
  configAggregator,
] as const;

/** The kinds of evidence an audit rests on. */
export type EvidenceKind = (typeof SOURCES)[number]["kinds"][number];
export const EVIDENCE_KINDS: readonly EvidenceKind[] = SOURCES.flatMap(
  ({ kinds }): readonly EvidenceKind[] => kinds,
);

/** The source that delivers a kind of evidence; undefined: there is none. */
export function sourceOf(kind: string): Source | undefined {
  return SOURCES.find(({ kinds }: Source) => kinds.includes(kind));
}
