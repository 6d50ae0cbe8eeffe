/** What the test server is filled with. Times are ISO 8601 in UTC; AWS keeps whole seconds, and so does the server. */
export interface ServerSeed {
  readonly organization?: OrganizationSeed;
  readonly accounts?: readonly AccountSeed[];
}

/** A policy as an object, or as text that is taken as it is, however broken. */
export type PolicyDocument = Readonly<Record<string, unknown>> | string;

export interface OrganizationSeed {
  readonly management_account_id: string;
  readonly partition?: string;
  readonly feature_set?: "ALL" | "CONSOLIDATED_BILLING";
  /** Switched on at the root; service control policies when not given. */
  readonly policy_types?: readonly ("SERVICE_CONTROL_POLICY" | "RESOURCE_CONTROL_POLICY")[];
  /** Centralized root access; absent: IAM has no trusted access and the question is refused. */
  readonly root_features?: readonly ("RootCredentialsManagement" | "RootSessions")[];
  readonly delegated_administrators?: readonly { readonly account_id: string; readonly service: string }[];
  readonly units?: readonly UnitSeed[];
  /** Directly under the root; the management account, when named here, gets this name. */
  readonly accounts?: readonly MemberSeed[];
  readonly policies?: readonly OrganizationPolicySeed[];
}

/** An organizational unit. */
export interface UnitSeed {
  readonly name: string;
  readonly units?: readonly UnitSeed[];
  readonly accounts?: readonly MemberSeed[];
  readonly tags?: Readonly<Record<string, string>>;
}

/** An account as Organizations sees it; what is in it is an AccountSeed. */
export interface MemberSeed {
  readonly account_id: string;
  readonly name: string;
  readonly email?: string;
  readonly state?: "PENDING_ACTIVATION" | "ACTIVE" | "SUSPENDED" | "PENDING_CLOSURE" | "CLOSED";
  readonly joined?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

export interface OrganizationPolicySeed {
  readonly name: string;
  readonly type?: "SERVICE_CONTROL_POLICY" | "RESOURCE_CONTROL_POLICY";
  readonly content: PolicyDocument;
  /** `/` is the root, `/Workloads/Prod` an organizational unit, twelve digits an account. */
  readonly targets: readonly string[];
  /** Detaches FullAWSAccess from the targets, so that this is a list of what is allowed. */
  readonly replaces_full_access?: boolean;
}

export interface AccountSeed {
  readonly account_id: string;
  readonly partition?: string;
  readonly alias?: string | null;
  readonly root?: RootSeed;
  /** Fields of the API's PasswordPolicy; null: none, so AWS's default is in force. */
  readonly password_policy?: Readonly<Record<string, boolean | number>> | null;
  readonly users?: readonly UserSeed[];
  readonly groups?: readonly GroupSeed[];
  readonly policies?: readonly ManagedPolicySeed[];
  readonly roles?: readonly RoleSeed[];
  /** Virtual MFA devices that exist but belong to nobody. */
  readonly unassigned_mfa_devices?: readonly string[];
  readonly report?: ReportSeed;
}

/** A change of an account: users that exist, root, password policy, alias, report. What is not named stays. */
export interface AccountUpdate
  extends Pick<AccountSeed, "account_id" | "partition" | "alias" | "root" | "password_policy" | "report"> {
  readonly users?: readonly UserUpdate[];
}

export interface UserUpdate extends Partial<Omit<UserSeed, "id">> {
  readonly name: string;
  /** Deletes the user with all that belongs to it. */
  readonly deleted?: boolean;
}

/** How the next credential report comes about. */
export interface ReportSeed {
  /** How many calls are told that it is in progress. */
  readonly polls?: number;
  /** What GeneratedTime says, once. */
  readonly generated_at?: string;
  readonly timestamp_style?: "Z" | "+00:00";
  /** Replaces the text of the report. */
  readonly text?: string;
  /** Makes the report now: for four hours AWS answers its bytes, whatever changes in the account. */
  readonly cached?: boolean;
}

export interface PasswordSeed {
  /** false: there is none, though the API may still tell when the last one was used. */
  readonly enabled?: boolean;
  readonly created?: string;
  readonly last_used?: string | null;
  readonly last_changed?: string;
}

export interface KeySeed {
  readonly id?: string;
  readonly status?: "Active" | "Inactive" | "Expired";
  readonly created?: string;
  readonly last_used?: string | null;
  readonly region?: string;
  readonly service?: string;
}

export interface MfaSeed {
  readonly kind: "virtual" | "fido" | "hardware";
  readonly enabled_at?: string;
  readonly serial?: string;
}

interface CertificateSeed {
  readonly status?: "Active" | "Inactive";
  readonly created: string;
}

export interface RootSeed {
  readonly created?: string;
  /** null: no password. `enabled_text`: what the report's column says instead, such as `not_supported`. */
  readonly password?: (PasswordSeed & { readonly enabled_text?: string }) | null;
  /** In an update the n-th entry changes the n-th key or adds it; null deletes it. */
  readonly keys?: readonly (KeySeed | null)[];
  readonly mfa?: readonly MfaSeed[];
  readonly certificates?: readonly CertificateSeed[];
}

interface IdentitySeed {
  readonly name: string;
  readonly path?: string;
  /** ARNs; AWS managed policies are there when they are named. */
  readonly attached_policies?: readonly string[];
  readonly inline_policies?: Readonly<Record<string, PolicyDocument>>;
}

export interface UserSeed extends IdentitySeed {
  readonly id?: string;
  readonly created: string;
  readonly password?: PasswordSeed | null;
  readonly keys?: readonly (KeySeed | null)[];
  readonly mfa?: readonly MfaSeed[];
  readonly groups?: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
  readonly permissions_boundary?: string | null;
  readonly ssh_keys?: readonly CertificateSeed[];
  readonly certificates?: readonly CertificateSeed[];
  readonly service_credentials?: readonly {
    readonly service: string;
    readonly status?: "Active" | "Inactive";
    readonly created: string;
    readonly expires?: string;
  }[];
}

export interface GroupSeed extends IdentitySeed {
  readonly created?: string;
}

export interface ManagedPolicySeed {
  readonly name: string;
  readonly path?: string;
  readonly created?: string;
  readonly document: PolicyDocument;
}

export interface RoleSeed extends IdentitySeed {
  readonly created?: string;
  readonly trust: PolicyDocument;
  readonly permissions_boundary?: string;
  readonly last_used?: string;
  readonly max_session_seconds?: number;
  readonly tags?: Readonly<Record<string, string>>;
}
