import { namesAction } from "./action-set.js";
import type { CompiledStatement } from "./compile.js";
import type { Principal } from "./context.js";
import type { Selector } from "./document.js";
import { glob, matches } from "./glob.js";
import { anyOf, not, type Truth } from "./truth.js";

/**
 * How a statement of a trust policy names a principal. `itself`: by ARN, by unique id, as everybody. `account`: by its
 * account, whose identity policies then decide. Unknown where AWS's reading is not documented.
 */
export interface Naming {
  readonly itself: Truth;
  readonly account: Truth;
}

const NOBODY: Naming = { itself: "F", account: "F" };
const ITSELF: Naming = { itself: "T", account: "F" };
const ACCOUNT: Naming = { itself: "F", account: "T" };
const UNSURE: Naming = { itself: "U", account: "F" };

/** Kinds of principals that no user or role session is. */
const OTHERS = /^(Service|Federated):/;
const ACCOUNT_ID = /^\d{12}$/;
const ROOT = /^arn:[^:]*:iam::(\d{12}):root$/;
const UNIQUE_ID = /^A[A-Z0-9]{15,}$/;
const SESSION = /^arn:[^:]*:sts::(\d{12}):assumed-role\/([^/]+)\//;
const PRINCIPAL_ARN = /^arn:[^:]*:(iam|sts)::\d{12}:[^*?]+$/;

export function speaksOfAssumeRole({ source: { action } }: CompiledStatement): boolean {
  return namesAction(action.patterns, "sts:assumerole") !== action.negated;
}

function roleName({ arn }: Principal): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

/** The account a principal element of a policy means as a whole. */
export function accountNamed(value: string): string | undefined {
  return ACCOUNT_ID.test(value) ? value : ROOT.exec(value)?.[1];
}

function bySession(value: string, principal: Principal): Naming | null {
  const [, account, name] = SESSION.exec(value) ?? [];
  if (account === undefined) return null;
  const own = principal.kind === "role" && account === principal.accountId && name === roleName(principal);
  // The caller names its session, so it may be this one; whether it is, nobody knows.
  return own ? UNSURE : NOBODY;
}

function byValue(value: string, principal: Principal): Naming {
  if (value === "*" || value === principal.arn) return ITSELF;
  const account = accountNamed(value);
  if (account !== undefined) return account === principal.accountId ? ACCOUNT : NOBODY;
  if (UNIQUE_ID.test(value)) {
    if (principal.id === null) return UNSURE;
    return value === principal.id ? ITSELF : NOBODY;
  }
  const session = bySession(value, principal);
  if (session !== null) return session;
  if (PRINCIPAL_ARN.test(value)) return NOBODY;
  // AWS refuses wildcards within a principal; in evidence from elsewhere they may stand for this one.
  const root = `${principal.arn.split(":", 5).join(":")}:root`;
  const wild = glob(value);
  return value.startsWith("arn:") && !matches(wild, principal.arn) && !matches(wild, root) ? NOBODY : UNSURE;
}

function byPattern(pattern: string, principal: Principal): Naming {
  if (pattern === "*") return ITSELF;
  if (OTHERS.test(pattern)) return NOBODY;
  return pattern.startsWith("AWS:") ? byValue(pattern.slice(4), principal) : UNSURE;
}

/**
 * How the Principal or NotPrincipal element of a trust policy means a user or a role's sessions.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function naming({ patterns, negated }: Selector, principal: Principal): Naming {
  const each = patterns.map((pattern) => byPattern(pattern, principal));
  const itself = anyOf(each.map((one) => one.itself));
  const account = anyOf(each.map((one) => one.account));
  if (!negated) return { itself, account };
  // Whether NotPrincipal spares the users of an account it names is not said.
  return { itself: itself === "F" && account === "T" ? "U" : not(itself), account: "F" };
}
