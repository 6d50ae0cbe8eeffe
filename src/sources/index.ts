import { accessAnalyzer } from "./access-analyzer/index.js";
import { accountAlias } from "./account-alias/index.js";
import { accountContactsSource } from "./account-contacts/index.js";
import { accountSummary } from "./account-summary/index.js";
import { authorizationDetails } from "./authorization-details/index.js";
import { configRecorder } from "./config-recorder/index.js";
import { credentialReport } from "./credential-report/index.js";
import { fresh } from "./fresh/index.js";
import { identityCenter } from "./identity-center/index.js";
import { organization } from "./organization/index.js";
import { organizationPolicies } from "./organization-policies/index.js";
import { passwordPolicy } from "./password-policy/index.js";
import { regions } from "./regions/index.js";
import { rootCredentialsSource } from "./root-credentials/index.js";
import { rootManagementSource } from "./root-management/index.js";
import { serviceCredentials } from "./service-credentials/index.js";
import type { Source } from "./source.js";
import { unusedAccess } from "./unused-access/index.js";
import { virtualMfaDevices } from "./virtual-mfa-devices/index.js";

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
  configRecorder,
  accessAnalyzer,
  accountContactsSource,
  identityCenter,
  unusedAccess,
  rootManagementSource,
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
