import type { Demand } from "./narrowing.js";

/**
 * Providers that give tokens to everybody, and let whoever asks for one choose its audience.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html
 */
const SHARED =
  /^(?:token\.actions\.githubusercontent\.com|gitlab\.com|app\.terraform\.io|agent\.buildkite\.com|oidc\.vercel\.com|api\.pulumi\.com)(?:\/|$)/i;
/** The audience that tokens for AWS have, whoever they are of. */
const OF_AWS = /^(?:sts\.amazonaws\.com|https:\/\/sts\.amazonaws\.com)$/i;
/** Claims besides the subject that say whose workload it is, in full: names and ids that begin alike are anybody's. */
const OWNERS = [
  "repository_id",
  "repository_owner",
  "repository_owner_id",
  "enterprise_id",
  "namespace_id",
  "project_id",
];
/** Those that begin with the owner, and a `/`. */
const PATHS = ["repository", "job_workflow_ref"];
/** Claims that name an application of one's own. */
const APPLICATIONS = ["aud", "oaud", "azp", "app_id"];
/**
 * A pattern of subjects in which whose it is stands in full, and all before it: `repo:acme/*`, `organization:acme:*`,
 * `pulumi:deploy:org:acme:*`. One like `environment:prod:*` is anybody's.
 */
const WHOSE =
  /^(?:[^*?]*:)?(?:repo|repository(?:_owner)?(?:_id)?|job_workflow_ref|enterprise(?:_id)?|org|organization|owner|project_path|(?:namespace|project)_id):[^:/*?]+[:/]/i;

/** The provider as conditions name it: the place of its ARN, or the name that a built-in one has; undefined: it is none of OIDC. */
export function oidcProvider(federated: string): string | undefined {
  const [, kind, name] = /^arn:[^:]*:iam::\d*:(oidc-provider|saml-provider)\/(.+)$/.exec(federated) ?? [];
  if (kind === "saml-provider") return undefined;
  return (name ?? federated).toLowerCase();
}

/** Tokens that the provider gives to anybody are good enough: nothing says whose workload or application it must be. */
export function takesAnyToken(provider: string, demands: readonly Demand[]): boolean {
  const shared = SHARED.test(provider);
  const asked = (claim: string, isNarrow: (value: string) => boolean) =>
    demands.some(
      ({ key, values }) => key === `${provider}:${claim}` && values.length > 0 && values.every(isNarrow),
    );
  const says = (value: string) => /[^*?]/.test(value);
  const isWhole = (value: string) => value !== "" && !/[*?]/.test(value);
  const names = (value: string) => isWhole(value) || /^[^*?/]+\//.test(value);
  if (asked("sub", (value) => (shared ? !/[*?]/.test(value) || WHOSE.test(value) : says(value))))
    return false;
  if (shared)
    return !OWNERS.some((claim) => asked(claim, isWhole)) && !PATHS.some((claim) => asked(claim, names));
  return !APPLICATIONS.some((claim) => asked(claim, (value) => says(value) && !OF_AWS.test(value)));
}
