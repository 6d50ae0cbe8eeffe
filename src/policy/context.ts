import { ABSENT, type Fact, type Facts, known, MISSING, UNKNOWN } from "./facts.js";

/**
 * Who sends requests, and from when on, as far as conditions can ask. Null: not collected. Tag names are in lower case;
 * `chosen`: whoever assumes the role may pass any.
 */
export interface Principal {
  readonly kind: "user" | "role" | "federated";
  readonly accountId: string;
  readonly arn: string;
  /** IAM user name; null for roles. */
  readonly name: string | null;
  readonly id: string | null;
  readonly tags: ReadonlyMap<string, string> | "chosen" | null;
  /** `undefined`: not collected; null: the account is in no organization. */
  readonly orgId?: string | null;
  /** The audit time in epoch seconds: no request is sent earlier. `undefined`: not known. */
  readonly asOf?: number;
}

/**
 * A kind of request, as data. What AWS puts into its context:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export interface ContextKind {
  readonly name: ContextName;
  /** aws:MultiFactorAuthPresent; null: the key is absent. */
  readonly mfaPresent: "true" | "false" | null;
  /** aws:MultiFactorAuthAge in seconds; null: absent. */
  readonly mfaAge: number | null;
  /** Whether the credentials are temporary, so that aws:TokenIssueTime is there. */
  readonly temporary: boolean;
  /** Whether a service sends the request on behalf of the principal. */
  readonly forwarded: boolean;
  /** A GetSessionToken session without MFA: no IAM API, and of STS only AssumeRole and GetCallerIdentity. */
  readonly sessionLimits: boolean;
  /** Sent with a credential that is good for some services only. */
  readonly ownService: boolean;
}

export type ContextName =
  | "console"
  | "key"
  | "key-session"
  | "service-credential"
  | "mfa"
  | "role-session"
  | "forwarded"
  | "federated";

const plain = {
  mfaPresent: null,
  mfaAge: null,
  temporary: true,
  forwarded: false,
  sessionLimits: false,
  ownService: false,
};

/** The kinds of request that policies can tell apart by MFA. */
export const CONTEXTS: { readonly [name in ContextName]: ContextKind } = {
  /** A console session of a user who signed in with the password alone. */
  console: { ...plain, name: "console", mfaPresent: "false" },
  /** A request signed with a long-term access key. */
  key: { ...plain, name: "key", temporary: false },
  /** The session every key holder can have from GetSessionToken, which needs no permission. */
  "key-session": { ...plain, name: "key-session", mfaPresent: "false", sessionLimits: true },
  /**
   * A request with a certificate, an SSH key or a service-specific credential. None of them gives a session.
   * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_service-specific-creds.html
   */
  "service-credential": { ...plain, name: "service-credential", temporary: false, ownService: true },
  /** A console or GetSessionToken session begun with MFA a second ago. */
  mfa: { ...plain, name: "mfa", mfaPresent: "true", mfaAge: 1 },
  /** A session of AssumeRole: it carries no MFA information, whatever the caller used. */
  "role-session": { ...plain, name: "role-session" },
  /** A service that calls on behalf of a user who did not use MFA. */
  forwarded: { ...plain, name: "forwarded", mfaPresent: "false", forwarded: true },
  /** A session of GetFederationToken: no MFA, and neither user name nor user ARN. */
  federated: { ...plain, name: "federated", mfaPresent: null },
};

const PRINCIPAL_TYPES = { user: "User", role: "AssumedRole", federated: "FederatedUser" };
/** Keys of other kinds of principal: a user or role session of one's own account never carries them. */
const NEVER = new Set([
  "aws:federatedprovider",
  "aws:principalservicename",
  "aws:principalservicenameslist",
  "aws:assumedroot",
  "aws:ec2instancesourcevpc",
  "aws:ec2instancesourceprivateipv4",
  "ec2:sourceinstancearn",
  "ec2:roledelivery",
  "lambda:sourcefunctionarn",
  "ssm:sourceinstancearn",
]);
/** Of these a role session may carry some: its credentials may come from a machine. */
const OF_MACHINES = /^(aws:ec2instance|ec2:|lambda:|ssm:)/;
/** A session lives 36 hours at most (GetSessionToken), so none was begun earlier than that before the audit. */
const LONGEST_SESSION = 36 * 3600;
/** Every request comes with encryption or without. */
const TRANSPORT: Fact = { kind: "choice", values: ["true", "false"] };

function collected(value: string | null | undefined): Fact {
  return value === null || value === undefined ? MISSING : known(value);
}

/** The unique id of a user holds no colon; that of a session does (`AROA...:name`). */
function userId(id: string | null): Fact {
  return id === null ? { kind: "text", without: ":" } : known(id);
}

function orgId(principal: Principal): Fact {
  if (principal.orgId === undefined) return MISSING;
  return principal.orgId === null ? ABSENT : known(principal.orgId);
}

function tagFact(principal: Principal, tag: string): Fact {
  if (principal.tags === null) return MISSING;
  if (principal.tags === "chosen") return UNKNOWN;
  const value = principal.tags.get(tag);
  return value === undefined ? ABSENT : known(value);
}

function principalFact(key: string, principal: Principal): Fact | undefined {
  switch (key) {
    case "aws:principalarn":
      return known(principal.arn);
    case "aws:principalaccount":
      return known(principal.accountId);
    case "aws:principaltype":
      return known(PRINCIPAL_TYPES[principal.kind]);
    case "aws:principalisawsservice":
      return known("false");
    case "aws:username":
      return principal.kind === "user" ? collected(principal.name) : ABSENT;
    case "aws:userid":
      return principal.kind === "user" ? userId(principal.id) : UNKNOWN;
    case "aws:sourceidentity":
      return principal.kind === "user" ? ABSENT : UNKNOWN;
    case "aws:principalorgid":
      return orgId(principal);
    case "aws:principalorgpaths":
      return principal.orgId === null ? ABSENT : MISSING;
    case "aws:currenttime":
    case "aws:epochtime":
      return { kind: "time", from: principal.asOf ?? Number.NEGATIVE_INFINITY };
    case "aws:securetransport":
      return TRANSPORT;
    default:
      return NEVER.has(key) && (principal.kind === "user" || !OF_MACHINES.test(key)) ? ABSENT : undefined;
  }
}

function issued({ temporary }: ContextKind, { asOf }: Principal): Fact {
  if (!temporary) return ABSENT;
  return { kind: "time", from: asOf === undefined ? Number.NEGATIVE_INFINITY : asOf - LONGEST_SESSION };
}

function kindFact(key: string, kind: ContextKind, principal: Principal): Fact | undefined {
  switch (key) {
    case "aws:multifactorauthpresent":
      return kind.mfaPresent === null ? ABSENT : known(kind.mfaPresent);
    case "aws:multifactorauthage":
      return kind.mfaAge === null ? ABSENT : known(String(kind.mfaAge));
    case "aws:tokenissuetime":
      return issued(kind, principal);
    case "aws:viaawsservice":
      return known(kind.forwarded ? "true" : "false");
    case "aws:calledvia":
    case "aws:calledviafirst":
    case "aws:calledvialast":
      return kind.forwarded ? UNKNOWN : ABSENT;
    default:
      return undefined;
  }
}

/**
 * The context of one kind of request by one principal. Every key that is not known of it is unknown: the caller may
 * choose the region, address or tags, and service keys depend on the call.
 * @param more facts that a caller of the engine knows beside these, for example iam:PassedToService; keys in lower case
 */
export function factsOf(principal: Principal, kind: ContextKind, more?: ReadonlyMap<string, Fact>): Facts {
  return (key) =>
    more?.get(key) ??
    kindFact(key, kind, principal) ??
    principalFact(key, principal) ??
    (key.startsWith("aws:principaltag/") ? tagFact(principal, key.slice(17)) : UNKNOWN);
}
