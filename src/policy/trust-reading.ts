import { namesAction } from "./action-set.js";
import type { Statement } from "./document.js";
import { isEveryone } from "./everyone.js";
import {
  accountsNamed,
  asksExternalId,
  type Demand,
  demanded,
  demandedByDeny,
  namesOrganization,
  narrows,
} from "./narrowing.js";
import { parsePolicy } from "./parse-policy.js";
import { accountNamed } from "./trust.js";
import { oidcProvider, takesAnyToken } from "./web-identity.js";

/** Who may assume a role, by its trust policy alone. */
export interface TrustReading {
  /** Every principal of every account of AWS. */
  readonly anyone: boolean;
  /** Accounts whose principals, or some of them, are trusted: 12 digits, sorted. */
  readonly accounts: readonly string[];
  /** Those of them that are asked neither for an external id nor to be in an organization. */
  readonly unguarded: readonly string[];
  /** ARNs and names of identity providers. */
  readonly federated: readonly string[];
  /** Providers of which anybody's token will do. */
  readonly anyToken: readonly string[];
  /** Service principals. */
  readonly services: readonly string[];
}

const ASSUME = "sts:assumerole";
const WEB = "sts:assumerolewithwebidentity";
const UNIQUE_ID = /^A[A-Z0-9]{15,}$/;

/**
 * Reads a trust policy without asking for whom: what it opens by itself. Null: it is not there or cannot be read.
 * A Deny counts where it is for everybody and has one negated condition, or none; others may take away more than is told.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function readTrust(text: string | null): TrustReading | null {
  const parsed = text === null ? undefined : parsePolicy(text, "trust");
  if (parsed?.ok !== true) return null;
  const { statements } = parsed.document;
  const found = new Found();
  for (const statement of statements) {
    if (statement.effect === "Allow") found.add(statement, denials(statements));
  }
  return found.reading();
}

function speaksOf({ action }: Statement, name: string): boolean {
  return namesAction(action.patterns, name) !== action.negated;
}

/** What denials ask of everybody, by the action they are about; `null`: everybody is denied. */
function denials(statements: readonly Statement[]): (action: string) => readonly Demand[] | null {
  const all = statements.filter(({ effect, principal }) => effect === "Deny" && isEveryone(principal));
  return (action) => {
    const own = all.filter((statement) => speaksOf(statement, action));
    if (own.some(({ clauses }) => clauses.length === 0)) return null;
    return own.flatMap(({ clauses }) => demandedByDeny(clauses) ?? []);
  };
}

/** What the statements of a policy open, together. */
class Found {
  private anyone = false;
  private readonly accounts = new Set<string>();
  private readonly unguarded = new Set<string>();
  private readonly federated = new Set<string>();
  private readonly anyToken = new Set<string>();
  private readonly services = new Set<string>();

  add(statement: Statement, denied: ReturnType<typeof denials>): void {
    const own = statement.clauses.flatMap((clause) => demanded(clause) ?? []);
    const assume = speaksOf(statement, ASSUME) ? denied(ASSUME) : null;
    if (assume !== null) this.addPrincipals(statement, [...own, ...assume]);
    const web = speaksOf(statement, WEB) ? denied(WEB) : null;
    for (const pattern of statement.principal?.patterns ?? []) {
      const [, kind, value = ""] = /^(Service|Federated):(.*)$/.exec(pattern) ?? [];
      if (kind === "Service") this.services.add(value);
      if (kind === "Federated") this.addProvider(value, web === null ? null : [...own, ...web]);
    }
  }

  private addPrincipals({ principal }: Statement, demands: readonly Demand[]): void {
    const guarded = demands.some((one) => asksExternalId(one) || namesOrganization(one));
    // Who is not named by a NotPrincipal is everybody else.
    const patterns = principal?.negated === false ? principal.patterns : ["*"];
    for (const pattern of patterns) {
      const value = pattern.replace(/^AWS:/, "");
      if (pattern !== "*" && value === pattern) continue;
      const account = accountNamed(value) ?? /^arn:[^:]*:(?:iam|sts)::(\d{12}):/.exec(value)?.[1];
      if (account !== undefined) this.addAccount(account, guarded);
      // A unique id is what is left of a principal that was deleted.
      else if (!UNIQUE_ID.test(value)) this.addEverybody(demands, guarded);
    }
  }

  private addEverybody(demands: readonly Demand[], guarded: boolean): void {
    if (!demands.some(narrows)) this.anyone = true;
    for (const account of demands.flatMap((one) => accountsNamed(one) ?? []))
      this.addAccount(account, guarded);
  }

  private addAccount(account: string, guarded: boolean): void {
    this.accounts.add(account);
    if (!guarded) this.unguarded.add(account);
  }

  private addProvider(value: string, demands: readonly Demand[] | null): void {
    this.federated.add(value);
    const provider = oidcProvider(value);
    if (provider !== undefined && demands !== null && takesAnyToken(provider, demands))
      this.anyToken.add(value);
  }

  reading(): TrustReading {
    const { anyone, accounts, unguarded, federated, anyToken, services } = this;
    const sorted = (names: ReadonlySet<string>) => [...names].sort();
    return {
      anyone,
      accounts: sorted(accounts),
      unguarded: sorted(unguarded),
      federated: sorted(federated),
      anyToken: sorted(anyToken),
      services: sorted(services),
    };
  }
}
